"""What it costs (docs/contracts/nemovideo.md §13): about, in credits. Pure."""

from datetime import date
from decimal import Decimal

from mediawright.plugin import Amount, Message, Operation, Price, Request
from mediawright_nemovideo.messages import say
from mediawright_nemovideo.settings import UNIT

GENERATION, EDIT = Decimal(100), Decimal(50)
#: where a person can look it up, and when it was read
SOURCE = "nemovideo.com"
UPDATED = date(2026, 3, 19)


def price(request: Request, *, empty: bool = False) -> Price:
    """About 100 for a clip, about 50 for an edit, nothing for what the client answers itself (N-R17).

    `empty`: the project holds no timeline yet, so whatever is said may become a clip.
    """
    if request.operation is Operation.EXPORT:
        return _price(Decimal(0))
    if request.operation is not Operation.CHAT_EDIT:
        return _price(GENERATION, say("price.generation"), say("price.any_model"))
    from mediawright_nemovideo.chat.routing import Road, route, wants_creation

    routed = route(request.prompt)
    if routed.road is not Road.CHAT:
        return _price(Decimal(0))
    if empty or wants_creation(routed.text):
        return _price(GENERATION, say("price.generation"), say("price.any_model"))
    return _price(EDIT, say("price.talk"))


def depends_on_project(request: Request) -> bool:
    """Is the price another one in an empty project?"""
    if request.operation is not Operation.CHAT_EDIT:
        return False
    return price(request).amount != price(request, empty=True).amount


def _price(value: Decimal, *notes: Message) -> Price:
    return Price(amount=Amount(value, UNIT), source=SOURCE, updated=UPDATED, about=value > 0, notes=notes)

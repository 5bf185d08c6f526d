"""A yes under a condition about the price: "only if it's under 10". Pure."""

import re

from mediawright.router.dialogue.amounts import amount
from mediawright.router.dialogue.cues import cue
from mediawright.router.dialogue.listening import Turned
from mediawright.router.dialogue.turn import Turn

#: a limit without its unit closes the message: "only if it's under 2"
_BARE_LIMIT = re.compile(
    r"(?:under|below|less than|at most|no more than|not more than|up to|以内|不超过|低于)\s*\d+(?:\.\d+)?$"
    r"|(?:was|were|is|costs?|to)\s*(?:only |just )?\d+(?:\.\d+)?$"
    r"|[\d零一二两三四五六七八九十百千]{1,5}(?:以内|以下|之内)"
)
#: a price above which it is not wanted: 超过80不做
_REFUSED_ABOVE = re.compile(
    r"(?:超过|超出|多于|高于|大于|超)[^，。]{1,10}?(?:就|的话|我)*(?:不做|不要|不干|不弄|不考虑|免谈|算了|别做|别弄|拉倒)"
)


_ONLY_IF = re.compile(r"(?:only if|as long as|provided|so long as)\b")


def limit(turned: Turned) -> Turn | None:
    """A yes under a condition about the price: met it is a yes, else it is asked about."""
    said, price = turned.said, turned.context.price
    above = _REFUSED_ABOVE.search(said.flat) is not None
    money = amount(said.plain, bare=above or _BARE_LIMIT.search(said.flat) is not None)
    if money is None or price is None:
        return None
    if above and money.number < price and not turned.novel:
        return Turn(act="ask", ask="price_limit", rule="a price that is not wanted")
    if not said.mentions("condition_price") or said.says("price"):
        return None
    lasting = re.sub(r"都(?=行|可以|能接受|ok)", "", said.flat) if said.mentions("go") else said.flat
    if cue("standing").within(lasting) or cue("unasked").within(lasting):
        return None
    agreed = said.mentions("consent") or said.mentions("go")
    if set(turned.novel) - {"cheaper"} or not (agreed or len(said.clauses) == 1):
        return None
    unit = money.unit or turned.context.unit
    if unit != turned.context.unit or money.number < price:
        return Turn(act="ask", ask="price_limit", rule="a price that the page does not meet")
    if agreed:
        return None if said.asks else Turn(act="confirm", rule="a price that the page meets")
    bare = len(said.clauses) == 1 and not said.asks and not turned.novel and _ONLY_IF.match(said.flat)
    return Turn(act="ask", ask="price_limit", rule="a condition and no yes") if bare else None

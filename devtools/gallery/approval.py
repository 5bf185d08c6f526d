"""Before and after an approval."""

from devtools.gallery.samples import ACME, MODEL, OTHER, asset, credits, job, price, quote, request
from mediawright.present import pages
from mediawright.present.page import Page
from mediawright.types.job import Progress
from mediawright.types.money import Price
from mediawright.types.operations import Operation
from mediawright.types.states import State


def spending_pages() -> dict[str, Page]:
    """Confirmations, waits and results."""
    expected = pages.Expected(300, 600)
    others = [pages.Able(label=OTHER.label, price=price(40), name=OTHER.name)]
    edit = request(operation=Operation.CHAT_EDIT, prompt="背景音乐再轻一点", media=(), duration=None)
    series = request(operation=Operation.IMAGE_SERIES, duration=None, series_amount=4, resolution="2k", sound=None)
    element = request(operation=Operation.CREATE_ELEMENT, duration=None, sound=None)
    return {
        "confirmation": pages.confirmation(
            request=request(),
            quote=quote(),
            provider=ACME,
            model=MODEL,
            others=others,
            expected=expected,
            next=("mediawright confirm Q7F3K2 --approve-cost 90",),
        ),
        "confirmation_unknown": pages.confirmation(
            request=edit, quote=quote(Price(amount=None)), provider=ACME, next=("mediawright confirm Q7F3K2",)
        ),
        "confirmation_short": pages.confirmation(
            request=series, quote=quote(price(1200, about=True)), provider=ACME, model=OTHER, allowed=True
        ),
        "submitted": pages.submitted(job(State.SUBMITTED), expected=expected, next=("mediawright jobs wait 7f3k2a9c",)),
        "submitted_own": pages.submitted(job(State.SUBMITTED), expected=pages.Expected(48, 75, own=True)),
        "still_running": pages.still_running(
            job(State.RUNNING), waited_s=150, expected=expected, progress=Progress(state=State.RUNNING, percent=40)
        ),
        "late": pages.still_running(job(State.RUNNING), waited_s=900, expected=expected),
        "result": pages.result(
            job(State.DONE, assets=(asset(),)), provider=ACME, model=MODEL.label, balance=credits(910)
        ),
        "results": pages.result(
            job(State.DONE, assets=(asset(), asset("fox-2.mp4"))), provider=ACME, links={0: "https://acme.example/v/1"}
        ),
        "subject": pages.result(job(State.DONE, subject_id="8842", request=element), provider=ACME),
    }

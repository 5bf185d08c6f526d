"""One wish at several models: what each costs, before; what each made of it, after."""

from collections.abc import Sequence
from decimal import Decimal

from mediawright.commands.action import Next
from mediawright.present.page import (
    Block,
    Cell,
    Column,
    File,
    FrontEnd,
    Line,
    Page,
    Row,
    Rows,
    Table,
    Tone,
    Words,
    without_empty,
)
from mediawright.present.pages.batch import sums
from mediawright.present.pages.failure import error as error_page
from mediawright.present.pages.fields import (
    Providers,
    field_row,
    model_in,
    price_words,
    say,
    shown,
    sum_words,
    title_in,
    with_provider,
)
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import MediawrightError
from mediawright.types.job import Asset, Job
from mediawright.types.message import Message
from mediawright.types.money import Amount, Price
from mediawright.types.operations import MediaKind
from mediawright.types.request import Request
from mediawright.types.states import State

#: characters of the wish that a heading shows
LONGEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one request: its row where there is one, and why it stopped where it did."""

    request: Request
    job: Job | None = None
    failure: MediawrightError | None = None


def comparison(
    name: str,
    items: Sequence[tuple[Request, Price]],
    providers: Providers,
    *,
    cost: str,
    asks: bool = True,
    next: tuple[Next, ...] = (),
) -> Page:
    """All models with their prices, one sum per unit, and what all of it is in money where that is known."""
    columns = (
        Column(say("field.number"), lead=True, right=True),
        Column(say("field.model"), bare=True, wrap=True),
        Column(say("field.duration"), bare=True, right=True),
        Column(say("field.resolution"), bare=True),
        Column(say("field.cost_estimate"), right=True, bare=True),
    )
    lines = tuple(_line(number, *item, providers) for number, item in enumerate(items, 1))
    prices = [price for _, price in items]
    totals, unknown = sums(prices), sum(price.amount is None for price in prices)
    rows: list[Row] = [field_row("total", tuple(sum_words(item) for item in totals), Tone.STRONG)] if totals else []
    money = in_dollars(prices)
    if money is not None and any(item.unit != "USD" for item in totals):
        rows.append(field_row("total_money", say("price.exact", amount=money)))
    return Page(
        name="comparison",
        emoji="⚖️",
        title=say("title.compare", n=len(items)),
        body=(
            *_wish(items[0][0]),
            without_empty(Table(columns, lines)),
            *((Rows(tuple(rows)),) if rows else ()),
            *((Line(say("batch.unknown", n=unknown), Tone.WARN),) if unknown else ()),
            *((Line(say("batch.reply"), only=FrontEnd.CHAT),) if asks else ()),
        ),
        data={
            "comparison": name,
            "cost": cost,
            "totals": totals,
            "money": money,
            "without_price": unknown,
            "items": [_priced(*item) for item in items],
        },
        next=next,
    )


def in_dollars(prices: Sequence[Price]) -> Amount | None:
    """What all of it is in USD by list prices; None where that is not known of every one."""
    known = [
        Decimal(0) if price.free else price.amount.value if price.amount.unit == "USD" else price.usd
        for price in prices
        if price.amount is not None
    ]
    if len(known) < len(prices):
        return None
    found = [value for value in known if value is not None]
    return Amount(sum(found, Decimal(0)), "USD") if len(found) == len(prices) else None


def _line(number: int, request: Request, price: Price, providers: Providers) -> tuple[Cell, ...]:
    name = request.provider or ""
    return (
        str(number),
        with_provider(model_in(providers, name, request), title_in(providers, name)),
        say("value.seconds", n=request.duration) if request.duration is not None else None,
        shown(request.resolution) if request.resolution else None,
        price_words(price),
    )


def _priced(request: Request, price: Price) -> dict[str, object]:
    return {"provider": request.provider, "model": request.model, "operation": request.operation, "price": price}


def _wish(request: Request) -> tuple[Block, ...]:
    words = " ".join(request.prompt.split())
    return (Line(say("compare.wish", wish=words[:LONGEST] + ("…" if len(words) > LONGEST else ""))),) if words else ()


def compared(
    name: str,
    results: Sequence[Result],
    providers: Providers,
    *,
    sheet: Asset | None = None,
    folder: str = "",
    next: tuple[Next, ...] = (),
) -> Page:
    """What each model made of the wish, side by side, with the picture of all of them first."""
    columns = (
        Column(say("field.number"), lead=True, right=True),
        Column(say("field.model"), bare=True, wrap=True),
        Column(say("field.state"), bare=True, wrap=True),
        Column(say("field.cost"), right=True, bare=True),
        Column(say("field.duration"), right=True),
        Column(say("field.took"), right=True),
    )
    files = [(at, asset) for at, result in enumerate(results, 1) if result.job for asset in result.job.assets]
    charged = sums([Price(amount=result.job.charged) for result in results if result.job and result.job.charged])
    done = sum(_is_done(result) for result in results)
    return Page(
        name="compared",
        emoji="⚖️",
        title=say("title.compared", n=len(results)) if done == len(results) else _partly(results, done),
        body=(
            *((File(sheet),) if sheet is not None else ()),
            *_wish(results[0].request),
            without_empty(
                Table(columns, tuple(_outcome(number, one, providers) for number, one in enumerate(results, 1)))
            ),
            *((Rows((field_row("total", tuple(sum_words(item) for item in charged)),)),) if charged else ()),
            *(File(asset, number) for number, asset in files),
        ),
        data={
            "comparison": name,
            "sheet": sheet.path if sheet is not None else None,
            "folder": folder,
            "charged": charged,
            "files": [asset.path for _, asset in files],
            "results": [_data(result) for result in results],
        },
        next=next,
    )


def _partly(results: Sequence[Result], done: int) -> Message:
    going = sum(_goes_on(result) for result in results)
    key = "title.compared_going" if going else "title.compared_partly"
    return say(key, done=done, total=len(results), failed=len(results) - done - going)


def _is_done(result: Result) -> bool:
    return result.job is not None and result.job.state is State.DONE


def _goes_on(result: Result) -> bool:
    over = (State.DONE, State.FAILED, State.EXPIRED, State.CANCELLED)
    return result.failure is None and (result.job is None or result.job.state not in over)


def _outcome(number: int, result: Result, providers: Providers) -> tuple[Cell, ...]:
    job, request = result.job, result.job.request if result.job else result.request
    provider = (job.provider if job else request.provider) or ""
    asset = job.assets[0] if job and job.assets else None
    length = asset.duration if asset is not None and asset.kind is not MediaKind.IMAGE else None
    return (
        str(number),
        with_provider(model_in(providers, provider, request), title_in(providers, provider)),
        outcome_words(job, result.failure),
        price_paid(job),
        say("value.seconds", n=round(length, 1)) if length else None,
        None if (seconds := seconds_taken(job)) is None else say("value.duration", seconds=seconds),
    )


def outcome_words(job: Job | None, failure: MediawrightError | None) -> Message:
    """What became of one: why it failed where it did, else its state."""
    if job is not None and job.state is State.DONE:
        return say("state.done")
    if failure is not None:
        title = error_page(failure).title
        return title if isinstance(title, Message) else failure.message
    if job is not None and job.reason is not None and job.state in (State.FAILED, State.UNCERTAIN):
        return job.reason
    return say(f"state.{job.state.value}") if job is not None else say("compare.not_started")


def price_paid(job: Job | None) -> Message | None:
    """What it cost, else what was quoted for it; None where nothing is known or nothing was made."""
    if job is None:
        return None
    if job.free:
        return say("price.free")
    if job.charged is not None:
        words: Words = sum_words(job.charged)
        return words if isinstance(words, Message) else None
    quoted = job.quote.price.amount if job.quote is not None else None
    return say("price.quoted", amount=quoted) if quoted is not None and job.state is State.DONE else None


def took(job: Job | None) -> Message | None:
    """From the submit to the result."""
    seconds = seconds_taken(job)
    return None if seconds is None else say("compare.took", wait=seconds)


def seconds_taken(job: Job | None) -> float | None:
    """Seconds from the submit to the result; None where it has not come, or a clock was set meanwhile."""
    if job is None or job.submitted_at is None or job.finished_at is None or job.state is not State.DONE:
        return None
    seconds = (job.finished_at - job.submitted_at).total_seconds()
    return seconds if seconds > 0 else None


def _data(result: Result) -> dict[str, object]:
    job, request = result.job, result.request
    return {
        "job": job.id if job else None,
        "provider": job.provider if job else request.provider,
        "model": job.request.model if job else request.model,
        "state": job.state if job else None,
        "quoted": job.quote.price.amount if job and job.quote else None,
        "charged": job.charged if job else None,
        "seconds": seconds_taken(job),
        "files": [asset.path for asset in job.assets] if job else [],
        "error": result.failure.code if result.failure else None,
    }

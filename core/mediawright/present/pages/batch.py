"""Several jobs at once: what they cost together, and how they ended."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from mediawright.commands.action import Next
from mediawright.present.page import Cell, Column, File, FrontEnd, Line, Page, Row, Rows, Table, Tone
from mediawright.present.pages.fields import Providers, field_row, model_in, price_words, say, title_in, work_in
from mediawright.types.job import Job
from mediawright.types.money import Amount, Price
from mediawright.types.request import Request
from mediawright.types.states import State

#: lines and files that are shown before the rest is counted
SHOWN = 20


def batch_total(
    items: Sequence[tuple[Request, Price]], providers: Providers, *, asks: bool = True, next: tuple[Next, ...] = ()
) -> Page:
    """All requests with their prices and one sum per unit; what has no price is counted apart."""
    columns = (
        Column(say("field.number"), lead=True, right=True),
        Column(say("field.operation"), bare=True),
        Column(say("field.model"), bare=True),
        Column(say("field.cost_estimate"), right=True, bare=True),
    )
    shown = items if len(items) <= SHOWN + 1 else items[:SHOWN]
    table = Table(columns, tuple(_line(number, *item, providers) for number, item in enumerate(shown, 1)))
    hidden = (Line(say("batch.more", n=len(items) - len(shown))),) if len(shown) < len(items) else ()
    totals = sums(price for _, price in items)
    unknown = sum(price.amount is None for _, price in items)
    rows: list[Row] = [field_row("total", tuple(say("price.exact", amount=item) for item in totals))] if totals else []
    rows += _provider_rows(items, providers)
    warning = (Line(say("batch.unknown", n=unknown), Tone.WARN),) if unknown else ()
    reply = (Line(say("batch.reply"), only=FrontEnd.CHAT),) if asks else ()
    return Page(
        name="batch",
        emoji="🧾",
        title=say("batch.title", n=len(items)),
        body=(
            table,
            *hidden,
            Rows(tuple(rows)),
            *warning,
            *reply,
        ),
        data={"totals": totals, "without_price": unknown, "items": [_data(*item) for item in items]},
        next=next,
    )


def _provider_rows(items: Sequence[tuple[Request, Price]], providers: Providers) -> list[Row]:
    """What each provider's part costs, where several have one."""
    priced: dict[str, list[Price]] = defaultdict(list)
    for request, price in items:
        if price.amount is not None and request.provider:
            priced[request.provider].append(price)
    if len(priced) < 2:
        return []
    return [
        Row(title_in(providers, name), tuple(say("price.exact", amount=item) for item in sums(prices)))
        for name, prices in priced.items()
    ]


def sums(prices: Iterable[Price]) -> tuple[Amount, ...]:
    """One sum per unit, in the order the units came."""
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for price in prices:
        if price.amount is not None:
            totals[price.amount.unit] += price.amount.value
    return tuple(Amount(value, unit) for unit, value in totals.items())


def _line(number: int, request: Request, price: Price, providers: Providers) -> tuple[Cell, ...]:
    named = request.provider
    model = model_in(providers, named or "", request) or (title_in(providers, named) if named else None)
    return (str(number), work_in(providers, named or "", request), model, price_words(price))


def _data(request: Request, price: Price) -> dict[str, object]:
    return {"operation": request.operation, "provider": request.provider, "model": request.model, "price": price}


def batch_done(jobs: Sequence[Job], *, next: tuple[Next, ...] = ()) -> Page:
    """How many are done, still going or failed, and what they cost together."""
    done = [job for job in jobs if job.state is State.DONE]
    failed = [job for job in jobs if job.state is State.FAILED]
    going = len(jobs) - len(done) - len(failed)
    rows = [field_row("done", str(len(done)), Tone.GOOD)]
    rows += [field_row("going", str(going))] if going else []
    rows += [field_row("failed", str(len(failed)), Tone.BAD)] if failed else []
    charged = sums(Price(amount=job.charged) for job in jobs if job.charged)
    if charged:
        rows.append(field_row("cost", tuple(say("price.exact", amount=item) for item in charged)))
    files = tuple(asset for job in done for asset in job.assets)
    return Page(
        name="batch_done",
        emoji="🧾",
        title=say("batch.done", n=len(jobs)),
        body=(
            Rows(tuple(rows)),
            *(File(asset, at) for at, asset in enumerate(files[:SHOWN], 1)),
            *((Line(say("batch.more", n=len(files) - SHOWN)),) if len(files) > SHOWN else ()),
        ),
        data={
            "done": len(done),
            "failed": len(failed),
            "going": going,
            "charged": charged,
            "files": [asset.path for asset in files],
        },
        next=next,
    )

"""Several jobs at once: what they cost together, and how they ended."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from mediawright.commands.action import Next
from mediawright.present.page import Cell, Column, File, FrontEnd, Line, Page, Row, Rows, Table, Tone, Words
from mediawright.present.pages.fields import (
    Providers,
    field_row,
    model_in,
    price_words,
    request_rows,
    say,
    title_in,
    with_provider,
    work_in,
)
from mediawright.present.values import Span
from mediawright.present.wrapping import cut
from mediawright.types.job import Job
from mediawright.types.money import Amount, Price
from mediawright.types.request import Request
from mediawright.types.states import State

#: lines and files that are shown before the rest is counted
SHOWN = 20
#: columns of a description among many
PROMPT_COLUMNS = 48


def batch_total(
    items: Sequence[tuple[Request, Price]],
    providers: Providers,
    *,
    asks: bool = True,
    span: tuple[float, float] | None = None,
    left: Sequence[tuple[Words, Amount]] = (),
    next: tuple[Next, ...] = (),
) -> Page:
    """All requests with their prices and one sum per unit; what has no price is counted apart.

    `span`: seconds that all of them take; `left`: what there is to pay with, at each provider.
    """
    alike = _alike(items)
    columns = (
        Column(say("field.number"), lead=True, right=True),
        Column(say("field.prompt" if alike else "field.operation"), bare=True, wrap=True),
        *(() if alike else (Column(say("field.model"), bare=True),)),
        Column(say("field.cost_estimate"), right=True, bare=True),
    )
    shown = items if len(items) <= SHOWN + 1 else items[:SHOWN]
    lines = tuple(_line(number, *item, providers, alike=alike) for number, item in enumerate(shown, 1))
    hidden = (Line(say("batch.more", n=len(items) - len(shown))),) if len(shown) < len(items) else ()
    unknown = sum(price.amount is None for _, price in items)
    warning = (Line(say("batch.unknown", n=unknown), Tone.WARN),) if unknown else ()
    reply = (Line(say("batch.reply"), only=FrontEnd.CHAT),) if asks else ()
    totals = sums(price for _, price in items)
    return Page(
        name="batch",
        emoji="🧾",
        title=say("batch.title", n=len(items)),
        body=(
            Table(columns, lines),
            *hidden,
            Rows((*_shared(items[0][0], providers, alike=alike), *_sums(items, providers))),
            Rows(tuple(_after(totals, left, span))),
            *warning,
            *reply,
        ),
        data={"totals": totals, "without_price": unknown, "items": [_data(*item) for item in items]},
        next=next,
    )


def _alike(items: Sequence[tuple[Request, Price]]) -> bool:
    """Does only what is to be seen differ from line to line? Then each line is told by that."""
    bare = [request.with_(prompt="", seed=None) for request, _ in items]
    same = all(request == bare[0] for request in bare)
    return len(items) > 1 and same and all(request.prompt.strip() for request, _ in items)


def _shared(request: Request, providers: Providers, *, alike: bool) -> Iterator[Row]:
    """What holds for every line, told once."""
    if alike:
        named = request.provider or ""
        yield field_row("operation", work_in(providers, named, request))
        yield field_row("model", with_provider(model_in(providers, named, request), title_in(providers, named)))
        yield from request_rows(request)


def _sums(items: Sequence[tuple[Request, Price]], providers: Providers) -> list[Row]:
    """The total in each unit with its worth in money where that is known, then each provider's part."""
    totals = sums(price for _, price in items)
    if not totals:
        return []
    return [field_row("total", tuple(_worth(item, items) for item in totals)), *_provider_rows(items, providers)]


def _worth(total: Amount, items: Sequence[tuple[Request, Price]]) -> Words:
    parts = [price for _, price in items if price.amount is not None and price.amount.unit == total.unit]
    dollars = [price.usd for price in parts if price.usd is not None]
    if total.unit == "USD" or len(dollars) < len(parts):
        return say("price.exact", amount=total)
    return say("price.exact_usd", amount=total, usd=Amount(sum(dollars, Decimal(0)), "USD"))


def _after(
    totals: Sequence[Amount], left: Sequence[tuple[Words, Amount]], span: tuple[float, float] | None
) -> Iterator[Row]:
    """What is left at each provider, and how long all of it takes."""
    for title, balance in left:
        due = next((total for total in totals if total.unit == balance.unit), None)
        if due is None:
            continue
        rest = Amount(balance.value - due.value, balance.unit)
        if rest.value < 0:
            short = say("price.short", short=Amount(-rest.value, rest.unit), now=balance)
            yield field_row("balance", short, Tone.BAD)
        else:
            yield Row(say("batch.left_at", provider=title), say("price.left", left=rest, now=balance))
    if span is not None:
        yield field_row("expected", say("value.span", span=Span(*span)))


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


def _line(
    number: int, request: Request, price: Price, providers: Providers, *, alike: bool = False
) -> tuple[Cell, ...]:
    if alike:
        return (str(number), cut(" ".join(request.prompt.split()), PROMPT_COLUMNS), price_words(price))
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

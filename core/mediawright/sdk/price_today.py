"""What a service's own price list says, beside our table: asked for free, kept for a minute; the dearer one counts.

Where both differ by more than a fifth, a person reads both before anything is approved. An approval is quoted anew, so what
became dearer since the page was shown stops there.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from mediawright.plugin import Context
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import MediawrightError
from mediawright.types.message import Message
from mediawright.types.money import Per, Price, PriceRule, Prices
from mediawright.types.pricing import price_of
from mediawright.types.provider import Model
from mediawright.types.request import Request

#: a price that was told is good for so long, and so many are kept
FRESH, MOST_KEPT = timedelta(minutes=1), 50
#: prices this far apart are both shown
APART = Decimal("1.2")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPrice:
    """What one unit of a model costs today, in US$, by the service's own word for the unit."""

    value: str
    unit: str


#: asks for the price of a model; None where the service does not say. What it raises is taken for silence.
Ask = Callable[[str], Awaitable[UnitPrice | None]]


async def unit_price(ctx: Context, model: str, ask: Ask) -> UnitPrice | None:
    """Return what the service says, at most a minute old; None where it says nothing: trouble stops no quote."""
    kept = ctx.recall("prices") or {}
    found = kept.get(model)
    if found is None or datetime.fromisoformat(found[2]) + FRESH < ctx.clock.now():
        try:
            told = await ask(model)
        except MediawrightError as error:
            ctx.debug("the price of today could not be asked for", error=error.code)
            told = None
        found = [told.value if told else "", told.unit if told else "", ctx.clock.now().isoformat()]
        newest = sorted((kept | {model: found}).items(), key=lambda item: str(item[1][2]))[-MOST_KEPT:]
        ctx.keep("prices", dict(newest))
    return UnitPrice(value=str(found[0]), unit=str(found[1])) if found[0] else None


def counted(
    told: UnitPrice | None,
    units: Mapping[str, Per],
    model: Model,
    request: Request,
    *,
    source: str,
    day: date,
    pixels: Mapping[str, tuple[int, int]],
) -> Price | None:
    """Return what the request costs by the price of today; None where it counts in a unit that nobody can know before.

    `units`: the service's word → how it is counted. `pixels`: as of `Prices`.
    """
    per = units.get(told.unit) if told is not None else None
    try:
        rule = (
            PriceRule(value=Decimal(told.value), unit="USD", per=per) if told is not None and per is not None else None
        )
    except InvalidOperation:
        return None
    if rule is None:
        return None
    return price_of(replace(model, prices=Prices(source=source, updated=day, rules=(rule,), pixels=pixels)), request)


def compared(table: Price, today: Price, title: object) -> Price:
    """Return the price to show where table and service both say one: the higher, with both told where they differ."""
    if table.amount is None or today.amount is None:
        return table if table.amount is not None else today
    low, high = sorted((table.amount.value, today.amount.value))
    if high <= low * APART:
        return table
    note = Message("sdk.price_differs", {"provider": title, "here": table.amount, "there": today.amount})
    if high == table.amount.value:
        return replace(table, notes=(*table.notes, note))
    return replace(today, about=True, notes=(note,))

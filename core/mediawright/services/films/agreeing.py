"""Whether a film's approval covers what is to be made now. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from mediawright.ledger.films import FilmRow
from mediawright.services.batch_price import Ceilings, Totals
from mediawright.services.films.works import Work
from mediawright.types.money import Amount, Level, Price
from mediawright.types.people import Person


def record_of(work: Work, level: Level, by: Person, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What an approval to this shot was said to, by whom, and who had asked for it; `token`: the id of the one that
    proves it."""
    amount = work.price.amount if work.price else None
    return {
        "by": by.name,
        "token": by.token,
        "asked_by": asked.get("by"),
        "asked_token": asked.get("token"),
        "shape": work.shape,
        "price": str(amount.value) if amount else None,
        "unit": amount.unit if amount else None,
        "level": level.value,
    }


def asked_now(
    known: Mapping[str, Mapping[str, Any]], works: Iterable[Work], person: Person
) -> dict[str, Mapping[str, Any]]:
    """Who asked for which step: who is known to have asked for this take of these very words, else `person`."""
    found = dict(known)
    for work in works:
        wish = {"shape": work.shape, "take": work.next_take}
        one = known.get(work.id)
        if one is None or {name: one.get(name) for name in wish} != wish:
            found[work.id] = {**wish, "by": person.name, "token": person.token}
    return found


def check_agreed(row: FilmRow, works: Iterable[Work], now: datetime) -> bool:
    """Whether the approval on record covers any of these steps as they are now: with it there is something to go on with."""
    return any(covers(row, work, work.price, now) for work in works)


def covers(row: FilmRow, work: Work, price: Price | None, now: datetime) -> bool:
    """Equal words, no dearer than agreed, and the approval has not run out."""
    agreed = row.agreed.get(work.id)
    if agreed is None or row.expires_at is None or now >= row.expires_at or agreed["shape"] != work.shape:
        return False
    if price is None or price.amount is None:
        return row.unknown and agreed["price"] is None
    if agreed["price"] is None:
        return False
    return price.amount.unit == agreed["unit"] and price.amount.value <= Decimal(agreed["price"])


def agreed_amounts(totals: Totals, ceilings: Ceilings, spent: Sequence[Amount]) -> tuple[Amount, ...]:
    """The cap of an approval to what is missing now beside what was spent. Raises ConfirmationNeeded, InvalidRequest."""
    whole = together(totals, spent)
    whole.check(ceilings)
    named = {unit: value for unit, value in ceilings.values.items() if unit is not None}
    bare = ceilings.values.get(None)
    if bare is not None:
        named |= {one.unit: bare for one in whole.sums if one.unit not in named}
    return tuple(Amount(value, unit) for unit, value in named.items())


def together(totals: Totals, spent: Sequence[Amount]) -> Totals:
    """What is missing and what was spent, as one sum per unit: the least that a cap has to be."""
    sums = {one.unit: one.value for one in totals.sums}
    for one in spent:
        sums[one.unit] = sums.get(one.unit, Decimal(0)) + one.value
    return Totals(tuple(Amount(value, unit) for unit, value in sums.items()), totals.unknown)


def has_room(row: FilmRow, whole: Totals) -> bool:
    """Whether the cap on record reaches over all of it."""
    cap = {one.unit: one.value for one in row.cap}
    return all(one.value <= cap.get(one.unit, Decimal(0)) for one in whole.sums if one.value)

"""A job as one row and back. Pure: what is scrubbed, what is held against budgets and how a time is spelled."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import datetime
from decimal import ROUND_CEILING, Decimal
from functools import cache
from typing import Any, TypeVar

from mediawright.ledger.database import stamp
from mediawright.ledger.dialect import Row, Value
from mediawright.ledger.errors import damage
from mediawright.ledger.scrub import Redact, scrub, scrub_text, settle_request
from mediawright.types.codec import plain, restore
from mediawright.types.job import Asset, Event, Job, Task
from mediawright.types.message import Message
from mediawright.types.money import CURRENCIES, Amount, Approval, Price, Quote, in_money
from mediawright.types.request import Request
from mediawright.types.states import COMMITTED, State
from mediawright.types.storable import MOST_UNITS, is_amount, storable, storable_text

T = TypeVar("T")

#: the request's own links are needed as they are until it was sent, and again if it surely never arrived
UNSENT = frozenset({State.QUOTED, State.APPROVED, State.SUBMITTING, State.UNCERTAIN})
MILLION = Decimal(1_000_000)

_NESTED: Mapping[str, type] = {
    "quote": Quote,
    "approval": Approval,
    "task": Task,
    "charged": Amount,
    "reason": Message,
}
#: what a provider said: it may hold signed links
_TOLD = frozenset({"task", "reason", "provider_code", "provider_message", "subject_id"})
_TIMES = frozenset({"created_at", "updated_at", "submitted_at", "finished_at"})
CHANGEABLE = frozenset(f.name for f in fields(Job)) - {
    "id",
    "request",
    "request_hash",
    "state",
    "created_at",
    "created_by",
    "created_token",
    "account",
    "updated_at",
}


def text(value: Any) -> str:
    """Spell a plain JSON value as it is kept: whatever a provider put into it, it can be written and read again."""
    known = storable(value)
    return json.dumps(known, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_words)


def _words(value: Any) -> str:
    """The text of what is no JSON: a plugin's mistake is no reason to lose the rest."""
    return storable_text(str(value))


def millionths(amount: Decimal) -> int:
    """Whole millionths, rounded up: never less than the amount, but for what no amount can be."""
    return int((min(amount, MOST_UNITS) * MILLION).to_integral_value(ROUND_CEILING))


def held(job: Job) -> Amount | None:
    """What this job takes out of a budget: the real charge where known, else what may still be charged.

    That is the quoted amount, or the approval's ceiling where the quote is unknown or only approximate. None: nothing,
    or nothing that can be counted.
    """
    if job.charged is not None and is_amount(job.charged.value):
        return job.charged
    if job.state not in COMMITTED or job.approval is None:
        return None
    price = job.quote.price if job.quote is not None else None
    if price is None or price.amount is None:
        return job.approval.ceiling
    ceiling = job.approval.ceiling
    if price.about and ceiling is not None and ceiling.unit == price.amount.unit:
        return max(price.amount, ceiling, key=lambda amount: amount.value)
    return price.amount


def money_columns(amount: Amount | None, price: Price | None) -> tuple[int | None, str | None]:
    """Millionths and currency of what is held in another unit than money; nothing where that is not known."""
    if amount is None or amount.unit in CURRENCIES or amount.value.is_nan() or amount.value <= 0:
        return None, None
    money = in_money(amount, price)
    return (millionths(money.value), money.unit) if money is not None and is_amount(money.value) else (None, None)


def money_of_row(held: int, unit: str, quote: str) -> tuple[int | None, str | None]:
    """The same for a row of a ledger that did not keep it; nothing for a quote that cannot be read."""
    try:
        price = restore(Quote, json.loads(quote)).price
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError):
        return None, None
    return money_columns(Amount(Decimal(held) / MILLION, unit), price)


def to_row(job: Job, redact: Redact = scrub_text) -> dict[str, Value]:
    """Column → value for a job, without secrets. A charge that cannot be one is not known: the quote stands for it."""
    if job.charged is not None and not is_amount(job.charged.value):
        job = replace(job, charged=None)
    request = job.request if job.state in UNSENT else settle_request(job.request)
    row: dict[str, Value] = {
        "request": text(plain(request)),
        "assets": text(plain(job.assets)) if job.assets else None,
        "model": request.model,
        "operation": request.operation.value,
        "state": job.state.value,
        "task_id": storable_text(redact(str(job.task.id))) if job.task else None,
        "held_at": stamp(job.approval.at if job.approval else job.created_at),
    }
    for item in fields(Job):
        if item.name not in row:
            row[item.name] = _column(item.name, getattr(job, item.name), redact)
    if job.approval is not None and job.approval.by:
        # in a column of its own: a process of an older version, which runs on, can read the approval
        row["approval"] = text(plain(replace(job.approval, by="", token="")))
        row["approved_by"] = storable_text(job.approval.by)
        row["approved_token"] = job.approval.token or None
    else:
        row["approved_by"] = row["approved_token"] = None
    amount = held(job)
    counted = amount is not None and not amount.value.is_nan() and amount.value > 0
    row["held"] = millionths(amount.value) if amount is not None and counted else None
    row["wish"] = (job.quote.wish or None) if job.quote is not None else None
    row["held_unit"] = storable_text(amount.unit) if amount is not None else None
    row["money"], row["money_unit"] = money_columns(amount, job.quote.price if job.quote is not None else None)
    return row


def _column(name: str, value: Any, redact: Redact) -> Value:
    if value is None:
        return None
    if name in _TIMES:
        return stamp(value)
    if name in _NESTED:
        value = plain(value)
    if name in _TOLD:
        value = scrub(value, redact)
    if name in _NESTED:
        return text(value)
    return storable_text(value) if isinstance(value, str) else value


def readable(reader: Callable[[Row], T]) -> Callable[[Row], T]:
    """The same reader, for which a row that makes no sense is damage (sqlite3.DatabaseError)."""

    def read(row: Row) -> T:
        try:
            return reader(row)
        except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
            raise damage("a row that cannot be read") from error

    return read


@readable
def to_job(row: Row) -> Job:
    """The job of a row."""
    readers = _readers()
    job = Job(**{name: read(value) for name, read in readers.items() if (value := row[name]) is not None})
    by, token = row["approved_by"], row["approved_token"] or ""
    return (
        job if by is None or job.approval is None else replace(job, approval=replace(job.approval, by=by, token=token))
    )


@cache
def _readers() -> Mapping[str, Callable[[Any], Any]]:
    """Column → what makes its value."""
    known: dict[str, Callable[[Any], Any]] = {name: _reader(cls) for name, cls in _NESTED.items()}
    known |= dict.fromkeys(_TIMES, datetime.fromisoformat)
    known |= {"request": _reader(Request), "state": State}
    known["assets"] = lambda data: tuple(restore(Asset, item) for item in json.loads(data))
    return {item.name: known.get(item.name, _as_it_is) for item in fields(Job)}


def _reader(cls: type) -> Callable[[Any], Any]:
    return lambda data: restore(cls, json.loads(data))


def _as_it_is(value: Any) -> Any:
    return value


@readable
def to_event(row: Row) -> Event:
    """The event of a row."""
    at = datetime.fromisoformat(row["at"])
    return Event(job_id=row["job_id"], at=at, kind=row["kind"], data=json.loads(row["data"]))

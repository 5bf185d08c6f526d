"""What is spent and promised, and the one transaction in which an approval is checked against it and written down."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from mediawright.ledger import jobs, rows
from mediawright.ledger.database import Database, stamp
from mediawright.ledger.dialect import Value
from mediawright.ledger.errors import StaleState
from mediawright.ledger.jobs import Store
from mediawright.types.job import Job
from mediawright.types.money import CURRENCIES, Approval
from mediawright.types.states import State

#: how much of a time names its hour: "2026-10-01T12"
HOUR = 13

#: (provider or None for all, unit, since or None for ever) → what is spent and promised
Committed = Callable[[str | None, str, datetime | None], Decimal]

#: from here a person's approval leads on: a fresh quote, or an uncertain submit that surely never arrived
APPROVABLE = frozenset({State.QUOTED, State.UNCERTAIN})


class Allowance(Protocol):
    """Budgets, seen from below: raises RefusedByPolicy where the job does not fit beside what is committed."""

    def check(self, job: Job, committed: Committed) -> None: ...


def whole_hours(provider: str | None, unit: str, after: str | None) -> tuple[str, list[Value]]:
    """The SQL of what every full hour after `after` ("2026-10-01T12") took; None: every hour."""
    where, values = _where([("unit = ?", unit), ("provider = ?", provider), ("hour > ?", after)])
    return f"SELECT COALESCE(SUM(held), 0) AS held FROM spent WHERE {where}", values


def one_hour(provider: str | None, unit: str, since: str, column: str = "held") -> tuple[str, list[Value]]:
    """The SQL of what the rest of the hour that begins at `since` took, job by job; `column`: held, or money."""
    pairs: list[tuple[str, Value]] = [
        (f"{column}_unit = ?", unit),
        ("held_at >= ?", since),
        ("held_at < ?", since[:HOUR] + "~"),
        ("provider = ?", provider),
    ]
    where, values = _where(pairs)
    return f"SELECT COALESCE(SUM({column}), 0) AS held FROM jobs WHERE {column} > 0 AND {where}", values


def _where(pairs: list[tuple[str, Value]]) -> tuple[str, list[Value]]:
    used = [(clause, value) for clause, value in pairs if value is not None]
    return " AND ".join(clause for clause, _ in used), [value for _, value in used]


def committed(db: Database, provider: str | None, unit: str, since: datetime | None) -> Decimal:
    """Real charges where known, else what in-flight and finished jobs may cost, in whole millionths rounded up.

    In a currency also what was held in other units, by the list price on its quote.
    `provider` None: all of them. `since` counts from the moment of the approval; None: for ever.
    """
    begin = stamp(since) if since is not None else None
    total = _sum(db, *whole_hours(provider, unit, begin[:HOUR] if begin is not None else None))
    if begin is not None:
        total += _sum(db, *one_hour(provider, unit, begin))
        if unit in CURRENCIES:
            total += _sum(db, *one_hour(provider, unit, begin, "money"))
    return Decimal(total) / rows.MILLION


def _sum(db: Database, sql: str, values: list[Value]) -> int:
    row = db.first(sql, values)
    return int(row["held"]) if row is not None else 0


def approve(store: Store, job_id: str, approval: Approval, allowance: Allowance | None) -> Job:
    """Reserve the money and move the job to APPROVED: one immediate transaction, so a budget is never overdrawn.

    Raises RefusedByPolicy (the row stays as it was), Moved where the job no longer waits for an approval, ValueError for a
    yes to another request.
    """
    with store.db.write():
        job = jobs.read(store, job_id)
        if job.state not in APPROVABLE:
            raise StaleState(job)
        if approval.request_hash != job.request_hash:
            raise ValueError("this approval is for another request")
        if not approval.by and (who := store.who()) is not None:
            approval = replace(approval, by=who.name, token=who.token or "")
        if allowance is not None:
            wanted = replace(job, approval=approval, state=State.APPROVED)
            allowance.check(wanted, _beside(store.db, job))
        return jobs.move(store, job_id, job.state, State.APPROVED, {"approval": approval})


def _beside(db: Database, job: Job) -> Committed:
    """The sums without this job's own share: an uncertain one that is approved again already has one."""
    own = rows.to_row(job)
    shares = {own["held_unit"]: own["held"] or 0, own["money_unit"]: own["money"] or 0}
    at = str(own["held_at"])

    def sums(provider: str | None, asked: str, since: datetime | None) -> Decimal:
        counted = asked in shares and provider in (None, job.provider) and (since is None or at >= stamp(since))
        total = committed(db, provider, asked, since)
        return total - Decimal(shares[asked]) / rows.MILLION if counted else total

    return sums

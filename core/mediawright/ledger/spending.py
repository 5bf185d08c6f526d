"""What is spent and promised, and the one transaction in which a yes is checked against it and written down."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from mediawright.ledger import jobs, rows
from mediawright.ledger.database import Database, Value, stamp
from mediawright.ledger.faults import Moved
from mediawright.ledger.jobs import Shelf
from mediawright.types.job import Job
from mediawright.types.money import Approval
from mediawright.types.states import State

#: (provider or None for all, unit, since or None for ever) → what is spent and promised
Committed = Callable[[str | None, str, datetime | None], Decimal]

#: from here a person's yes leads on: a fresh quote, or an uncertain submit that surely never arrived
APPROVABLE = frozenset({State.QUOTED, State.UNCERTAIN})


class Allowance(Protocol):
    """Budgets, seen from below: raises RefusedByPolicy where the job does not fit beside what is committed."""

    def check(self, job: Job, committed: Committed) -> None: ...


def query(provider: str | None, unit: str, since: datetime | None, without: str | None) -> tuple[str, list[Value]]:
    """The SQL of a sum; jobs that are free or that nobody can count are not in its index."""
    pairs: list[tuple[str, Value]] = [
        ("held_unit = ?", unit),
        ("held_at >= ?", stamp(since) if since is not None else None),
        ("provider = ?", provider),
        ("id <> ?", without),
    ]
    used = [(clause, value) for clause, value in pairs if value is not None]
    where = " AND ".join(clause for clause, _ in used)
    return f"SELECT COALESCE(SUM(held), 0) AS held FROM jobs WHERE held > 0 AND {where}", [value for _, value in used]


def committed(
    db: Database, provider: str | None, unit: str, since: datetime | None, without: str | None = None
) -> Decimal:
    """Real charges where known, else what in-flight and finished jobs may cost, in whole millionths rounded up.

    `provider` None: all of them. `since` counts from the moment of the yes; None: for ever.
    """
    row = db.first(*query(provider, unit, since, without))
    return Decimal(row["held"] if row is not None else 0) / rows.MILLION


def approve(shelf: Shelf, job_id: str, approval: Approval, allowance: Allowance | None) -> Job:
    """Reserve the money and move the job to APPROVED: one immediate transaction, so a budget is never overdrawn.

    Raises RefusedByPolicy (the row stays as it was), Moved where the job no longer waits for a yes, ValueError for a
    yes to another request.
    """
    with shelf.db.write():
        job = jobs.read(shelf, job_id)
        if job.state not in APPROVABLE:
            raise Moved(job)
        if approval.request_hash != job.request_hash:
            raise ValueError("this approval is for another request")
        wanted = replace(job, approval=approval, state=State.APPROVED)
        if allowance is not None:
            allowance.check(wanted, lambda at, unit, since: committed(shelf.db, at, unit, since, without=job_id))
        return jobs.move(shelf, job_id, job.state, State.APPROVED, {"approval": approval})

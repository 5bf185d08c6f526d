"""What was quoted and what was charged, job by job, as far as it was ever agreed to."""

from datetime import datetime
from decimal import Decimal

from mediawright.ledger.database import stamp
from mediawright.ledger.dialect import Dialect, Row, Value
from mediawright.ledger.jobs import Store
from mediawright.ledger.rows import MILLION, readable
from mediawright.types.dataclass import dataclass


def query(dialect: Dialect) -> str:
    """The SQL of what was agreed to and not given back before anything was sent; what is free was never agreed to.

    One broken row does not hide all others."""
    said = dialect.said_safely
    return f"""SELECT jobs.provider, jobs.model, held_at, held, job_threads.thread_id AS thread,
    {said("quote", "price.amount.value")} AS quoted, {said("quote", "price.amount.unit")} AS quoted_unit,
    {said("quote", "price.usd")} AS usd, approved_by, created_by,
    {said("charged", "value")} AS charged, {said("charged", "unit")} AS charged_unit
    FROM jobs LEFT JOIN job_threads ON job_threads.job_id = jobs.id
    WHERE {said("approval", "kind")} != 'free'
    AND NOT (submitted_at IS NULL AND state IN ('failed', 'expired', 'cancelled'))"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """One job that was agreed to. None where nobody said: an unknown price, a charge that no provider told.

    `person`: who approved it, else who asked.
    `usd`: the list price in USD of what was quoted. `open`: what may still be charged, or was charged and never told.
    """

    provider: str
    model: str | None
    at: datetime
    thread: str | None
    quoted: Decimal | None
    quoted_unit: str | None
    usd: Decimal | None
    charged: Decimal | None
    charged_unit: str | None
    open: Decimal | None
    person: str | None = None


def agreed(store: Store, since: datetime | None, until: datetime | None) -> list[Agreed]:
    """The jobs that were agreed to in that time, oldest first. Raises LocalFault."""
    times: list[tuple[str, datetime | None]] = [(">=", since), ("<", until)]
    bounds = [(f" AND held_at {sign} ?", stamp(at)) for sign, at in times if at is not None]
    sql = query(store.db.dialect) + "".join(clause for clause, _ in bounds) + " ORDER BY held_at, jobs.seq"
    values: list[Value] = [value for _, value in bounds]
    return store.db.read_as(_agreed, sql, values)


@readable
def _agreed(row: Row) -> Agreed:
    untold = row["held"] if row["charged"] is None else None
    return Agreed(
        provider=row["provider"],
        model=row["model"],
        at=datetime.fromisoformat(row["held_at"]),
        thread=row["thread"],
        quoted=_decimal(row["quoted"]),
        quoted_unit=row["quoted_unit"],
        usd=_decimal(row["usd"]),
        charged=_decimal(row["charged"]),
        charged_unit=row["charged_unit"],
        person=row["approved_by"] or row["created_by"],
        open=None if untold is None else Decimal(untold) / MILLION,
    )


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))

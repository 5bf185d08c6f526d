"""Subjects at providers that stand for members of the cast, kept with the jobs that made them."""

from collections.abc import Mapping
from datetime import datetime

from mediawright.ledger import rows
from mediawright.ledger.database import stamp
from mediawright.ledger.dialect import Connection, Row
from mediawright.types.dataclass import dataclass
from mediawright.types.job import Job
from mediawright.types.operations import Operation
from mediawright.types.states import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A subject at a provider that stands for a member, in one account. `job_id` None: it was there before, and is the
    person's own. `checked_at`: when the provider last said that it has it; None: to be asked for."""

    member_id: str
    provider: str
    account: str
    subject_id: str
    made_at: datetime
    job_id: str | None = None
    checked_at: datetime | None = None


def record_job(connection: Connection, job: Job) -> None:
    """What the end of a job says about copies: a saved subject is one; of those in a failed job it is asked anew.

    Part of the step that moves the job, so that no crash parts the two.
    """
    cast = job.request.cast
    if cast is None:
        return
    if cast.saves and job.state is State.DONE and job.subject_id and job.request.operation is Operation.CREATE_ELEMENT:
        known = connection.execute("SELECT 1 FROM cast_members WHERE id = ?", (cast.saves,)).fetchone()
        at = job.finished_at or job.updated_at
        copy = Copy(
            member_id=cast.saves,
            provider=job.provider,
            account=cast.account,
            subject_id=job.subject_id,
            made_at=at,
            job_id=job.id,
            checked_at=at,
        )
        if known is not None:
            write_copy(connection, copy)
    elif job.state is State.FAILED and job.request.subject_ids:
        places = ", ".join("?" for _ in job.request.subject_ids)
        sql = f"UPDATE cast_copies SET checked_at = NULL WHERE provider = ? AND subject_id IN ({places})"
        connection.execute(sql, (job.provider, *job.request.subject_ids))


def write_copy(connection: Connection, copy: Copy) -> None:
    """Write a copy in place of the one that the account had."""
    values: Mapping[str, str | None] = {
        "member_id": copy.member_id,
        "provider": copy.provider,
        "account": copy.account,
        "subject_id": copy.subject_id,
        "job_id": copy.job_id,
        "made_at": stamp(copy.made_at),
        "checked_at": stamp(copy.checked_at) if copy.checked_at else None,
    }
    own = ("member_id", "provider", "account")
    connection.execute(
        "DELETE FROM cast_copies WHERE member_id = ? AND provider = ? AND account = ?",
        tuple(values[name] for name in own),
    )
    sql = f"INSERT INTO cast_copies ({', '.join(values)}) VALUES ({', '.join('?' for _ in values)})"
    connection.execute(sql, tuple(values.values()))


@rows.readable
def to_copy(row: Row) -> Copy:
    """The copy of a row."""
    checked = row["checked_at"]
    return Copy(
        member_id=row["member_id"],
        provider=row["provider"],
        account=row["account"],
        subject_id=row["subject_id"],
        job_id=row["job_id"],
        made_at=datetime.fromisoformat(row["made_at"]),
        checked_at=datetime.fromisoformat(checked) if checked else None,
    )

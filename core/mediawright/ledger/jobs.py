"""Jobs and the events beside them: add, move, read, list. Every move is one row changed by one owner."""

import re
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import Any

from mediawright.ledger import rows
from mediawright.ledger.database import Database, Value
from mediawright.ledger.errors import Moved
from mediawright.ledger.scrub import Redact, scrub, scrub_text
from mediawright.types.codec import plain
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest, NotFound
from mediawright.types.job import Event, Job
from mediawright.types.message import Message, Problem
from mediawright.types.states import FINAL, State, may_move
from mediawright.types.storable import storable_text

#: after these the provider is finished with it, and `finished_at` is known
FINISHED = FINAL | {State.SUCCEEDED}
#: a later look tells this again, so it need not wait for the disk
RETOLD = frozenset({State.RUNNING, State.DOWNLOADING})
BY_ID = "SELECT * FROM jobs WHERE id = ?"
_PREFIX = re.compile(r"[0-9a-zA-Z-]{2,}")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where jobs stand: the database, what hides the secrets in a provider's words, and the ids whose rows cannot be read
    (found so far)."""

    db: Database
    redact: Redact = scrub_text
    unreadable: set[str] = field(default_factory=set)


def add(shelf: Shelf, job: Job) -> Job:
    """Write a new row and its first event. Raises LocalFault (also for an id that is there already)."""
    row = rows.to_row(job, shelf.redact)
    columns = ", ".join(row)
    places = ", ".join("?" for _ in row)
    with shelf.db.write() as connection:
        connection.execute(f"INSERT INTO jobs ({columns}) VALUES ({places})", tuple(row.values()))
        _record(shelf, connection, job.id, "added", {"state": job.state.value})
        return read(shelf, job.id)


def read(shelf: Shelf, job_id: str) -> Job:
    """The job of exactly this id. Raises NotFound."""
    found = shelf.db.read_as(rows.to_job, BY_ID, (job_id,))
    if not found:
        raise _no_job(job_id)
    return found[0]


def find(shelf: Shelf, start: str) -> Job:
    """The job of this id or of the only id that starts so. Raises NotFound, InvalidRequest where several do."""
    start = storable_text(start)
    exact = shelf.db.read_as(rows.to_job, BY_ID, (start,))
    if exact:
        return exact[0]
    start = start.strip().lower()
    if not _PREFIX.fullmatch(start):
        raise _no_job(start)
    sql = "SELECT * FROM jobs WHERE id >= ? AND id < ? ORDER BY id LIMIT 3"
    found = shelf.db.read_as(rows.to_job, sql, (start, start + "~"))
    if not found:
        raise _no_job(start)
    if len(found) > 1:
        ids = tuple(job.id for job in found)
        raise InvalidRequest(Problem("job", Message("ledger.ambiguous", {"start": start}), allowed=ids))
    return found[0]


def of_task(shelf: Shelf, task_id: str, provider: str | None = None) -> Job | None:
    """The newest job with the provider's task id, or None."""
    found = shelf.db.read_as(
        rows.to_job, "SELECT * FROM jobs WHERE task_id = ? ORDER BY seq DESC", (storable_text(task_id),)
    )
    return next((job for job in found if provider in (None, job.provider)), None)


def adopt(shelf: Shelf, job: Job) -> Job:
    """The job that has this one's task already, or this one, added now; one step for all processes."""
    assert job.task is not None
    with shelf.db.write():
        return of_task(shelf, job.task.id, job.provider) or add(shelf, job)


def move(shelf: Shelf, job_id: str, old: State, new: State, changes: Mapping[str, Any]) -> Job:
    """Move one row along the table of moves; whoever gets an answer owns the step.

    Raises Moved where the row no longer stands at `old`, ValueError for a move the table does not have.
    """
    if not may_move(old, new):
        raise ValueError(f"no move from {old.value} to {new.value}")
    _check(changes)
    with shelf.db.write(durable=new not in RETOLD) as connection:
        row, job = _row(shelf, job_id), read(shelf, job_id)
        if job.state is not old:
            raise Moved(job)
        after = replace(job, state=new, **_times(shelf, job, new, changes))
        _store(shelf, connection, row, after)
        _record(shelf, connection, job_id, "moved", {"from": old.value, "to": new.value} | _told(changes))
        return read(shelf, job_id)


def update(shelf: Shelf, job_id: str, changes: Mapping[str, Any]) -> Job:
    """Change fields of a row where it stands. Raises NotFound."""
    _check(changes)
    with shelf.db.write() as connection:
        row = _row(shelf, job_id)
        after = replace(read(shelf, job_id), **changes, updated_at=shelf.db.clock.now())
        _store(shelf, connection, row, after)
        _record(shelf, connection, job_id, "updated", {"fields": sorted(changes)} | _told(changes))
        return read(shelf, job_id)


def note(shelf: Shelf, job_id: str, kind: str, data: Mapping[str, Any]) -> None:
    """Append one event. Raises NotFound."""
    with shelf.db.write(durable=False) as connection:
        _row(shelf, job_id)
        _record(shelf, connection, job_id, kind, data)


def events(shelf: Shelf, job_id: str) -> list[Event]:
    """The record beside a job, oldest first."""
    return shelf.db.read_as(rows.to_event, "SELECT * FROM events WHERE job_id = ? ORDER BY seq", (job_id,))


def _row(shelf: Shelf, job_id: str) -> sqlite3.Row:
    row = shelf.db.first(BY_ID, (job_id,))
    if row is None:
        raise _no_job(job_id)
    return row


def _check(changes: Iterable[str]) -> None:
    strange = set(changes) - rows.CHANGEABLE
    if strange:
        raise ValueError(f"these fields of a job never change: {', '.join(sorted(strange))}")


def _times(shelf: Shelf, job: Job, new: State, changes: Mapping[str, Any]) -> dict[str, Any]:
    now = shelf.db.clock.now()
    times: dict[str, Any] = {"updated_at": now}
    if new is State.SUBMITTED:
        times["submitted_at"] = now
    if new in FINISHED and job.finished_at is None:
        times["finished_at"] = now
    return times | dict(changes)


def _store(shelf: Shelf, connection: sqlite3.Connection, row: sqlite3.Row, after: Job) -> None:
    """Write the columns that differ, and only if nobody moved the row since it was read."""
    fresh = rows.to_row(after, shelf.redact)
    different: dict[str, Value] = {name: value for name, value in fresh.items() if value != row[name]}
    if not different:
        return
    assignments = ", ".join(f"{name} = ?" for name in different)
    sql = f"UPDATE jobs SET {assignments} WHERE id = ? AND state = ?"
    changed = connection.execute(sql, (*different.values(), after.id, row["state"])).rowcount
    if changed != 1:
        raise Moved(read(shelf, after.id))


def _record(shelf: Shelf, connection: sqlite3.Connection, job_id: str, kind: str, data: Mapping[str, Any]) -> None:
    told = rows.text(scrub(plain(data), shelf.redact))
    sql = "INSERT INTO events (job_id, at, kind, data) VALUES (?, ?, ?, ?)"
    connection.execute(sql, (job_id, shelf.db.now(), kind, told))


def _told(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a change that is worth a line in the record."""
    kept = ("charged", "provider_code", "provider_message", "reason", "subject_id")
    return {name: plain(changes[name]) for name in kept if changes.get(name) is not None}


def _no_job(start: str) -> NotFound:
    return NotFound(Problem("job", Message("ledger.no_job", {"job": start})))

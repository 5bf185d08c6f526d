"""Jobs and the events beside them: add, move, read, list. Every move is one row changed by one owner."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from typing import Any

from mediawright.ledger import rows
from mediawright.ledger.database import Database
from mediawright.ledger.dialect import Connection, Row, Value
from mediawright.ledger.errors import StaleState
from mediawright.ledger.scrub import Redact, scrub, scrub_text
from mediawright.types.codec import plain
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest, NotFound
from mediawright.types.job import Event, Job, Task
from mediawright.types.message import Message, Problem
from mediawright.types.people import Person
from mediawright.types.states import FINAL, State, may_move
from mediawright.types.storable import storable_text

#: after these the provider is finished with it, and `finished_at` is known
FINISHED = FINAL | {State.SUCCEEDED}
#: a later poll tells this again, so it need not wait for the disk
RETOLD = frozenset({State.RUNNING, State.DOWNLOADING})
BY_ID = "SELECT * FROM jobs WHERE id = ?"
_PREFIX = re.compile(r"[0-9a-zA-Z-]{2,}")


@dataclass(frozen=True, slots=True)
class Store:
    """Where jobs stand: the database, what hides the secrets in a provider's words, and the ids whose rows cannot be read
    (found so far)."""

    db: Database
    redact: Redact = scrub_text
    unreadable: set[str] = field(default_factory=set)
    #: gives a job paths of this machine, where its results lie in a store
    near: Callable[[Job], Job] | None = None
    #: who works with the ledger here
    person: Callable[[], Person] | None = None
    #: whose credentials are at hand here, by provider
    account: Callable[[str], str] | None = None

    def who(self) -> Person | None:
        """The person who asks or approves; None where none is known. Raises NotProved for a token that proves nothing."""
        if self.person is None:
            return None
        found = self.person()
        return replace(found, name=storable_text(found.name))

    def to_job(self, row: Row) -> Job:
        """The job of a row, as this machine sees it."""
        job = rows.to_job(row)
        return job if self.near is None else self.near(job)


def add(store: Store, job: Job) -> Job:
    """Write a new row and its first event. Raises LocalFault (also for an id that is there already)."""
    if job.created_by is None and (who := store.who()) is not None:
        job = replace(job, created_by=who.name, created_token=who.token)
    if job.account is None and store.account is not None:
        job = replace(job, account=store.account(job.provider))
    row = rows.to_row(job, store.redact)
    columns = ", ".join(row)
    places = ", ".join("?" for _ in row)
    with store.db.write() as connection:
        connection.execute(f"INSERT INTO jobs ({columns}) VALUES ({places})", tuple(row.values()))
        if job.request.media or job.assets:
            _record_files(connection, job)
        _record(store, connection, job.id, "added", {"state": job.state.value})
        return read(store, job.id)


def read(store: Store, job_id: str) -> Job:
    """The job of exactly this id. Raises NotFound."""
    found = store.db.read_as(store.to_job, BY_ID, (job_id,))
    if not found:
        raise _no_job(job_id)
    return found[0]


def find(store: Store, start: str) -> Job:
    """The job of this id or of the only id that starts so. Raises NotFound, InvalidRequest where several do."""
    start = storable_text(start)
    exact = store.db.read_as(store.to_job, BY_ID, (start,))
    if exact:
        return exact[0]
    start = start.strip().lower()
    if not _PREFIX.fullmatch(start):
        raise _no_job(start)
    sql = "SELECT * FROM jobs WHERE id >= ? AND id < ? ORDER BY id LIMIT 3"
    found = store.db.read_as(store.to_job, sql, (start, start + "~"))
    if not found:
        raise _no_job(start)
    if len(found) > 1:
        ids = tuple(job.id for job in found)
        raise InvalidRequest(Problem("job", Message("ledger.ambiguous", {"start": start}), allowed=ids))
    return found[0]


def of_task(store: Store, task_id: str, provider: str | None = None) -> Job | None:
    """The newest job with the provider's task id, or None."""
    found = store.db.read_as(
        store.to_job, "SELECT * FROM jobs WHERE task_id = ? ORDER BY seq DESC", (storable_text(store.redact(task_id)),)
    )
    return next((job for job in found if provider in (None, job.provider)), None)


def adopt(store: Store, job: Job) -> Job:
    """The job that has this one's task already, or this one, added now; one step for all processes."""
    assert job.task is not None
    with store.db.write():
        return of_task(store, job.task.id, job.provider) or add(store, job)


def take_task(store: Store, job_id: str, old: State, task: Task, changes: Mapping[str, Any]) -> Job | None:
    """Move a job to SUBMITTED with a task that was found for it; None where another job has that task already.

    One step for all processes: two jobs that are looked up at once never get the same task. Raises like `move`.
    """
    with store.db.write():
        owner = of_task(store, task.id, task.provider)
        if owner is not None and owner.id != job_id:
            return None
        return move(store, job_id, old, State.SUBMITTED, {**changes, "task": task})


def move(store: Store, job_id: str, old: State, new: State, changes: Mapping[str, Any]) -> Job:
    """Move one row along the table of moves; whoever gets an answer owns the step.

    Raises Moved where the row no longer stands at `old`, ValueError for a move the table does not have.
    """
    if not may_move(old, new):
        raise ValueError(f"no move from {old.value} to {new.value}")
    _check(changes)
    with store.db.write(durable=new not in RETOLD) as connection:
        row, job = _row(store, job_id), read(store, job_id)
        if job.state is not old:
            raise StaleState(job)
        after = replace(job, state=new, **_times(store, job, new, changes))
        _store(store, connection, row, after, changes)
        _record(store, connection, job_id, "moved", {"from": old.value, "to": new.value} | _told(changes))
        return read(store, job_id)


def update(store: Store, job_id: str, changes: Mapping[str, Any]) -> Job:
    """Change fields of a row where it stands. Raises NotFound."""
    _check(changes)
    with store.db.write() as connection:
        row = _row(store, job_id)
        after = replace(read(store, job_id), **changes, updated_at=store.db.clock.now())
        _store(store, connection, row, after, changes)
        _record(store, connection, job_id, "updated", {"fields": sorted(changes)} | _told(changes))
        return read(store, job_id)


def note(store: Store, job_id: str, kind: str, data: Mapping[str, Any]) -> None:
    """Append one event. Raises NotFound."""
    with store.db.write(durable=False) as connection:
        _row(store, job_id)
        _record(store, connection, job_id, kind, data)


def events(store: Store, job_id: str) -> list[Event]:
    """The record beside a job, oldest first."""
    return store.db.read_as(rows.to_event, "SELECT * FROM events WHERE job_id = ? ORDER BY seq", (job_id,))


def _row(store: Store, job_id: str) -> Row:
    row = store.db.first(BY_ID, (job_id,))
    if row is None:
        raise _no_job(job_id)
    return row


def _check(changes: Iterable[str]) -> None:
    strange = set(changes) - rows.CHANGEABLE
    if strange:
        raise ValueError(f"these fields of a job never change: {', '.join(sorted(strange))}")


def _times(store: Store, job: Job, new: State, changes: Mapping[str, Any]) -> dict[str, Any]:
    now = store.db.clock.now()
    times: dict[str, Any] = {"updated_at": now}
    if new is State.SUBMITTED:
        times["submitted_at"] = now
    if new in FINISHED and job.finished_at is None:
        times["finished_at"] = now
    return times | dict(changes)


def _store(store: Store, connection: Connection, row: Row, after: Job, changes: Mapping[str, Any]) -> None:
    """Write the columns that differ, and only if nobody moved the row since it was read.

    Results keep their addresses: the job has paths of this machine for them (`Store.near`)."""
    fresh = rows.to_row(after, store.redact)
    if "assets" not in changes:
        fresh["assets"] = row["assets"]
    different: dict[str, Value] = {name: value for name, value in fresh.items() if value != row[name]}
    if not different:
        return
    assignments = ", ".join(f"{name} = ?" for name in different)
    sql = f"UPDATE jobs SET {assignments} WHERE id = ? AND state = ?"
    changed = connection.execute(sql, (*different.values(), after.id, row["state"])).rowcount
    if changed != 1:
        raise StaleState(read(store, after.id))
    if {"request", "assets"} & different.keys():
        _record_files(connection, after)
    if "state" in different and after.request.cast is not None:
        from mediawright.ledger.cast_copies import record_job  # only a request with a cast needs it

        record_job(connection, after)


def _record_files(connection: Connection, job: Job) -> None:
    from mediawright.ledger import asset_uses  # only where a job has files

    asset_uses.record(connection, job)


def _record(store: Store, connection: Connection, job_id: str, kind: str, data: Mapping[str, Any]) -> None:
    told = rows.text(scrub(plain(data), store.redact))
    sql = "INSERT INTO events (job_id, at, kind, data) VALUES (?, ?, ?, ?)"
    connection.execute(sql, (job_id, store.db.now(), kind, told))


def _told(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a change that is worth a line in the record."""
    kept = ("charged", "provider_code", "provider_message", "reason", "subject_id")
    return {name: plain(changes[name]) for name in kept if changes.get(name) is not None}


def _no_job(start: str) -> NotFound:
    return NotFound(Problem("job", Message("ledger.no_job", {"job": start})))

"""Opening the file: a new one is made, an old one brought up to date, a newer one left alone, a broken one set aside."""

import json
import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from mediawright.context.protocol import Clock
from mediawright.files.lock import locked
from mediawright.ledger import migrations, quotes, rows, salvage
from mediawright.ledger.database import BUSY_S, SqliteDatabase, plainly, stamp, suspect_mark
from mediawright.ledger.errors import damage, fault, is_busy, is_damage, name_of
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import LocalFault
from mediawright.types.message import Message

T = TypeVar("T")
#: what SQLite keeps beside the file
COMPANIONS = ("", "-wal", "-shm")
#: the step of a file whose jobs were moved elsewhere (`moving`); an older version takes it for a newer one's
MOVED = "m999_moved"


@dataclass(frozen=True, slots=True)
class SetAside:
    """A broken ledger was moved to `path`; `saved` of its jobs could still be read and are in the new one.

    What is missing is found again at the providers (history, client ids).
    """

    path: Path
    saved: int

    @property
    def notice(self) -> Message:
        return Message("ledger.set_aside", {"saved": self.saved})


def open_database(path: Path, clock: Clock) -> tuple[SqliteDatabase, SetAside | None]:
    """The ledger at that path, ready to use, and what happened to a broken one there. Raises LocalFault."""
    _make_room(path)
    try:
        return SqliteDatabase(_ready(path, clock), path, clock), None
    except sqlite3.Error as error:
        if not is_damage(error):
            raise fault(error) from error
    try:
        # or the second process would take the first one's new file for the broken one
        with locked(path.with_name(path.name + ".lock")):
            return _rebuild(path, clock)
    except sqlite3.Error as error:
        raise fault(error) from error
    except OSError as error:
        raise _no_room(error) from error


def _make_room(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # SQLite gives its companions the mode of the file itself
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise _no_room(error) from error


def _no_room(error: OSError) -> LocalFault:
    return LocalFault(Message("ledger.read_only"), data={"reason": type(error).__name__})


def _ready(path: Path, clock: Clock) -> sqlite3.Connection:
    """A connection to an up-to-date ledger. Raises sqlite3.Error, and LocalFault for a newer ledger."""
    with plainly():
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
        _prepare(connection, path, clock)
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, clock: Clock) -> None:
    try:
        connection.row_factory = sqlite3.Row
        # before anything is written: a newer ledger stays as it is, to the byte
        _refuse_newer(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        # a signed link that was taken out of a row is not to be found in the file's free space
        connection.execute("PRAGMA secure_delete = ON")
        _patiently(lambda: connection.execute("PRAGMA journal_mode = WAL").fetchone())
        connection.execute("PRAGMA synchronous = FULL")
        migrations.migrate(connection, stamp(clock.now()))
        try:
            _probe(connection, path)
        except sqlite3.OperationalError as error:
            # after all steps have run, a table that lacks a column was damaged
            raise (damage("not the schema it claims to be") if name_of(error) == "SQLITE_ERROR" else error) from error
    except BaseException:
        connection.close()
        raise


def _refuse_newer(connection: sqlite3.Connection) -> None:
    strange = migrations.unknown(connection)
    if any(not migrations.is_later(name) for name in strange):
        raise damage("a step that never was")
    if MOVED in strange:
        row = connection.execute("SELECT value FROM facts WHERE name = 'ledger.moved_to'").fetchone()
        raise LocalFault(Message("ledger.moved_away"), data={"address": json.loads(row[0]) if row else None})
    if strange:
        raise LocalFault(Message("ledger.newer"), data={"unknown_steps": strange})


def _probe(connection: sqlite3.Connection, path: Path) -> None:
    """Touch both ends of the big tables; where damage was met before, every page and row. Raises sqlite3.DatabaseError."""
    for table in ("jobs", "events"):
        connection.execute(f"SELECT * FROM {table} ORDER BY seq DESC LIMIT 1").fetchone()
        connection.execute(f"SELECT * FROM {table} ORDER BY seq LIMIT 1").fetchone()
    mark = suspect_mark(path)
    if not mark.exists():
        return
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise damage("quick_check found some")
    for table, reader in (("jobs", rows.to_job), ("events", rows.to_event), ("quotes", quotes.to_quote)):
        for row in connection.execute(f"SELECT * FROM {table}"):
            reader(row)
    mark.unlink(missing_ok=True)


def _rebuild(path: Path, clock: Clock) -> tuple[SqliteDatabase, SetAside | None]:
    """Set the broken file aside and start afresh, unless another process did so while we waited."""
    try:
        return SqliteDatabase(_ready(path, clock), path, clock), None
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
    away = _set_aside(path, clock)
    _make_room(path)
    fresh = SqliteDatabase(_ready(path, clock), path, clock)
    return fresh, SetAside(away, salvage.rescue(away, fresh))


def _set_aside(path: Path, clock: Clock) -> Path:
    name = f"{path.name}.corrupt-{clock.now():%Y%m%dT%H%M%SZ}"
    away, number = path.with_name(name), 1
    while away.exists():
        away, number = path.with_name(f"{name}-{number}"), number + 1
    for companion in COMPANIONS:
        source = path.with_name(path.name + companion)
        if source.exists():
            source.replace(away.with_name(away.name + companion))
    suspect_mark(path).unlink(missing_ok=True)
    return away


def _patiently(step: Callable[[], T]) -> T:
    """Switching to WAL does not wait for others by itself."""
    end = time.monotonic() + BUSY_S
    while True:
        try:
            return step()
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > end:
                raise
        time.sleep(0.01)

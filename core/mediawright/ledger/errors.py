"""SQLite's errors as ours: each with a sentence that says what a person can do."""

import sqlite3

from mediawright.types.errors import LocalFault, Retry
from mediawright.types.job import Job
from mediawright.types.message import Message

_KINDS = (
    ("SQLITE_BUSY", "ledger.busy"),
    ("SQLITE_LOCKED", "ledger.busy"),
    ("SQLITE_READONLY", "ledger.read_only"),
    ("SQLITE_CANTOPEN", "ledger.read_only"),
    ("SQLITE_PERM", "ledger.read_only"),
    ("SQLITE_FULL", "ledger.full"),
    # a full disk meets the write-ahead log's index first
    ("SQLITE_IOERR_SHMSIZE", "ledger.full"),
    ("SQLITE_CORRUPT", "ledger.broken"),
    ("SQLITE_NOTADB", "ledger.broken"),
    ("SQLITE_IOERR", "ledger.disk"),
)
#: damage for which SQLite, or Python's module, has no code of its own
_DAMAGED = ("Could not decode", "unsupported file format", "malformed database schema")


#: what a file says that was closed because its jobs were moved elsewhere (`moving`)
MOVED = "ledger moved"


class StaleState(LocalFault):
    """Somebody else moved the row first; `job` is how it stands now. Whoever meets this watches instead of working."""

    def __init__(self, job: Job) -> None:
        self.job = job
        super().__init__(Message("ledger.moved", {"job": job.id, "state": job.state.value}), data={"job": job.id})


class LedgerBusy(LocalFault):
    """Another process holds the record for longer than was waited: the same call works a moment later."""

    retry = Retry.LATER


def name_of(error: sqlite3.Error) -> str:
    """SQLite's own name for it ("SQLITE_BUSY"); empty where Python raised it."""
    return str(getattr(error, "sqlite_errorname", "") or "")


def is_busy(error: sqlite3.Error) -> bool:
    return name_of(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def is_damage(error: sqlite3.Error) -> bool:
    """Is the file itself broken, as opposed to busy, full or forbidden?"""
    return name_of(error).startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or str(error).startswith(_DAMAGED)


def damage(what: str) -> sqlite3.DatabaseError:
    """Damage that SQLite itself did not notice."""
    error = sqlite3.DatabaseError(what)
    error.sqlite_errorname = "SQLITE_CORRUPT"
    return error


def fault(error: sqlite3.Error) -> LocalFault:
    """The error of ours for one of SQLite's."""
    kind = "SQLITE_CORRUPT" if is_damage(error) else name_of(error)
    key = next((key for start, key in _KINDS if kind.startswith(start)), "ledger.fault")
    if str(error) == MOVED:
        key = "ledger.moved_away"
    kind_of = LedgerBusy if key == "ledger.busy" else LocalFault
    return kind_of(Message(key), data={"reason": name_of(error) or type(error).__name__})

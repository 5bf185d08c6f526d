"""What can still be read of a broken ledger goes into the new one, so that as little as possible has to be asked for."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from mediawright.ledger import jobs, rows
from mediawright.ledger.database import Database
from mediawright.ledger.jobs import Store
from mediawright.types.cast import Member
from mediawright.types.codec import restore
from mediawright.types.errors import LocalFault
from mediawright.types.job import Job
from mediawright.types.states import State

#: a page that is out of date may hide that these went out meanwhile: they are looked up, never sent on its word
DOUBTFUL = frozenset({State.APPROVED, State.SUBMITTING})
#: gaps in the numbering after which the rest is taken for unreadable
GIVE_UP_AFTER = 2000


def rescue(broken: Path, fresh: Database) -> int:
    """Copy every readable job; returns how many there were. Nothing that goes wrong here stops the new ledger."""
    try:
        with closing(sqlite3.connect(broken, isolation_level=None)) as old, fresh.write():
            return _copy(old, Store(fresh))
    except (sqlite3.Error, UnicodeDecodeError, LocalFault):
        return 0


def _copy(old: sqlite3.Connection, store: Store) -> int:
    old.row_factory = sqlite3.Row
    # SQLite refuses a file that is shorter than its own page count, except in this mode
    old.execute("PRAGMA writable_schema = ON")
    saved = 0
    for row in _readable(old):
        with suppress(LocalFault, sqlite3.DatabaseError):
            _adopt(store, row)
            saved += 1
    _copy_cast(old, store)
    return saved


def _copy_cast(old: sqlite3.Connection, store: Store) -> None:
    """Take over the members of the cast; their pictures lie beside the ledger."""
    from mediawright.ledger.cast import CastRows  # only where a ledger broke

    with suppress(sqlite3.Error, UnicodeDecodeError):
        for row in old.execute("SELECT member FROM cast_members"):
            with suppress(LocalFault, ValueError, TypeError, LookupError):
                CastRows(store).put(restore(Member, json.loads(row["member"])))


def _adopt(store: Store, row: sqlite3.Row) -> None:
    with store.db.write():
        # a file of an older version lacks the columns of later ones
        whole: Any = defaultdict(lambda: None, zip(row.keys(), row, strict=True))
        job = jobs.add(store, _safe(rows.to_job(whole)))
        jobs.note(store, job.id, "rescued", {"state": row["state"]})


def _safe(job: Job) -> Job:
    return replace(job, parent=None, state=State.UNCERTAIN if job.state in DOUBTFUL else job.state)


def _readable(old: sqlite3.Connection) -> Iterator[sqlite3.Row]:
    """Rows one by one, by number, so that a broken page costs only its own rows."""
    number, gap = 1, 0
    while gap < GIVE_UP_AFTER:
        row = None
        with suppress(sqlite3.Error, UnicodeDecodeError):
            row = old.execute("SELECT * FROM jobs WHERE seq = ?", (number,)).fetchone()
        if row is not None:
            yield row
        gap = 0 if row is not None else gap + 1
        number += 1

"""Conversations: what was last said in each, so that the next message finds it, whichever process reads it."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from mediawright.ledger import rows
from mediawright.ledger.database import stamp
from mediawright.ledger.dialect import Row
from mediawright.ledger.jobs import Store
from mediawright.ledger.scrub import scrub
from mediawright.types.codec import plain
from mediawright.types.dataclass import dataclass
from mediawright.types.storable import storable_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One conversation. `said` is plain JSON: what the router reads (`context`) and what an answer acts on."""

    id: str
    said: Mapping[str, Any] = field(default_factory=dict)
    lang: str | None = None
    updated_at: datetime


class Threads:
    """Reads and writes conversations. An idle one is as good as gone; it is removed with the next write."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, thread_id: str, idle: timedelta) -> Thread | None:
        """The conversation of that id unless it was idle for longer."""
        sql = "SELECT * FROM threads WHERE id = ? AND updated_at >= ?"
        found = self._store.db.read_as(_to_thread, sql, (storable_text(thread_id), self._since(idle)))
        return found[0] if found else None

    def all(self, idle: timedelta) -> list[Thread]:
        """Those that are remembered, the last one first."""
        sql = "SELECT * FROM threads WHERE updated_at >= ? ORDER BY updated_at DESC, id"
        return self._store.db.read_as(_to_thread, sql, (self._since(idle),))

    def put(self, thread_id: str, said: Mapping[str, Any], lang: str | None, idle: timedelta) -> None:
        """Keep what was last said, without secrets; conversations that were idle for longer are forgotten."""
        told = rows.text(plain(_scrubbed(said, self._store)))
        sql = (
            "INSERT INTO threads (id, said, lang, updated_at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
            "said = excluded.said, lang = excluded.lang, updated_at = excluded.updated_at"
        )
        with self._store.db.write(durable=False) as connection:
            connection.execute("DELETE FROM threads WHERE updated_at < ?", (self._since(idle),))
            connection.execute(sql, (storable_text(thread_id), told, lang, self._store.db.now()))

    def forget(self, thread_id: str | None) -> int:
        """Forget one conversation, or all of them; returns how many that were."""
        with self._store.db.write() as connection:
            if thread_id is None:
                connection.execute("DELETE FROM job_threads")
                return connection.execute("DELETE FROM threads").rowcount
            connection.execute("DELETE FROM job_threads WHERE thread_id = ?", (storable_text(thread_id),))
            return connection.execute("DELETE FROM threads WHERE id = ?", (storable_text(thread_id),)).rowcount

    def _since(self, idle: timedelta) -> str:
        return stamp(self._store.db.clock.now() - min(idle, timedelta(days=36500)))


def _scrubbed(said: Mapping[str, Any], store: Store) -> dict[str, Any]:
    """Everything without secrets. What can still become a request stays as it is: what is secret in its links was put away
    before and stands here as a mark, by which it is found again."""
    return {key: value if key in PENDING else scrub(value, store.redact) for key, value in said.items()}


#: what can still become a request: as it was asked for, its commands, its inputs
PENDING = frozenset(("request", "actions", "sources", "before"))


def language_in(path: Path, thread_id: str, now: datetime, idle: timedelta) -> str | None:
    """The language of a conversation, read without opening the ledger for anything else; None where nothing says."""
    if not path.exists():
        return None
    sql = "SELECT lang FROM threads WHERE id = ? AND updated_at >= ?"
    since = stamp(now - min(idle, timedelta(days=36500)))
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=1.0)) as db:
            row = db.execute(sql, (storable_text(thread_id), since)).fetchone()
    except sqlite3.Error:
        return None  # an older, busy or broken file: whatever opens it properly says so
    return None if row is None else row[0]


@rows.readable
def _to_thread(row: Row) -> Thread:
    return Thread(
        id=row["id"],
        said=json.loads(row["said"]),
        lang=row["lang"],
        updated_at=datetime.fromisoformat(row["updated_at"]),
    )

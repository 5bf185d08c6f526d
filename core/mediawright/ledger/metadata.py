"""Small things worth remembering (the last confirmed cost), and a person's request to cancel a job."""

import json
from typing import Any

from mediawright.ledger import jobs, rows
from mediawright.ledger.database import Database
from mediawright.ledger.jobs import Store
from mediawright.ledger.scrub import scrub
from mediawright.types.codec import plain


def get(db: Database, name: str) -> Any:
    """The plain JSON value kept under a name, or None."""
    row = db.first("SELECT value FROM facts WHERE name = ?", (name,))
    return None if row is None else json.loads(row["value"])


def keep(store: Store, name: str, value: Any) -> None:
    """Keep a plain JSON value under a name; None forgets it."""
    with store.db.write(durable=False) as connection:
        if value is None:
            connection.execute("DELETE FROM facts WHERE name = ?", (name,))
            return
        told = rows.text(scrub(plain(value), store.redact))
        sql = (
            "INSERT INTO facts (name, value, at) VALUES (?, ?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at"
        )
        connection.execute(sql, (name, told, store.db.now()))


def keep_once(store: Store, name: str, value: Any) -> Any:
    """The plain JSON value under a name: `value`, kept now, or what another process kept before. One step for all."""
    with store.db.write():
        known = get(store.db, name)
        if known is not None:
            return known
        keep(store, name, value)
        return get(store.db, name)


def drop(store: Store, name: str, value: Any) -> None:
    """Forget a fact, unless it says something else than `value` by now."""
    with store.db.write(durable=False):
        if get(store.db, name) == value:
            keep(store, name, None)


def request_cancel(store: Store, job_id: str) -> None:
    """Note that the person wants it stopped; the lease holder acts on it. Raises NotFound."""
    with store.db.write() as connection:
        jobs.note(store, job_id, "cancel_asked", {})
        sql = "UPDATE jobs SET cancel_asked_at = COALESCE(cancel_asked_at, ?) WHERE id = ?"
        connection.execute(sql, (store.db.now(), job_id))


def cancel_requested(db: Database, job_id: str) -> bool:
    row = db.first("SELECT cancel_asked_at FROM jobs WHERE id = ?", (job_id,))
    return row is not None and row["cancel_asked_at"] is not None

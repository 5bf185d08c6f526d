"""The schema's step for notices: what is to be told of ended jobs, one row for each target of each end."""

import sqlite3


def m012_notices(db: sqlite3.Connection) -> None:
    """A notice is known by its target and by the event that it tells of, so that no end is told twice; how far the events
    were read for a target stands beside it."""
    db.execute(
        """CREATE TABLE notices (
            id TEXT PRIMARY KEY,
            target TEXT NOT NULL,
            event_seq INTEGER NOT NULL,
            job_id TEXT NOT NULL REFERENCES jobs(id),
            ending TEXT NOT NULL,
            job_state TEXT,
            at TEXT NOT NULL,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            due_at TEXT NOT NULL,
            owner TEXT,
            host TEXT,
            pid INTEGER,
            held_until TEXT,
            trouble TEXT,
            UNIQUE (target, event_seq)
        ) WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX notices_open ON notices(due_at) WHERE state IN ('pending', 'sending')")
    db.execute("CREATE TABLE notice_cursors (target TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID")

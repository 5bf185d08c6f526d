"""The step of the schema that brings tokens: by what a person is proved, and with which one was asked and approved."""

import sqlite3


def m016_tokens(db: sqlite3.Connection) -> None:
    """Tokens of persons, as salted hashes; with which token a quote and a job were asked for, and a job approved."""
    db.execute(
        """CREATE TABLE tokens (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            salt TEXT NOT NULL,
            hash TEXT NOT NULL,
            manages INTEGER NOT NULL DEFAULT 0,
            made_by TEXT,
            made_at TEXT NOT NULL,
            expires_at TEXT,
            revoked_at TEXT
        ) WITHOUT ROWID"""
    )
    db.execute("ALTER TABLE quotes ADD COLUMN created_token TEXT")
    db.execute("ALTER TABLE jobs ADD COLUMN created_token TEXT")
    db.execute("ALTER TABLE jobs ADD COLUMN approved_token TEXT")

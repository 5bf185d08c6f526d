"""The steps of the schema that tell who: the tokens that prove persons, and which account at a provider pays."""

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


def m017_accounts(db: sqlite3.Connection) -> None:
    """The account that a price was told for, and the one that pays for a job; none is the one and only."""
    db.execute("ALTER TABLE quotes ADD COLUMN account TEXT")
    db.execute("ALTER TABLE jobs ADD COLUMN account TEXT")

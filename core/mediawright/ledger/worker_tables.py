"""The step of the schema that brings workers: who they are, whose turn a job is, and what a job left for any machine."""

import sqlite3


def m014_workers(db: sqlite3.Connection) -> None:
    """Workers with their beat, the turns in which jobs are carried, what providers keep of jobs, the worker of a lease.

    Workers serve a ledger that several machines share; in a file of one machine these tables stay empty.
    """
    db.execute(
        """CREATE TABLE workers (
            name TEXT PRIMARY KEY,
            machine TEXT NOT NULL,
            version TEXT NOT NULL,
            providers TEXT NOT NULL,
            started_at TEXT NOT NULL,
            beat_at TEXT NOT NULL,
            draining INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE turns (
            job_id TEXT PRIMARY KEY REFERENCES jobs(id),
            number INTEGER NOT NULL DEFAULT 0,
            machine TEXT,
            priority INTEGER NOT NULL DEFAULT 1,
            due TEXT NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0,
            outcome TEXT,
            told TEXT
        ) WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE kept (
            provider TEXT NOT NULL,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (provider, key)
        ) WITHOUT ROWID"""
    )
    db.execute("ALTER TABLE leases ADD COLUMN worker TEXT")

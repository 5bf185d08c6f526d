"""The step of the schema that brings the cast and the files by their content."""

import sqlite3


def m013_cast_and_assets(db: sqlite3.Connection) -> None:
    """The cast with what was made of it at providers; every file by its content; tags for files as well as for jobs."""
    db.execute(
        """CREATE TABLE cast_members (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            folded TEXT NOT NULL UNIQUE,
            member TEXT NOT NULL,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL
        ) WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE cast_copies (
            member_id TEXT NOT NULL REFERENCES cast_members(id),
            provider TEXT NOT NULL,
            account TEXT NOT NULL,
            subject_id TEXT NOT NULL,
            job_id TEXT REFERENCES jobs(id),
            made_at TEXT NOT NULL,
            checked_at TEXT,
            PRIMARY KEY (member_id, provider, account)
        ) WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE asset_uses (
            sha256 TEXT NOT NULL,
            job_id TEXT NOT NULL REFERENCES jobs(id),
            used TEXT NOT NULL,
            place INTEGER NOT NULL,
            kind TEXT NOT NULL,
            words TEXT NOT NULL,
            PRIMARY KEY (sha256, job_id, used, place)
        ) WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX asset_uses_by_job ON asset_uses(job_id)")
    jobs = db.execute("SELECT id, provider, request, assets FROM jobs").fetchall()
    if jobs:
        from mediawright.ledger.asset_uses import uses_of_row  # only an older ledger has any

        found = [use for row in jobs for use in uses_of_row(*row)]
        db.executemany("INSERT OR IGNORE INTO asset_uses VALUES (?, ?, ?, ?, ?, ?)", found)
    db.execute("CREATE TABLE marks (tag TEXT NOT NULL, marked TEXT NOT NULL, PRIMARY KEY (tag, marked)) WITHOUT ROWID")
    db.execute("INSERT INTO marks (tag, marked) SELECT tag, job_id FROM tags")
    db.execute("DROP TABLE tags")
    db.execute("ALTER TABLE marks RENAME TO tags")
    db.execute("CREATE INDEX tags_by_marked ON tags(marked)")

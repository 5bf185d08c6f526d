"""The schema as numbered steps: append only, recorded by name, each one also run on ledgers of earlier releases.

Amounts that are added up are kept as whole millionths (`held`), because SQLite has no decimals; the exact decimal text
stands beside them. Times are UTC ISO text of fixed width, so that they sort as they stand.
"""

import re
import sqlite3
from collections.abc import Callable
from contextlib import suppress

from mediawright.ledger.library_schema import m013_cast_and_assets
from mediawright.ledger.money_columns import m011_money
from mediawright.ledger.notice_tables import m012_notices
from mediawright.ledger.token_tables import m016_tokens, m017_accounts
from mediawright.ledger.worker_tables import m014_workers

Migration = Callable[[sqlite3.Connection], None]


def _jobs(db: sqlite3.Connection) -> None:
    db.execute(
        """CREATE TABLE jobs (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            provider TEXT NOT NULL,
            model TEXT,
            operation TEXT NOT NULL,
            state TEXT NOT NULL,
            request TEXT NOT NULL,
            request_hash TEXT NOT NULL,
            quote TEXT,
            approval TEXT,
            task_id TEXT,
            task TEXT,
            assets TEXT,
            charged TEXT,
            held_unit TEXT,
            held INTEGER,
            held_at TEXT,
            subject_id TEXT,
            reason TEXT,
            provider_code TEXT,
            provider_message TEXT,
            output_dir TEXT,
            parent TEXT REFERENCES jobs(id),
            position INTEGER NOT NULL DEFAULT 0,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            submitted_at TEXT,
            finished_at TEXT,
            cancel_asked_at TEXT
        )"""
    )
    db.execute("CREATE INDEX jobs_by_state ON jobs(state)")
    db.execute("CREATE INDEX jobs_by_provider ON jobs(provider, state)")
    db.execute("CREATE INDEX jobs_by_provider_only ON jobs(provider)")
    db.execute("CREATE INDEX jobs_by_parent ON jobs(parent) WHERE parent IS NOT NULL")
    db.execute("CREATE INDEX jobs_by_request ON jobs(request_hash)")
    db.execute("CREATE INDEX jobs_by_task ON jobs(task_id) WHERE task_id IS NOT NULL")
    db.execute("CREATE INDEX jobs_by_spending ON jobs(held_unit, held_at, provider, held) WHERE held > 0")
    db.execute("CREATE INDEX jobs_by_duration ON jobs(provider, model, operation) WHERE state = 'done'")


def _events(db: sqlite3.Connection) -> None:
    db.execute(
        """CREATE TABLE events (
            seq INTEGER PRIMARY KEY,
            job_id TEXT NOT NULL REFERENCES jobs(id),
            at TEXT NOT NULL,
            kind TEXT NOT NULL,
            data TEXT NOT NULL
        )"""
    )
    db.execute("CREATE INDEX events_by_job ON events(job_id)")
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER events_no_{verb.lower()} BEFORE {verb} ON events "
            "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
        )


def m001_jobs_and_events(db: sqlite3.Connection) -> None:
    _jobs(db)
    _events(db)


def m002_spending_by_the_hour(db: sqlite3.Connection) -> None:
    """Sums that stay quick: kept by triggers, so that no writer can forget them."""
    db.execute(
        """CREATE TABLE spent (
            unit TEXT NOT NULL,
            provider TEXT NOT NULL,
            hour TEXT NOT NULL,
            held INTEGER NOT NULL,
            PRIMARY KEY (unit, provider, hour)
        ) WITHOUT ROWID"""
    )
    count = (
        "INSERT INTO spent (unit, provider, hour, held) SELECT {row}.held_unit, {row}.provider, "
        "substr({row}.held_at, 1, 13), {sign}{row}.held WHERE {row}.held > 0 "
        "ON CONFLICT DO UPDATE SET held = held + excluded.held;"
    )
    more, less = count.format(row="new", sign=""), count.format(row="old", sign="-")
    db.execute(f"CREATE TRIGGER spent_more AFTER INSERT ON jobs BEGIN {more} END")
    changes = "held, held_unit, held_at, provider"
    db.execute(f"CREATE TRIGGER spent_other AFTER UPDATE OF {changes} ON jobs BEGIN {less} {more} END")
    db.execute(
        "INSERT INTO spent SELECT held_unit, provider, substr(held_at, 1, 13), SUM(held) FROM jobs "
        "WHERE held > 0 GROUP BY 1, 2, 3"
    )


def m003_quotes(db: sqlite3.Connection) -> None:
    db.execute(
        """CREATE TABLE quotes (
            id TEXT PRIMARY KEY COLLATE NOCASE,
            quote TEXT NOT NULL,
            request TEXT NOT NULL,
            output_dir TEXT,
            lang TEXT NOT NULL,
            settings TEXT NOT NULL,
            expires_at TEXT NOT NULL,
            job_id TEXT REFERENCES jobs(id)
        ) WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX quotes_by_end ON quotes(expires_at) WHERE job_id IS NULL")
    db.execute("CREATE INDEX quotes_by_job ON quotes(job_id) WHERE job_id IS NOT NULL")


def m004_leases(db: sqlite3.Connection) -> None:
    db.execute(
        """CREATE TABLE leases (
            job_id TEXT PRIMARY KEY REFERENCES jobs(id),
            owner TEXT NOT NULL,
            host TEXT NOT NULL,
            pid INTEGER NOT NULL,
            ttl_s REAL NOT NULL,
            renewed_at TEXT NOT NULL,
            expires_at TEXT NOT NULL
        ) WITHOUT ROWID"""
    )


def m005_facts(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID")


def m006_films(db: sqlite3.Connection) -> None:
    """A film's approval with its cap, and the takes that were made for it."""
    db.execute(
        """CREATE TABLE films (
            id TEXT PRIMARY KEY,
            plan_path TEXT NOT NULL,
            title TEXT NOT NULL,
            lang TEXT NOT NULL,
            output_dir TEXT NOT NULL,
            cap TEXT,
            agreed TEXT,
            agreed_at TEXT,
            expires_at TEXT,
            made TEXT
        ) WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE film_steps (
            film_id TEXT NOT NULL REFERENCES films(id),
            step TEXT NOT NULL,
            take INTEGER NOT NULL,
            key TEXT NOT NULL,
            shape TEXT NOT NULL,
            job_id TEXT NOT NULL UNIQUE REFERENCES jobs(id),
            verdict TEXT,
            chosen_at TEXT,
            chosen_for TEXT,
            PRIMARY KEY (film_id, step, take)
        ) WITHOUT ROWID"""
    )


def m007_threads(db: sqlite3.Connection) -> None:
    """What was last said in each conversation, and quotes that a changed request took the place of."""
    db.execute(
        """CREATE TABLE threads (
            id TEXT PRIMARY KEY,
            said TEXT NOT NULL,
            lang TEXT,
            updated_at TEXT NOT NULL
        ) WITHOUT ROWID"""
    )
    db.execute("ALTER TABLE quotes ADD COLUMN withdrawn_at TEXT")


def m008_wishes(db: sqlite3.Connection) -> None:
    """What a request was before a seed was drawn for it: the same wish said again is known by it."""
    db.execute("ALTER TABLE jobs ADD COLUMN wish TEXT")
    db.execute("CREATE INDEX jobs_by_wish ON jobs(wish) WHERE wish IS NOT NULL")


def m009_results(db: sqlite3.Connection) -> None:
    """What a person marks among the results, the conversation that a job came from, and the ways to look results up."""
    db.execute("CREATE TABLE favourites (job_id TEXT PRIMARY KEY REFERENCES jobs(id), at TEXT NOT NULL) WITHOUT ROWID")
    db.execute(
        "CREATE TABLE tags (tag TEXT NOT NULL, job_id TEXT NOT NULL REFERENCES jobs(id), PRIMARY KEY (tag, job_id)) "
        "WITHOUT ROWID"
    )
    db.execute("CREATE INDEX tags_by_job ON tags(job_id)")
    db.execute(
        "CREATE TABLE job_threads (job_id TEXT PRIMARY KEY REFERENCES jobs(id), thread_id TEXT NOT NULL) WITHOUT ROWID"
    )
    db.execute("CREATE INDEX job_threads_by_thread ON job_threads(thread_id)")
    db.execute("CREATE INDEX results_by_provider ON jobs(provider) WHERE assets IS NOT NULL")
    db.execute("CREATE INDEX results_by_kind ON jobs(json_extract(assets, '$[0].kind')) WHERE assets IS NOT NULL")
    db.execute("CREATE INDEX results_by_day ON jobs(created_at) WHERE assets IS NOT NULL")


def m010_comparisons(db: sqlite3.Connection) -> None:
    """Quotes that one approval covers together, by a name of their own."""
    db.execute("ALTER TABLE quotes ADD COLUMN together TEXT COLLATE NOCASE")
    db.execute("CREATE INDEX quotes_together ON quotes(together) WHERE together IS NOT NULL")


def m015_people(db: sqlite3.Connection) -> None:
    """Who asked for a quote and for a job, and who approved it; the versions of the policy of a shared ledger."""
    db.execute("ALTER TABLE jobs ADD COLUMN created_by TEXT")
    db.execute("ALTER TABLE jobs ADD COLUMN approved_by TEXT")
    db.execute("ALTER TABLE quotes ADD COLUMN created_by TEXT")
    db.execute(
        "CREATE TABLE policies (version INTEGER PRIMARY KEY, text TEXT NOT NULL, made_by TEXT, at TEXT NOT NULL)"
    )


#: append only: a released step is never changed
MIGRATIONS: tuple[Migration, ...] = (
    m001_jobs_and_events,
    m002_spending_by_the_hour,
    m003_quotes,
    m004_leases,
    m005_facts,
    m006_films,
    m007_threads,
    m008_wishes,
    m009_results,
    m010_comparisons,
    m011_money,
    m012_notices,
    m013_cast_and_assets,
    m014_workers,
    m015_people,
    m016_tokens,
    m017_accounts,
)


def name_of(migration: Migration) -> str:
    return migration.__name__


def applied(db: sqlite3.Connection) -> list[str]:
    """The names of the steps this file has been through; empty for a new one."""
    known = db.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'").fetchone()
    return [row[0] for row in db.execute("SELECT name FROM migrations ORDER BY name")] if known else []


def unknown(db: sqlite3.Connection, steps: tuple[Migration, ...] = MIGRATIONS) -> list[str]:
    """Steps of a newer mediawright: a ledger that has any is left alone."""
    names = {name_of(step) for step in steps}
    return [name for name in applied(db) if name not in names]


def is_later(name: str, steps: tuple[Migration, ...] = MIGRATIONS) -> bool:
    """Is an unknown name one that a newer version would give, numbered after ours?"""
    found = re.fullmatch(r"m([0-9]{3})_[a-z0-9_]+", name)
    return found is not None and int(found[1]) > len(steps)


def migrate(db: sqlite3.Connection, now: str, steps: tuple[Migration, ...] = MIGRATIONS) -> list[str]:
    """Run what is missing, all or nothing; returns the names of the steps that ran.

    Polls again inside the write lock, because another process may have been first.
    """
    if len(applied(db)) == len(steps):
        return []
    db.execute("BEGIN IMMEDIATE")
    try:
        db.execute("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, at TEXT NOT NULL)")
        done = set(applied(db))
        ran = [step for step in steps if name_of(step) not in done]
        for step in ran:
            step(db)
            db.execute("INSERT INTO migrations (name, at) VALUES (?, ?)", (name_of(step), now))
        db.execute("COMMIT")
    except BaseException:
        # a full disk has rolled back by itself, and its own error is the one to tell
        with suppress(sqlite3.OperationalError):
            db.execute("ROLLBACK")
        raise
    return [name_of(step) for step in ran]

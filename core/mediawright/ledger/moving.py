"""Move a ledger from its file to PostgreSQL: whole or not at all, and afterwards nothing can be spent on the file."""

import uuid
from pathlib import Path
from typing import Any

from mediawright.context.protocol import Clock
from mediawright.ledger import errors
from mediawright.ledger.address import PostgresAddress
from mediawright.ledger.database import Database, SqliteDatabase
from mediawright.ledger.dialect import Value
from mediawright.ledger.lease import Alive, Here, dead, process_alive
from mediawright.ledger.opening import MOVED, open_database
from mediawright.ledger.place import person, place
from mediawright.ledger.postgres_opening import open_postgres
from mediawright.types.errors import LocalFault
from mediawright.types.message import Message

#: in the order of what refers to what. Leases end by themselves, and `spent` is added up anew by the database
TABLES = (
    "jobs",
    "events",
    "quotes",
    "films",
    "film_steps",
    "threads",
    "favourites",
    "tags",
    "job_threads",
    "asset_uses",
    "cast_members",
    "cast_copies",
    "facts",
    "notices",
    "notice_cursors",
    "workers",
    "turns",
    "kept",
    "policies",
    "tokens",
)
#: the tables whose rows are numbered, in the order of their numbers
NUMBERED = ("jobs", "events")
#: the tables that name a target of notices, which belongs to one user of one machine on a shared ledger
TARGETS = ("notices", "notice_cursors")
#: what says of a file that it is closed (with the address), and of a schema from which file it came
MOVED_TO, MOVED_FROM, IDENTITY = "ledger.moved_to", "ledger.moved_from", "ledger.identity"
#: rows that go in one step
AT_ONCE = 500


def move_ledger(path: Path, address: PostgresAddress, clock: Clock, alive: Alive = process_alive) -> dict[str, int]:
    """Copy every row, compare, and close the file for good; how many rows of each table there were.

    The file and the schema are both held for the whole time, so that nothing is written meanwhile. A move that was cut
    after the copy and before the file was closed is finished by the next one. Raises LocalFault: a job is being
    carried, the schema holds other jobs, the copy differs, or what opening either raises. Nothing has changed then.
    """
    source, _ = open_database(path, clock)
    try:
        target = open_postgres(address, clock)
        try:
            with source.write():
                _identity(source)  # written before all else: a move that is cut is known by it
            with source.write():
                _check_rest(source, alive)
                counts = _copied(source, target)
                _close(source, address)
            return counts
        finally:
            target.close()
    finally:
        source.close()


def _check_rest(source: SqliteDatabase, alive: Alive) -> None:
    """Raises LocalFault while a process works on a job."""
    here = Here(place(), 0, alive)
    leases = source.read("SELECT job_id, host, pid FROM leases WHERE expires_at > ?", (source.now(),))
    carried = [str(row["job_id"]) for row in leases if not dead(here, row["host"], row["pid"])]
    if carried:
        raise LocalFault(Message("ledger.move_carried", {"n": len(carried)}), data={"jobs": carried})


def _copied(source: SqliteDatabase, target: Database) -> dict[str, int]:
    identity = _identity(source)
    with target.write() as connection:
        kept = target.first("SELECT value FROM facts WHERE name = ?", (MOVED_FROM,))
        if kept is None:
            if any(_count(target, table) for table in TABLES):
                raise LocalFault(Message("ledger.move_not_empty"))
            for table in TABLES:
                _copy(source, target, table)
            values = (MOVED_FROM, f'"{identity}"', source.now())
            connection.execute("INSERT INTO facts (name, value, at) VALUES (?, ?, ?)", values)
        elif kept["value"] != f'"{identity}"':
            raise LocalFault(Message("ledger.move_not_empty"))
        return _compared(source, target)


def _identity(source: SqliteDatabase) -> str:
    """What tells this file from all others, given now where it has none."""
    row = source.first("SELECT value FROM facts WHERE name = ?", (IDENTITY,))
    if row is not None:
        return str(row["value"]).strip('"')
    fresh = uuid.uuid4().hex
    sql = "INSERT INTO facts (name, value, at) VALUES (?, ?, ?)"
    source.connection.execute(sql, (IDENTITY, f'"{fresh}"', source.now()))
    return fresh


def _copy(source: SqliteDatabase, target: Database, table: str) -> None:
    order = " ORDER BY seq" if table in NUMBERED else ""
    rows = source.connection.execute(f"SELECT * FROM {table}{order}")
    names = [column[0] for column in rows.description]
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)})"
    while some := rows.fetchmany(AT_ONCE):
        target.connection.executemany(sql, [_values(table, names, row) for row in some])
    if table in NUMBERED:
        last = f"COALESCE((SELECT MAX(seq) FROM {table}), 1), EXISTS (SELECT 1 FROM {table})"
        target.connection.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'seq'), {last})")


def _values(table: str, names: list[str], row: Any) -> list[Value]:
    changed = {"target": lambda name: f"{name} {person()}"} if table in TARGETS else {}
    return [changed[name](row[name]) if name in changed else row[name] for name in names]


def _compared(source: SqliteDatabase, target: Database) -> dict[str, int]:
    """The rows of each table. Raises LocalFault where the two sides or what was spent differ."""
    counts = {table: _count(source, table) for table in TABLES}
    there = {table: _count(target, table) for table in TABLES}
    counts["facts"] -= 1  # the file's identity, and in the schema the file that it came from
    there["facts"] -= 2
    sql = "SELECT unit, provider, hour, held FROM spent WHERE held != 0 ORDER BY unit, provider, hour"
    spent = [
        [(row["unit"], row["provider"], row["hour"], int(row["held"])) for row in side.read(sql)]
        for side in (source, target)
    ]
    if counts != there or spent[0] != spent[1]:
        raise LocalFault(Message("ledger.move_differs"), data={"file": counts, "database": there})
    return counts


def _count(side: Database, table: str) -> int:
    return int(side.read(f"SELECT COUNT(*) AS n FROM {table}")[0]["n"])


def _close(source: SqliteDatabase, address: PostgresAddress) -> None:
    """Nothing is written into this file any more, by no process that has it open and by no older version either."""
    connection = source.connection
    facts = "INSERT INTO facts (name, value, at) VALUES (?, ?, ?)"
    connection.execute(facts, (MOVED_TO, f'"{address.shown}"', source.now()))
    connection.execute("INSERT INTO migrations (name, at) VALUES (?, ?)", (MOVED, source.now()))
    for table in TABLES:
        for verb in ("INSERT", "UPDATE", "DELETE"):
            name = f"moved_{table}_{verb.lower()}"
            says = f"SELECT RAISE(ABORT, '{errors.MOVED}')"
            connection.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN {says}; END")

"""Both databases have the same tables with the same columns, and only what both must differ in differs."""

import re
import sqlite3
from contextlib import closing

import pytest

from mediawright.ledger import Ledger
from mediawright.ledger.address import PostgresAddress
from mediawright.ledger.migrations import migrate
from mediawright.ledger.postgres_schema import Step, missing, steps
from mediawright.testing.fakes import FakeClock
from mediawright.types.errors import LocalFault

Columns = dict[str, dict[str, bool]]

TABLE = re.compile(r"CREATE TABLE (\w+) \(\n(.*?)\n\);", re.DOTALL)
COLUMN = re.compile(r"ALTER TABLE (\w+) ADD COLUMN (\w+) ([^;]*);")
DROPPED = re.compile(r"DROP TABLE (\w+);")
RENAMED = re.compile(r"ALTER TABLE (\w+) RENAME TO (\w+);")
#: the words that begin a line of a table which is no column
RULES = ("PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT")
HINT = (
    "a step of the one database has no counterpart in the other: mediawright/ledger/__init__.py says how to write both"
)


def on_sqlite() -> Columns:
    """Table → column → whether it must have a value."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        migrate(db, "now")
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        found = {table: db.execute(f"PRAGMA table_info({table})").fetchall() for table in tables}
    return {table: {row[1]: bool(row[3] or row[5]) for row in rows} for table, rows in found.items() if rows}


def in_the_files(known: tuple[Step, ...]) -> Columns:
    """The same, read from the files of the steps on PostgreSQL; no server is needed."""
    found: Columns = {}
    for step in known:
        for table, body in TABLE.findall(step.sql):
            lines = [line.strip().rstrip(",") for line in body.splitlines()]
            columns = [line.partition(" ") for line in lines if line.split()[0] not in RULES]
            found[table] = {name: must(rest) for name, _, rest in columns}
            for line in lines:
                if key := re.fullmatch(r"PRIMARY KEY \(([\w, ]+)\)", line):
                    found[table] |= dict.fromkeys(key[1].split(", "), True)
        for table, name, rest in COLUMN.findall(step.sql):
            found[table][name] = must(rest)
        for table in DROPPED.findall(step.sql):
            del found[table]
        for table, name in RENAMED.findall(step.sql):
            found[name] = found.pop(table)
    return found


def must(rest: str) -> bool:
    return "NOT NULL" in rest or "PRIMARY KEY" in rest


def test_both_databases_have_the_same_columns() -> None:
    beside = {"migrations"}  # made before the first step
    expected = {table: columns for table, columns in on_sqlite().items() if table not in beside}
    assert in_the_files(steps()) == expected, HINT


def test_the_server_has_the_columns_that_the_files_say(postgres: PostgresAddress) -> None:
    sql = "SELECT table_name, column_name, is_nullable, data_type, collation_name FROM information_schema.columns "
    with Ledger(postgres, FakeClock()) as ledger:
        rows = ledger._db.read(sql + "WHERE table_schema = ?", (postgres.schema,))
    found: Columns = {}
    for row in rows:
        found.setdefault(row["table_name"], {})[row["column_name"]] = row["is_nullable"] == "NO"
    assert found == on_sqlite(), HINT
    # or a page, a prefix and a time would be compared in the order of some language
    unordered = [(row[0], row[1]) for row in rows if row["data_type"] == "text" and row["collation_name"] != "C"]
    assert unordered == []


def test_every_text_of_the_files_sorts_by_its_bytes() -> None:
    tables = "\n".join(body for step in steps() for _, body in TABLE.findall(step.sql))
    added = "\n".join(rest for step in steps() for _, _, rest in COLUMN.findall(step.sql))
    assert re.findall(r'\w+ TEXT(?! COLLATE "C").*', tables) == []
    assert re.findall(r'TEXT(?! COLLATE "C").*', added) == []


def test_names_are_numbered_in_order() -> None:
    assert [step.name[:5] for step in steps()] == [f"p{number:03d}_" for number in range(1, len(steps()) + 1)]


def test_what_is_missing_is_told() -> None:
    known = (Step("p001_a", ""), Step("p002_b", ""))
    assert missing([], known) == list(known)
    assert missing(["p001_a"], known) == [known[1]]
    assert missing(["p001_a", "p002_b"], known) == []


@pytest.mark.parametrize(
    ("strange", "key"),
    [("p003_later", "ledger.newer"), ("p002_other", "ledger.strange_schema"), ("x", "ledger.strange_schema")],
)
def test_a_schema_of_a_newer_version_is_left_alone(strange: str, key: str) -> None:
    with pytest.raises(LocalFault) as caught:
        missing(["p001_a", strange], (Step("p001_a", ""), Step("p002_b", "")))
    assert caught.value.message.key == key

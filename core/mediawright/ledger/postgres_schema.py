"""The schema on PostgreSQL as numbered steps, one file of plain SQL each: append only, recorded by name."""

import re
from functools import cache
from importlib.resources import files

from mediawright.ledger.dialect import Connection
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import LocalFault
from mediawright.types.message import Message

_NAME = re.compile(r"p([0-9]{3})_[a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Step:
    """One file: its name without the ending, and its statements."""

    name: str
    sql: str


@cache
def steps() -> tuple[Step, ...]:
    """All steps, in their order."""
    found = (file for file in files("mediawright.ledger").joinpath("postgres_steps").iterdir() if file.is_file())
    named = sorted((file.name.removesuffix(".sql"), file) for file in found if file.name.endswith(".sql"))
    return tuple(Step(name, file.read_text("utf-8")) for name, file in named)


def missing(applied: list[str], known: tuple[Step, ...]) -> list[Step]:
    """The steps that a schema has not been through. Raises LocalFault for one that a newer version went through."""
    strange = sorted(set(applied) - {step.name for step in known})
    later = [name for name in strange if (found := _NAME.fullmatch(name)) and int(found[1]) > len(known)]
    if strange:
        key = "ledger.newer" if later == strange else "ledger.strange_schema"
        raise LocalFault(Message(key), data={"unknown_steps": strange})
    return [step for step in known if step.name not in applied]


def migrate(connection: Connection, schema: str, now: str, known: tuple[Step, ...]) -> None:
    """Make the schema, or bring it up to date, inside the one transaction that the caller began and ends."""
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    connection.execute(
        'CREATE TABLE IF NOT EXISTS migrations (name TEXT COLLATE "C" PRIMARY KEY, at TEXT COLLATE "C" NOT NULL)'
    )
    applied = [row["name"] for row in connection.execute("SELECT name FROM migrations").fetchall()]
    for step in missing(applied, known):
        connection.execute(step.sql)
        connection.execute("INSERT INTO migrations (name, at) VALUES (?, ?)", (step.name, now))

"""What the two databases spell differently, as words that statements are made with. All other SQL is the same for both."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from mediawright.types.dataclass import dataclass

Value = str | int | float | None


class Row(Protocol):
    """One row of an answer: its values by place and by name."""

    def __getitem__(self, key: int | str, /) -> Any: ...


class Cursor(Protocol):
    """What a statement left: how many rows it changed, and the rows that it found."""

    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Any: ...

    def fetchall(self) -> list[Any]: ...


class Connection(Protocol):
    """What a step of the ledger does with its transaction. A place for a value is `?` in both databases."""

    def execute(self, sql: str, parameters: Sequence[Value] = (), /) -> Cursor: ...

    def executemany(self, sql: str, parameters: Iterable[Sequence[Value]], /) -> Cursor: ...


@dataclass(frozen=True, slots=True)
class Dialect:
    """The words of one database.

    `same`: equal, or both unknown. `instr`: the place of one text in another, from 1; 0 where it is not there. `like`: a
    pattern in which capitals do not count. `page`: what stands behind a query in FROM. `said`: the SQL of what a column of
    JSON says at a path ("price.amount.unit", "0.kind"). `said_safely`: the same where the column may hold something else
    than JSON, of which nothing is said. `compared`: a value as it is compared with what a column said.
    `version`: the query of a number that is another one after another process has moved a job. `up`: the query of the
    seconds for which the server has been there. `shared`: may there be several machines?
    """

    same: str
    instr: str
    like: str
    page: str
    said: Callable[[str, str], str]
    said_safely: Callable[[str, str], str]
    compared: Callable[[Any], Value]
    version: str
    up: str
    shared: bool = False


def _sqlite_said(column: str, path: str) -> str:
    steps = "".join(f"[{step}]" if step.isdigit() else f".{step}" for step in path.split("."))
    return f"json_extract({column}, '${steps}')"


def _sqlite_said_safely(column: str, path: str) -> str:
    return f"iif(json_valid({column}), {_sqlite_said(column, path)}, NULL)"


def _postgres_path(path: str) -> str:
    return ",".join(path.split("."))


def _postgres_said(column: str, path: str) -> str:
    return f"({column}::jsonb #>> '{{{_postgres_path(path)}}}')"


def _postgres_said_safely(column: str, path: str) -> str:
    return f"said({column}, '{{{_postgres_path(path)}}}')"


def _as_it_is(value: Any) -> Value:
    known: Value = value
    return known


def _as_text(value: Any) -> Value:
    """PostgreSQL says the text of what JSON holds, whatever its kind."""
    return None if value is None else str(value)


SQLITE = Dialect(
    "IS", "instr", "LIKE", "", _sqlite_said, _sqlite_said_safely, _as_it_is, "PRAGMA data_version", "SELECT 1e9 AS up"
)
POSTGRES = Dialect(
    "IS NOT DISTINCT FROM",
    "strpos",
    "ILIKE",
    " AS page",
    _postgres_said,
    _postgres_said_safely,
    _as_text,
    "SELECT COALESCE(MAX(seq), 0) FROM events",
    "SELECT extract(epoch FROM clock_timestamp() - pg_postmaster_start_time())::float8 AS up",
    shared=True,
)

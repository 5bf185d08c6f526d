"""One connection and its transactions: writers wait for each other, a failed step leaves nothing behind."""

import sqlite3
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from mediawright.context.protocol import Clock
from mediawright.ledger.dialect import SQLITE, Connection, Dialect, Row, Value
from mediawright.ledger.errors import damage, fault, is_damage

#: how long a writer waits for the others, seconds
BUSY_S = 30.0
T = TypeVar("T")


def stamp(time: datetime) -> str:
    """A time as it stands in the ledger: UTC, fixed width, sorts as text."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def suspect_mark(path: Path) -> Path:
    """The file that asks the next opening to look at every page."""
    return path.with_name(path.name + ".suspect")


class Database(ABC):
    """A connection with the ledger's rules, the same for both databases. `write` is the only way to change anything.

    One lock lets threads take turns. A batch must not span an `await`: whatever another coroutine writes meanwhile
    would become part of it.
    """

    dialect: Dialect

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._lock = threading.RLock()
        self._depth = 0

    @property
    @abstractmethod
    def connection(self) -> Connection:
        """What statements are given to."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""

    @abstractmethod
    def _begin(self, durable: bool) -> None:
        """Begin a transaction beside which nobody else writes."""

    @abstractmethod
    def _commit(self) -> None: ...

    @abstractmethod
    def _undo(self, *statements: str) -> None:
        """Run these, as far as there is still something to take back."""

    @abstractmethod
    def _speaking(self) -> AbstractContextManager[None]:
        """Tell the database's errors as ours."""

    @abstractmethod
    def _rows(self, sql: str, parameters: Sequence[Value]) -> list[Any]: ...

    def now(self) -> str:
        return stamp(self.clock.now())

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Connection]:
        """One transaction beside which nobody else writes; inside another one, a savepoint of its own.

        `durable` waits until the disk has it (SQLite: synchronous=FULL, PostgreSQL: synchronous_commit=on): everything
        that money or a provider's task id hangs on. Without it a power cut may take back the newest of what a later poll
        tells again; never consistency. Raises LocalFault.
        """
        with self._lock, self._speaking():
            if self._depth:
                yield from self._nested()
            else:
                self._begin(durable)
                yield from self._inside(self._commit, "ROLLBACK")

    def _nested(self) -> Iterator[Connection]:
        name = f"step_{self._depth}"
        self.connection.execute(f"SAVEPOINT {name}")
        release = partial(self.connection.execute, f"RELEASE {name}")
        yield from self._inside(release, f"ROLLBACK TO {name}", f"RELEASE {name}")

    def _inside(self, commit: Callable[[], object], *undo: str) -> Iterator[Connection]:
        self._depth += 1
        try:
            yield self.connection
            commit()
        except BaseException:
            self._undo(*undo)
            raise
        finally:
            self._depth -= 1

    def read(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """All rows of a query. Raises LocalFault."""
        return self.read_as(lambda row: row, sql, parameters)

    def read_as(self, reader: Callable[[Row], T], sql: str, parameters: Sequence[Value] = ()) -> list[T]:
        """All rows of a query as values; a row that cannot be read is damage like any other. Raises LocalFault."""
        with self._lock, self._speaking():
            return [reader(row) for row in self._rows(sql, parameters)]

    def read_whole(
        self, reader: Callable[[Row], T], sql: str, parameters: Sequence[Value], skipped: set[str]
    ) -> list[T]:
        """The same without the rows that cannot be read: their ids go to `skipped`. Raises LocalFault."""
        values: list[T] = []
        for row in self.read(sql, parameters):
            try:
                values.append(reader(row))
            except sqlite3.DatabaseError:
                skipped.add(str(row["id"]))
        return values

    def first(self, sql: str, parameters: Sequence[Value] = ()) -> Row | None:
        rows = self.read(sql, parameters)
        return rows[0] if rows else None


class SqliteDatabase(Database):
    """One file that the processes of one machine share."""

    dialect = SQLITE

    def __init__(self, connection: sqlite3.Connection, path: Path, clock: Clock) -> None:
        super().__init__(clock)
        self._connection = connection
        self.path = path
        self._durable = True

    @property
    def connection(self) -> sqlite3.Connection:
        return self._connection

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _begin(self, durable: bool) -> None:
        if durable is not self._durable:
            self._connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self._durable = durable
        self._connection.execute("BEGIN IMMEDIATE")

    def _commit(self) -> None:
        self._connection.execute("COMMIT")

    def _undo(self, *statements: str) -> None:
        for statement in statements:
            # a full disk may have rolled back by itself
            with suppress(sqlite3.OperationalError):
                self._connection.execute(statement)

    def _rows(self, sql: str, parameters: Sequence[Value]) -> list[Any]:
        return self._connection.execute(sql, parameters).fetchall()

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        try:
            with plainly():
                yield
        except sqlite3.Error as error:
            if is_damage(error):
                with suppress(OSError):
                    suspect_mark(self.path).touch()
            raise fault(error) from error


@contextmanager
def plainly() -> Iterator[None]:
    """SQLite quotes a broken file in its own messages, and Python then fails to read the message: damage, too."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise damage("the file's own words cannot be read") from error

"""One connection and its transactions: writers wait for each other, a failed step leaves nothing behind."""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from mediawright.context.protocol import Clock
from mediawright.ledger.errors import damage, fault, is_damage

#: how long a writer waits for the others, seconds
BUSY_S = 30.0
Value = str | int | float | None
T = TypeVar("T")


def stamp(time: datetime) -> str:
    """A time as it stands in the ledger: UTC, fixed width, sorts as text."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def suspect_mark(path: Path) -> Path:
    """The file that asks the next opening to look at every page."""
    return path.with_name(path.name + ".suspect")


class Database:
    """A connection with the ledger's rules. `write` is the only way to change anything.

    One lock lets threads take turns. A batch must not span an `await`: whatever another coroutine writes meanwhile
    would become part of it.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, clock: Clock) -> None:
        self.connection = connection
        self.path = path
        self.clock = clock
        self._lock = threading.RLock()
        self._depth = 0
        self._durable = True

    def now(self) -> str:
        return stamp(self.clock.now())

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[sqlite3.Connection]:
        """One immediate transaction; inside another one, a savepoint of its own.

        `durable` waits until the disk has it (synchronous=FULL): everything that money or a provider's task id hangs
        on. Without it (NORMAL) a power cut may take back the newest of what a later poll tells again; never consistency.
        Raises LocalFault.
        """
        with self._lock, self._speaking():
            if self._depth:
                yield from self._nested()
            else:
                yield from self._outermost(durable)

    def _outermost(self, durable: bool) -> Iterator[sqlite3.Connection]:
        if durable is not self._durable:
            self.connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self._durable = durable
        self.connection.execute("BEGIN IMMEDIATE")
        yield from self._inside("COMMIT", "ROLLBACK")

    def _nested(self) -> Iterator[sqlite3.Connection]:
        name = f"step_{self._depth}"
        self.connection.execute(f"SAVEPOINT {name}")
        yield from self._inside(f"RELEASE {name}", f"ROLLBACK TO {name}", f"RELEASE {name}")

    def _inside(self, commit: str, *undo: str) -> Iterator[sqlite3.Connection]:
        self._depth += 1
        try:
            yield self.connection
            self.connection.execute(commit)
        except BaseException:
            for statement in undo:
                # a full disk may have rolled back by itself
                with suppress(sqlite3.OperationalError):
                    self.connection.execute(statement)
            raise
        finally:
            self._depth -= 1

    def read(self, sql: str, parameters: Sequence[Value] = ()) -> list[sqlite3.Row]:
        """All rows of a query. Raises LocalFault."""
        return self.read_as(lambda row: row, sql, parameters)

    def read_as(self, reader: Callable[[sqlite3.Row], T], sql: str, parameters: Sequence[Value] = ()) -> list[T]:
        """All rows of a query as values; a row that cannot be read is damage like any other. Raises LocalFault."""
        with self._lock, self._speaking():
            return [reader(row) for row in self.connection.execute(sql, parameters).fetchall()]

    def read_whole(
        self, reader: Callable[[sqlite3.Row], T], sql: str, parameters: Sequence[Value], skipped: set[str]
    ) -> list[T]:
        """The same without the rows that cannot be read: their ids go to `skipped`. Raises LocalFault."""
        values: list[T] = []
        for row in self.read(sql, parameters):
            try:
                values.append(reader(row))
            except sqlite3.DatabaseError:
                skipped.add(str(row["id"]))
        return values

    def first(self, sql: str, parameters: Sequence[Value] = ()) -> sqlite3.Row | None:
        rows = self.read(sql, parameters)
        return rows[0] if rows else None

    def close(self) -> None:
        with self._lock:
            self.connection.close()

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

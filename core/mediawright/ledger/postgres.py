"""The ledger's transactions on PostgreSQL: one writer per schema, and a commit whose answer was lost is asked for."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import psycopg

from mediawright.context.protocol import Clock
from mediawright.ledger import postgres_schema
from mediawright.ledger.address import PostgresAddress
from mediawright.ledger.clock import SharedClock
from mediawright.ledger.database import Database
from mediawright.ledger.dialect import POSTGRES, Value
from mediawright.ledger.postgres_connection import Session, connected, lock_of
from mediawright.ledger.postgres_errors import fault_of, unreachable
from mediawright.ledger.postgres_schema import Step
from mediawright.types.errors import LocalFault
from mediawright.types.message import Message

T = TypeVar("T")
#: how long an answer to COMMIT that was lost is asked for, and how often, seconds
ASK_S, ASK_APART_S = 8.0, 0.2


class PostgresDatabase(Database):
    """A connection with the ledger's rules, made again when it was lost.

    Whoever writes holds the schema's advisory lock until the end of the transaction: one writer at a time, as with SQLite,
    and so every proof about budgets, steps and leases holds here, too. Isolation is read committed: each statement sees all
    that the writer before has committed. Repeatable read would see the time before the lock.
    """

    dialect = POSTGRES

    def __init__(self, address: PostgresAddress, clock: Clock, known: Sequence[Step] | None = None) -> None:
        super().__init__(clock)
        self.address = address
        #: the number of the transaction that is open, by which it is asked for when the answer to COMMIT was lost
        self._transaction = ""
        with self._speaking():
            self._session = self._made()
        try:
            self._prepare(tuple(known) if known is not None else postgres_schema.steps())
        except BaseException:
            self.close()
            raise

    @property
    def connection(self) -> Session:
        return self._session

    def close(self) -> None:
        with self._lock:
            self._session.raw.close()

    def _made(self) -> Session:
        session, epoch = connected(self.address)
        self._learn(epoch)
        return session

    def _renew(self) -> None:
        self._session.raw.close()
        self._session = self._made()

    def _learn(self, epoch: float) -> None:
        if isinstance(self.clock, SharedClock):
            self.clock.learn(epoch)

    def _prepare(self, known: tuple[Step, ...]) -> None:
        """Bring the schema up to date. Raises LocalFault for a newer one, and where it may not be changed."""
        try:
            with self._speaking():
                applied = [row["name"] for row in self._rows("SELECT name FROM migrations", ())]
        except LocalFault as error:
            if not isinstance(error.__cause__, (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName)):
                raise
            applied = []
        if postgres_schema.missing(applied, known):
            try:
                with self.write() as connection:
                    postgres_schema.migrate(connection, self.address.schema, self.now(), known)
            except LocalFault as error:
                if not isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege):
                    raise
                # the schema belongs to another role: whoever keeps the database brings it up to date
                raise LocalFault(Message("ledger.server_older"), data=error.data) from error

    def _begin(self, durable: bool) -> None:
        script = (
            "BEGIN ISOLATION LEVEL READ COMMITTED; "
            f"SET LOCAL synchronous_commit = {'on' if durable else 'off'}; "
            f"SELECT pg_advisory_xact_lock({lock_of(self.address)}); "
            "SELECT pg_current_xact_id()::text AS number, extract(epoch FROM clock_timestamp())::float8 AS epoch"
        )
        row = self._repeatable(lambda: self._session.last_row(script))
        self._transaction = row["number"]
        self._learn(row["epoch"])

    def _repeatable(self, step: Callable[[], T]) -> T:
        """Do what may be done twice: once more on a new connection where the old one turns out to be lost."""
        try:
            return step()
        except psycopg.OperationalError:
            if not self._session.lost:
                self._undo("ROLLBACK")
                raise
        except psycopg.Error:
            self._undo("ROLLBACK")
            raise
        self._renew()
        return step()

    def _commit(self) -> None:
        try:
            ended = self._session.execute("COMMIT").statusmessage
        except psycopg.OperationalError as error:
            if not self._session.lost:
                raise
            self._ask(self._transaction, error)
            return
        if ended != "COMMIT":  # PostgreSQL takes back a transaction in which a statement failed, without an error
            raise LocalFault(Message("ledger.fault"), data={"reason": "rolled_back"})

    def _ask(self, transaction: str, lost: psycopg.OperationalError) -> None:
        """Ask what became of a transaction. Returns where it is committed; raises LedgerUnreachable otherwise."""
        end = time.monotonic() + ASK_S
        while (status := self._status_of(transaction)) not in ("committed", "aborted") and time.monotonic() < end:
            time.sleep(ASK_APART_S)
        if status != "committed":
            raise unreachable(lost) from lost

    def _status_of(self, transaction: str) -> str | None:
        """What the server says of a transaction, on a new connection; None where it does not answer."""
        try:
            self._renew()
            rows = self._session.execute("SELECT pg_xact_status(?::xid8) AS status", (transaction,)).fetchall()
        except psycopg.errors.InvalidParameterValue:  # a server that crashed before it wrote the number down
            return "aborted"
        except (LocalFault, psycopg.OperationalError):
            return None
        return str(rows[0]["status"])

    def _undo(self, *statements: str) -> None:
        for statement in statements:
            if not self._session.lost:
                with suppress(psycopg.Error):
                    self._session.execute(statement)

    def _rows(self, sql: str, parameters: Sequence[Value]) -> list[Any]:
        if self._depth:
            return self._session.execute(sql, parameters).fetchall()
        return self._repeatable(lambda: self._session.execute(sql, parameters).fetchall())

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise fault_of(error) from error
        except sqlite3.DatabaseError as error:  # a row that makes no sense (`ledger.rows`)
            raise LocalFault(Message("ledger.fault"), data={"reason": str(error)}) from error

"""One connection to PostgreSQL: how it is made, and statements in the words that both databases share."""

import time
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from zlib import crc32

import psycopg
from psycopg.rows import RowMaker

from mediawright.ledger.address import PostgresAddress
from mediawright.ledger.dialect import Value
from mediawright.ledger.postgres_errors import refusal_of
from mediawright.types.errors import LocalFault
from mediawright.types.message import Message
from mediawright.types.storable import storable_text

#: seconds until a server that does not answer is given up on, for each of its addresses
CONNECT_S = 5
#: seconds for which a server that was not reached is not tried again: one command waits once
CLOSED_S = 1.0
#: the first half of the lock's number, so that other programs' locks in the same database are others
OURS = 0x6D77
#: pg_current_xact_id and pg_xact_status by its number (release notes of 13)
OLDEST = 130000
#: libpq, "Parameter Key Words": a connection whose other end is gone is noticed after about 10 seconds
ALIVE: dict[str, Any] = {
    "tcp_user_timeout": 10_000,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}

_closed: dict[PostgresAddress, tuple[float, LocalFault]] = {}


class NamedRow:
    """A row whose values are known by place and by name."""

    __slots__ = ("_places", "_values")

    def __init__(self, values: Sequence[Any], places: dict[str, int]) -> None:
        self._values = values
        self._places = places

    def __getitem__(self, key: int | str) -> Any:
        return self._values[key if isinstance(key, int) else self._places[key]]


def named_row(cursor: "psycopg.Cursor[Any]") -> "RowMaker[NamedRow]":
    """Make rows of a cursor (psycopg's row factory)."""
    places = {column.name: place for place, column in enumerate(cursor.description or ())}
    return lambda values: NamedRow(values, places)


class Session:
    """A connection that takes the ledger's statements: `?` for a value."""

    def __init__(self, raw: "psycopg.Connection[NamedRow]") -> None:
        self.raw = raw

    @property
    def lost(self) -> bool:
        return self.raw.closed

    def execute(self, sql: str, parameters: Sequence[Value] = (), /) -> "psycopg.Cursor[NamedRow]":
        if not parameters:
            return self.raw.execute(sql)
        return self.raw.execute(translated(sql), [_bound(value) for value in parameters])

    def executemany(self, sql: str, parameters: Iterable[Sequence[Value]], /) -> "psycopg.Cursor[NamedRow]":
        cursor = self.raw.cursor()
        cursor.executemany(translated(sql), [[_bound(value) for value in row] for row in parameters])
        return cursor

    def last_row(self, script: str) -> NamedRow:
        """The one row of the last of several statements, which go in one round trip."""
        cursor = self.raw.execute(script)
        while cursor.nextset():
            pass
        row = cursor.fetchone()
        assert row is not None
        return row


@cache
def translated(sql: str) -> str:
    """The statement with psycopg's places for values."""
    return sql.replace("%", "%%").replace("?", "%s")


def _bound(value: Value) -> Value:
    # a text of a kind of its own (an enum) would be written by its name
    return storable_text(str.__str__(value)) if isinstance(value, str) else value


def lock_of(address: PostgresAddress) -> str:
    """The two numbers of the advisory lock of a schema, as SQL."""
    return f"{OURS}, {crc32(address.schema.encode()) - 2**31}"


def connected(address: PostgresAddress) -> tuple[Session, float]:
    """A new connection with the ledger's rules, and the database's time (seconds since 1970).

    A server that was not reached a moment ago is not waited for again. Raises LocalFault.
    """
    at, fault = _closed.get(address, (0.0, None))
    if fault is not None and time.monotonic() - at < CLOSED_S:
        raise type(fault)(fault.message, data=fault.data)
    try:
        raw = psycopg.connect(
            address.url,
            autocommit=True,
            prepare_threshold=None,  # a pooler hands on connections, and a step of the schema changes what * means
            row_factory=named_row,
            connect_timeout=CONNECT_S,
            application_name="mediawright",
            client_encoding="utf-8",
            **ALIVE,
        )
    except psycopg.OperationalError as error:
        refusal = refusal_of(error)
        _closed[address] = time.monotonic(), refusal
        raise refusal from error
    except psycopg.Error as error:  # an address that libpq cannot read
        raise LocalFault(Message("ledger.address_wrong"), data={"reason": type(error).__name__}) from error
    _closed.pop(address, None)
    session = Session(raw)
    try:
        return session, _prepared(session, address)
    except BaseException:
        raw.close()
        raise


def _prepared(session: Session, address: PostgresAddress) -> float:
    if session.raw.info.server_version < OLDEST:
        raise LocalFault(Message("ledger.server_old"), data={"version": session.raw.info.server_version})
    row = session.last_row(
        f"SET search_path = {address.schema}; SET lock_timeout = '30s'; "
        "SET idle_in_transaction_session_timeout = '5s'; "
        "SELECT current_setting('server_encoding') AS encoding, "
        "extract(epoch FROM clock_timestamp())::float8 AS epoch"
    )
    if row["encoding"] != "UTF8":
        raise LocalFault(Message("ledger.server_encoding"), data={"encoding": row["encoding"]})
    return float(row["epoch"])

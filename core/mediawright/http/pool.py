"""A pool in which a call costs the same however many connections are open: the one that came back last goes out first.

The client library's own pool looks at all its connections, twice for every call.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any, Self

import httpcore
import httpx

from mediawright.http.network import Backend

#: seconds that a connection without a call is kept
KEPT_S = 15.0

Connection = httpcore.AsyncHTTPConnection


class ConnectionPool:
    """Connections by origin: at most `most` at once, `keep` of them while nobody calls. Raises httpcore's errors.

    `tls` makes the context of encrypted ones; it is asked when the first is opened.
    """

    def __init__(self, tls: Callable[[], ssl.SSLContext], *, most: int, keep: int) -> None:
        self._tls = tls
        self._keep = keep
        self._backend = Backend()
        self._room = asyncio.Semaphore(most)
        self._idle: dict[str, list[Connection]] = {}
        self._busy: set[Connection] = set()

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """The head of an answer. Its connection is taken until the answer is closed."""
        await self._enter(request.extensions.get("timeout", {}).get("pool"))
        connection: Connection | None = None
        try:
            connection = await self._connection(request.url.origin)
            response = await connection.handle_async_request(request)
        except BaseException:
            await self._leave(request.url.origin, connection)
            raise
        response.stream = Body(response.stream, self, request.url.origin, connection)
        return response

    async def _enter(self, patience: float | None) -> None:
        if not self._room.locked():
            await self._room.acquire()
            return
        try:
            async with asyncio.timeout(patience):
                await self._room.acquire()
        except TimeoutError:
            raise httpcore.PoolTimeout from None

    async def _connection(self, origin: httpcore.Origin) -> Connection:
        kept = self._idle.get(str(origin), [])
        while kept:
            connection = kept.pop()
            if connection.is_available() and not connection.has_expired():
                break
            await connection.aclose()
        else:
            tls = self._tls() if origin.scheme == b"https" else None
            connection = Connection(origin, ssl_context=tls, keepalive_expiry=KEPT_S, network_backend=self._backend)
        self._busy.add(connection)
        return connection

    async def _leave(self, origin: httpcore.Origin, connection: Connection | None) -> None:
        self._room.release()
        if connection is None:
            return
        self._busy.discard(connection)
        if connection.is_available() and sum(map(len, self._idle.values())) < self._keep:
            self._idle.setdefault(str(origin), []).append(connection)
        else:
            await connection.aclose()

    async def aclose(self) -> None:
        """Close every connection, also when this very closing is cancelled."""
        pool = [*self._busy, *(connection for kept in self._idle.values() for connection in kept)]
        self._busy.clear()
        self._idle.clear()
        async with AsyncExitStack() as closing:
            for connection in pool:
                closing.push_async_callback(connection.aclose)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.aclose()


class Body:
    """An answer's bytes; closed, it gives its connection back."""

    def __init__(self, stream: Any, pool: ConnectionPool, origin: httpcore.Origin, connection: Connection) -> None:
        self._stream = stream
        self._pool_of_body = pool
        self._origin = origin
        self._connection = connection
        self._closed = False

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._stream.__aiter__()  # type: ignore[no-any-return]

    async def aclose(self) -> None:
        if not self._closed:
            self._closed = True
            try:
                await self._stream.aclose()
            finally:
                await self._pool_of_body._leave(self._origin, self._connection)


class PoolTransport(httpx.AsyncHTTPTransport):
    """The client library's transport over this pool: its errors, its requests and answers, its place for recorders."""

    def __init__(self, pool: ConnectionPool) -> None:
        self._pool = pool  # type: ignore[assignment]  # what it asks of a pool is to answer and to be closed

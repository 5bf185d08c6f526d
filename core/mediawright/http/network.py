"""Connections straight over asyncio: what arrives is handed on in as large pieces as it came.

The client library's own way goes through a second library for every read and write. That doubles what a poll costs and
reads a download in 64 KiB pieces.
"""

import asyncio
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

#: bytes that wait to be read: a poll needs few; a download fills them and is given more, up to the most
FIRST, MOST = 16_384, 1_048_576
#: seconds before a second address of the same name is tried beside the first (RFC 8305)
NEXT_ADDRESS_S = 0.25


class ReceiveBuffer(asyncio.BufferedProtocol):
    """What came and was not read yet. The other side has to wait while `MOST` bytes do."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.ended = False
        self.error: Exception | None = None
        self._room = bytearray(FIRST)
        self.waiting = 0
        self._stopped = False
        self._reader: asyncio.Future[None] | None = None
        self._writer: asyncio.Future[None] | None = None
        self.writable = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def get_buffer(self, sizehint: int) -> memoryview:
        return memoryview(self._room)[self.waiting :]

    def buffer_updated(self, nbytes: int) -> None:
        self.waiting += nbytes
        if self.waiting == len(self._room):
            self._make_room()
        _wake(self._reader)

    def _make_room(self) -> None:
        if len(self._room) < MOST:
            # a new one: somebody may still hold a view of the old
            self._room = self._room + bytes(min(3 * len(self._room), MOST - len(self._room)))
        elif self.transport is not None and not self._stopped:
            self._stopped = True
            self.transport.pause_reading()

    def eof_received(self) -> None:
        self.ended = True
        _wake(self._reader)

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended, self.error = True, exc
        self.writable = True
        _wake(self._reader)
        _wake(self._writer)

    def pause_writing(self) -> None:
        self.writable = False

    def resume_writing(self) -> None:
        self.writable = True
        _wake(self._writer)

    async def more(self) -> None:
        """Until something is here, or nothing more can come."""
        self._reader = asyncio.get_running_loop().create_future()
        try:
            await self._reader
        finally:
            self._reader = None

    async def room_to_write(self) -> None:
        while not self.writable:
            self._writer = asyncio.get_running_loop().create_future()
            try:
                await self._writer
            finally:
                self._writer = None

    def take(self) -> bytes:
        """All that is here; empty at the end."""
        data = bytes(memoryview(self._room)[: self.waiting])
        self.waiting = 0
        if self._stopped and self.transport is not None:
            self._stopped = False
            self.transport.resume_reading()
        return data


def _wake(future: "asyncio.Future[None] | None") -> None:
    if future is not None and not future.done():
        future.set_result(None)


class Stream(httpcore.AsyncNetworkStream):
    """One connection, as the client library uses it. Times are seconds."""

    def __init__(self, transport: asyncio.Transport, received: ReceiveBuffer) -> None:
        self._transport = transport
        self._received = received

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """All that is here, be it more than `max_bytes`: the reader takes any amount. Empty at the end."""
        received = self._received
        if not received.waiting and not received.ended:
            try:
                async with asyncio.timeout(timeout):
                    await received.more()
            except TimeoutError:
                raise httpcore.ReadTimeout from None
        if not received.waiting and received.error is not None:
            raise httpcore.ReadError(str(received.error)) from received.error
        return received.take()

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._transport.is_closing():
            raise httpcore.WriteError("the connection is closed")
        self._transport.write(buffer)
        if not self._received.writable:
            try:
                async with asyncio.timeout(timeout):
                    await self._received.room_to_write()
            except TimeoutError:
                raise httpcore.WriteTimeout from None
        if self._received.error is not None:
            raise httpcore.WriteError(str(self._received.error)) from self._received.error

    async def aclose(self) -> None:
        """At once: nobody waits for a polite end of what is of no more use."""
        self._transport.abort()
        await asyncio.sleep(0)

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                secured = await loop.start_tls(
                    self._transport, self._received, ssl_context, server_hostname=server_hostname
                )
        except TimeoutError:
            self._transport.abort()
            raise httpcore.ConnectTimeout from None
        except OSError as error:
            self._transport.abort()
            raise httpcore.ConnectError(str(error)) from error
        if secured is None:
            raise httpcore.ConnectError("the connection was closed")
        self._received.transport = secured
        return Stream(secured, self._received)

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":  # of a connection without a request: it was closed, or says what nobody asked for
            return self._received.ended or self._received.waiting > 0
        names = {"client_addr": "sockname", "server_addr": "peername"}
        return self._transport.get_extra_info(names.get(info, info))


def _abandoned(connecting: "asyncio.Future[tuple[asyncio.Transport, ReceiveBuffer]]") -> None:
    """A connection that came about after nobody waited for it any more is closed."""
    if not connecting.cancelled() and connecting.exception() is None:
        connecting.result()[0].abort()


class Backend(httpcore.AsyncNetworkBackend):
    """Opens connections in the running event loop."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        loop = asyncio.get_running_loop()
        local = (local_address, 0) if local_address else None
        # the race of addresses forgets the socket of its winner when it is cancelled: it has a task of its own, to its end
        connecting = asyncio.ensure_future(
            loop.create_connection(ReceiveBuffer, host, port, local_addr=local, happy_eyeballs_delay=NEXT_ADDRESS_S)
        )
        try:
            async with asyncio.timeout(timeout):
                transport, received = await asyncio.shield(connecting)
        except TimeoutError:
            connecting.add_done_callback(_abandoned)
            raise httpcore.ConnectTimeout from None
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        except asyncio.CancelledError:
            connecting.add_done_callback(_abandoned)
            raise
        for option in socket_options or ():
            transport.get_extra_info("socket").setsockopt(*option)
        return Stream(transport, received)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

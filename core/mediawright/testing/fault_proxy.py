"""The simulator behind a fault proxy: calls are counted, answers lost, replaced, or changed after the simulator's work."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from mediawright.types.dataclass import dataclass as value

Answer = tuple[int, bytes]


class LostAnswer(Exception):
    """The connection is cut although the request was handled."""


@value(frozen=True, slots=True)
class Spoiled:
    """What the client gets after the simulator did its work, in place of the true answer.

    `length`: the Content-Length that is claimed where more was promised than `body` holds; the connection then ends.
    `reset`: the connection is reset before the first byte of an answer (needs the `relay` between the two).
    """

    status: int = 200
    body: bytes = b""
    length: int | None = None
    reset: bool = False
    content_type: str = "application/json"


@value(frozen=True, slots=True)
class Handled:
    """One call that the simulator answered, with its true answer."""

    method: str
    path: str
    status: int
    body: bytes

    @property
    def call(self) -> tuple[str, str]:
        return self.method, self.path


@value(frozen=True, slots=True)
class Received:
    """One call as it came in."""

    method: str
    path: str
    query: str
    body: bytes


@dataclass
class FaultProxy:
    """The simulator with a fault proxy: it counts calls, loses answers, puts other answers in their place.

    `calls` holds (method, path) of everything that came, `handled` what the simulator itself answered. `lose` cuts the
    answer after the simulator handled the call; `instead` answers without asking the simulator; `after` sees the true
    answer and may give another one. `resetting` is true while an answer is to end as a reset connection. While `keeping`
    is true, `received` holds every call with its body.
    """

    app: Any
    calls: list[tuple[str, str]] = field(default_factory=list)
    handled: list[Handled] = field(default_factory=list)
    lose: Callable[[str, str], bool] = lambda method, path: False
    instead: Callable[[str, str], Answer | None] = lambda method, path: None
    after: Callable[[Handled], Spoiled | None] | None = None
    resetting: bool = False
    keeping: bool = False
    received: list[Received] = field(default_factory=list)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        call = (scope["method"], scope["path"])
        self.calls.append(call)
        if self.keeping:
            body = await _whole(receive)
            self.received.append(Received(*call, scope["query_string"].decode("latin-1"), body))
            receive = _again(body, receive)
        other = self.instead(*call)
        if other is not None:
            await _say(send, Spoiled(*other))
        elif self.lose(*call):
            await self.app(scope, receive, _unheard)
            await _say(send, Spoiled(200, b"{", length=1000))
        elif self.after is not None:
            await self._changed(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _changed(self, scope: Any, receive: Any, send: Any) -> None:
        heard = _Heard()
        await self.app(scope, receive, heard)
        handled = Handled(scope["method"], scope["path"], heard.status, heard.body)
        self.handled.append(handled)
        spoiled = self.after(handled) if self.after else None
        if spoiled is None:
            for message in heard.messages:
                await send(message)
            return
        self.resetting = spoiled.reset
        await _say(send, spoiled)

    def open(self) -> None:
        """No fault is switched on any more, and nothing is counted yet."""
        self.calls, self.handled, self.after, self.resetting = [], [], None, False
        self.keeping, self.received = False, []
        self.lose, self.instead = (lambda method, path: False), (lambda method, path: None)


async def _whole(receive: Any) -> bytes:
    """The body of a call, however many pieces it comes in."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


def _again(body: bytes, receive: Any) -> Any:
    """A `receive` that gives a body that was read already, and then what comes: the end of the connection."""
    left = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Any:
        return left.pop() if left else await receive()

    return again


class _Heard:
    """Keeps an answer instead of sending it."""

    def __init__(self) -> None:
        self.messages: list[Any] = []
        self.status, self.body = 0, b""

    async def __call__(self, message: Any) -> None:
        self.messages.append(message)
        self.status = message.get("status", self.status)
        self.body += message.get("body", b"")


async def _unheard(message: Any) -> None:
    """What the simulator says now reaches nobody."""


async def _say(send: Any, spoiled: Spoiled) -> None:
    """The answer; raises LostAnswer, which ends the connection, where more was promised than is there."""
    length = len(spoiled.body) if spoiled.length is None else spoiled.length
    headers = [(b"content-type", spoiled.content_type.encode()), (b"content-length", str(length).encode())]
    await send({"type": "http.response.start", "status": spoiled.status, "headers": headers})
    cut = length > len(spoiled.body)
    await send({"type": "http.response.body", "body": spoiled.body, "more_body": cut})
    if cut:
        raise LostAnswer


@asynccontextmanager
async def relay(proxy: FaultProxy, url: str) -> AsyncIterator[str]:
    """A TCP relay before the simulator; yields its base URL. Resets the connection of an answer where the fault
    proxy asks."""
    import asyncio

    host, port = urlsplit(url).hostname, urlsplit(url).port
    lines: dict[asyncio.Task[None], tuple[asyncio.StreamWriter, ...]] = {}

    async def pumped(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answers: bool) -> None:
        try:
            while data := await reader.read(65_536):
                if answers and proxy.resetting:
                    proxy.resetting = False
                    break
                writer.write(data)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.transport.abort() if answers else writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_connection(host, port)
        task = asyncio.current_task()
        assert task is not None
        lines[task] = (writer, up_writer)
        await asyncio.gather(pumped(reader, up_writer, False), pumped(up_reader, writer, True))
        del lines[task]

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        for writer in (writer for pair in lines.values() for writer in pair):
            writer.transport.abort()
        await asyncio.gather(*lines)

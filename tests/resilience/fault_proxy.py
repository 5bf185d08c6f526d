"""A third party between the client and the simulator: answers are changed, replaced or never end."""

import gzip
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Change = Callable[[Any], Any]


@dataclass(frozen=True)
class Forged:
    """An answer in place of the right one. `body` may be an endless supply of pieces."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | Callable[[], AsyncIterator[bytes]] = b""


@dataclass
class Between:
    """An ASGI app around a simulator. `changes` edit JSON answers, `forged` replaces answers, both by a part of
    "METHOD path"."""

    app: Any
    changes: dict[str, Change] = field(default_factory=dict)
    forged: dict[str, Forged] = field(default_factory=dict)

    @property
    def state(self) -> Any:
        return self.app.state

    def clear(self) -> None:
        self.changes.clear()
        self.forged.clear()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        call = f"{scope['method']} {scope['path']}"
        forged = next((answer for part, answer in self.forged.items() if part in call), None)
        if forged is not None:
            await _tell(forged, send)
            return
        change = next((change for part, change in self.changes.items() if part in call), None)
        await self.app(scope, receive, send if change is None else _Edited(change, send))


class _Edited:
    """Collects a JSON answer and passes the edited one on."""

    def __init__(self, change: Change, send: Any) -> None:
        self._change, self._send = change, send
        self._start: dict[str, Any] = {}
        self._body = b""

    async def __call__(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = json.dumps(self._change(json.loads(self._body))).encode()
        kept = [(name, value) for name, value in self._start["headers"] if name.lower() != b"content-length"]
        await self._send(self._start | {"headers": [*kept, (b"content-length", str(len(body)).encode())]})
        await self._send({"type": "http.response.body", "body": body})


async def _tell(forged: Forged, send: Any) -> None:
    headers = [(name.encode(), value.encode()) for name, value in forged.headers.items()]
    await send({"type": "http.response.start", "status": forged.status, "headers": headers})
    if isinstance(forged.body, bytes):
        await send({"type": "http.response.body", "body": forged.body})
        return
    async for piece in forged.body():
        await send({"type": "http.response.body", "body": piece, "more_body": True})


# --- what third parties send


def redirect(to: str) -> Forged:
    return Forged(302, {"location": to})


def endless(first: bytes, piece: bytes) -> Forged:
    """Bytes without an end, and without a length."""
    import asyncio

    async def pieces() -> AsyncIterator[bytes]:
        yield first
        while True:
            yield piece
            await asyncio.sleep(0.001)

    return Forged(200, {"content-type": "video/mp4"}, pieces)


def gigabytes(count: int, first: bytes) -> Forged:
    """A length that nobody has room for."""
    return Forged(200, {"content-type": "video/mp4", "content-length": str(count * 10**9)}, first)


def gzip_bomb(megabytes: int) -> Forged:
    packed = gzip.compress(b" " * 1_000_000, 9) * megabytes
    return Forged(200, {"content-type": "application/json", "content-encoding": "gzip"}, packed)


def json_bomb(depth: int) -> Forged:
    return Forged(200, {"content-type": "application/json"}, b'{"code":0,"data":' + b"[" * depth)


def long_number(digits: int) -> Forged:
    return Forged(200, {"content-type": "application/json"}, b'{"code":0,"data":{"task_id":' + b"9" * digits + b"}}")

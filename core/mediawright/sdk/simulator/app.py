"""A simulated service as an ASGI app: its routes, sample media, the control prefix, and the faults around them all."""

import asyncio
import json
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from mediawright.sdk.simulator.faults import Fault
from mediawright.sdk.simulator.http_answers import CutAnswer, instead, ranged
from mediawright.sdk.simulator.media import PREFIX, sample_of
from mediawright.sdk.simulator.service import Service

CONTROL = "/__sim/"


def create_app(service: Service) -> Any:
    """Return the ASGI app; `app.state.service` is the service, for tests and for `Replies.charged`."""
    inner = Starlette(routes=[*_control(service), Route(PREFIX + "{name:path}", _media), *service.routes()])
    return _Served(inner, service)


class _Served:
    """Logs every call, and puts the answer of a fault in the place of the true one."""

    def __init__(self, inner: Starlette, service: Service) -> None:
        self.inner = inner
        self.state = inner.state
        self.state.service = service
        self._service = service

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"].startswith(CONTROL):
            await self.inner(scope, receive, send)
            return
        raw = await Request(scope, receive).body()
        call = f"{scope['method']} {scope['path']}"
        entry = self._service.logged(Request(scope), raw)
        before = self._service.faults.take(call, "before")
        if before is not None and before.kind == "delay":
            await asyncio.sleep(before.seconds)
        elif before is not None:
            entry["fault"] = before.kind
            await _send(send, before, 200, b"")
            return
        if not any(fault.when == "after" and fault.fits(call) for fault in self._service.faults.all):
            await self.inner(scope, _again(raw), _watched(send, entry))
            return
        heard = _Heard()
        await self.inner(scope, _again(raw), heard)
        entry["status"] = heard.status
        after = self._service.faults.take(call, "after")
        if after is None or after.kind == "delay":
            await asyncio.sleep(after.seconds if after else 0)
            for message in heard.messages:
                await send(message)
            return
        entry["fault"] = after.kind
        await _send(send, after, heard.status, heard.body)


class _Heard:
    """Keeps an answer instead of sending it."""

    def __init__(self) -> None:
        self.messages: list[Any] = []
        self.status, self.body = 200, b""

    async def __call__(self, message: Any) -> None:
        self.messages.append(message)
        self.status = message.get("status", self.status)
        self.body += message.get("body", b"")


def _again(raw: bytes) -> Any:
    """Return a `receive` that gives a body that was read already, and then waits for the end of the connection."""
    left = [{"type": "http.request", "body": raw, "more_body": False}]

    async def receive() -> Any:
        return left.pop() if left else {"type": "http.disconnect"}

    return receive


def _watched(send: Any, entry: dict[str, Any]) -> Any:
    async def sent(message: Any) -> None:
        if "status" in message:
            entry["status"] = message["status"]
        await send(message)

    return sent


async def _send(send: Any, fault: Fault, status: int, body: bytes) -> None:
    """Send what a fault makes of an answer. Raises CutAnswer, which ends the connection."""
    code, headers, content, length = instead(fault, status, body)
    pairs = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    pairs.append((b"content-length", str(length).encode()))
    await send({"type": "http.response.start", "status": code, "headers": pairs})
    cut = length > len(content)
    await send({"type": "http.response.body", "body": content, "more_body": cut})
    if cut:
        raise CutAnswer


async def _media(request: Request) -> Response:
    found = sample_of(request.url.path)
    return ranged(request, *found) if found else Response(status_code=404)


def _control(service: Service) -> list[BaseRoute]:
    async def faults(request: Request) -> Response:
        """POST one fault or a list; DELETE clears; GET shows them with how often each struck."""
        if request.method == "DELETE":
            service.faults.all.clear()
        if request.method == "POST":
            try:
                given = json.loads(await request.body())
                made = [Fault.of(item) for item in (given if isinstance(given, list) else [given])]
            except (ValueError, TypeError) as error:
                return JSONResponse({"error": str(error)}, status_code=400)
            service.faults.all += made
        return JSONResponse([fault.shown() for fault in service.faults.all])

    async def requests(request: Request) -> Response:
        """GET every call so far, secrets masked; DELETE forgets them."""
        if request.method == "DELETE":
            service.requests.clear()
        return JSONResponse(service.requests)

    async def clock(request: Request) -> Response:
        """POST {"advance": seconds} moves the simulated time on."""
        if request.method == "POST":
            service.clock.advance(float(json.loads(await request.body())["advance"]))
        return JSONResponse({"now": service.clock.seconds()})

    async def tasks(request: Request) -> Response:
        """GET every task with its state and what it cost."""
        return JSONResponse({"tasks": service.tasks.shown(), "balance": service.tasks.shown_balance()})

    return [
        Route(CONTROL + "faults", faults, methods=["GET", "POST", "DELETE"]),
        Route(CONTROL + "requests", requests, methods=["GET", "DELETE"]),
        Route(CONTROL + "clock", clock, methods=["GET", "POST"]),
        Route(CONTROL + "tasks", tasks, methods=["GET"]),
    ]

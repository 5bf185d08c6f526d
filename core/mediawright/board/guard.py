"""What stands before every page: names, origins, sizes and sessions are checked, and every answer carries its headers.

A web page on another origin can neither read anything here nor send a change: its Host or Origin is refused, the cookie is
SameSite=Strict, and a change needs the session's own token (`board/forms.py`).
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders

from mediawright.board.place import Place
from mediawright.board.sessions import Sessions
from mediawright.context.protocol import Clock

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

#: what a page of the board may load and do: its own files, no script in the page, no frame around it
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cache-control": "no-store",
}
#: the largest body that is taken (bytes): a film clip that is dropped in
LARGEST = 1_000_000_000
#: paths below the prefix that need no session
OPEN = ("/open", "/sign-in", "/static/")
SAFE = frozenset({"GET", "HEAD"})


class Guard:
    """An ASGI app around the board. `request.state.session` is set for everything behind it."""

    def __init__(self, app: Any, place: Place, sessions: Sessions, clock: Clock) -> None:
        self.app = app
        self.place = place
        self.sessions = sessions
        self.clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = Headers(scope=scope)
        status = self._refusal(scope, headers)
        if status is not None:
            await _bare(send, status)
            return
        scope.setdefault("state", {})["session"] = self.sessions.of(self._secret(headers), self.clock.monotonic())
        if scope["state"]["session"] is None and not self._open(scope["path"]):
            if scope["method"] not in SAFE:
                await _bare(send, 403)
                return
            scope["path"] = self.place.path("/sign-in")
            scope["raw_path"] = scope["path"].encode()
        await self.app(scope, _limited(receive), _with_headers(send))

    def _refusal(self, scope: Scope, headers: Headers) -> int | None:
        """421 for another name, 403 for a foreign page, 404 outside the prefix, 411 and 413 for bodies; None: go on."""
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or not self.place.serves(hosts[0]):
            return 421
        if any(not self.place.own(origin, hosts[0]) for origin in origins):
            return 403
        elsewhere = headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        if elsewhere and not _followed(scope, headers):
            return 403
        if scope["method"] not in SAFE:
            if scope["method"] != "POST":
                return 405
            if not origins and headers.get("sec-fetch-site") != "same-origin":
                return 403
            length = headers.get("content-length", "")
            if not length.isdecimal():
                return 411
            if int(length) > LARGEST:
                return 413
        if self.place.prefix and not (scope["path"] + "/").startswith(self.place.prefix + "/"):
            return 404
        return None

    def _open(self, path: str) -> bool:
        rest = path.removeprefix(self.place.prefix)
        return any(rest == item or (item.endswith("/") and rest.startswith(item)) for item in OPEN)

    def _secret(self, headers: Headers) -> str | None:
        """The session's secret in the cookie; None where there is none, or several that differ."""
        found = set()
        for part in headers.get("cookie", "").split(";"):
            name, _, value = part.strip().partition("=")
            if name == self.place.cookie:
                found.add(value)
        return found.pop() if len(found) == 1 else None


def _followed(scope: Scope, headers: Headers) -> bool:
    """Is it a link that a person follows from a chat, to look, and nothing that another page loads by itself?"""
    mode, into = headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")
    return scope["method"] in SAFE and mode == "navigate" and into == "document"


def _with_headers(send: Send) -> Send:
    """Every answer carries the headers; a media file has a stricter policy of its own already."""

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


def _limited(receive: Receive) -> Receive:
    """A body that grows beyond the largest one ends as if the client had gone."""
    got = 0

    async def receiving() -> MutableMapping[str, Any]:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        return {"type": "http.disconnect"} if got > LARGEST else message

    return receiving


async def _bare(send: Send, status: int) -> None:
    headers = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, (b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})

"""Listeners of this machine answer to its own names only: a web page whose name was turned to 127.0.0.1 gets nothing."""

import re
from typing import Any

Scope = dict[str, Any]

_OWN = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?", re.IGNORECASE)


def is_own_host(host: str) -> bool:
    """Is a Host header one of this machine's own names, with a port or none? (`127.0.0.1:1.evil.example` is not)"""
    return _OWN.fullmatch(host) is not None


def is_own_origin(origin: str) -> bool:
    """Is an Origin header that of a page which this machine served itself?"""
    scheme, found, host = origin.partition("://")
    return bool(found) and scheme in {"http", "https"} and is_own_host(host)


class LocalNames:
    """An ASGI app behind which no request comes that was meant for another name, or sent by a foreign web page."""

    def __init__(self, app: Any) -> None:
        self.app = app

    @property
    def state(self) -> Any:
        return self.app.state

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        status = _refusal(scope) if scope["type"] in {"http", "websocket"} else None
        if status is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})


def _refusal(scope: Scope) -> int | None:
    """421 for another name (RFC 9110 §15.5.20), 403 for a foreign page, None for what was meant for this machine."""
    said = [(name.lower(), value.decode("latin-1")) for name, value in scope["headers"]]
    hosts = [value for name, value in said if name == b"host"]
    if len(hosts) != 1 or not is_own_host(hosts[0]):
        return 421
    return None if all(is_own_origin(value) for name, value in said if name == b"origin") else 403

"""Answers as a service on the network gives them: parts of a file, refusals, and answers that break off."""

import re
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from mediawright.sdk.simulator.faults import Fault

PAGE = "<html><head><title>Error</title></head><body><center><h1>Error</h1></center><hr>gateway</body></html>"
_RANGE = re.compile(r"bytes=(?=.*\d)(\d*)-(\d*)$")


class CutAnswer(Exception):
    """Ends a connection in the middle of an answer, on purpose."""


def refusal(status: int, body: Any, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse(body, status_code=status, headers=dict(headers or {}))


class CutResponse(Response):
    """Promises its whole body and sends half of it: the server closes the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": bytes(self.body[: len(self.body) // 2]), "more_body": True})


def ranged(request: Request, content: bytes, media_type: str, *, tag: str = "") -> Response:
    """Return a file, or the part of it that `Range` asks for (RFC 9110 §14). `tag` is its entity tag, which `If-Range` may
    hold against another."""
    head = {"accept-ranges": "bytes"} | ({"etag": tag} if tag else {})
    found = _RANGE.match(request.headers.get("range", ""))
    if found is None or request.headers.get("if-range", tag) != tag:
        return Response(content, media_type=media_type, headers=head)
    if found[1]:
        start, end = int(found[1]), int(found[2] or len(content) - 1)
    else:
        start, end = max(0, len(content) - int(found[2])), len(content) - 1
    if start >= len(content):
        return Response(b"", 416, headers={"content-range": f"bytes */{len(content)}"})
    part = content[start : min(end, len(content) - 1) + 1]
    head["content-range"] = f"bytes {start}-{start + len(part) - 1}/{len(content)}"
    return Response(part, 206, media_type=media_type, headers=head)


def instead(fault: Fault, status: int, body: bytes) -> tuple[int, dict[str, str], bytes, int]:
    """Return what a fault makes of an answer: status, headers, body, and the length that is promised.

    `status` and `body` are those of the true answer; 200 and nothing where there is none.
    """
    json_type, extra = {"content-type": "application/json"}, dict(fault.headers)
    if fault.kind == "drop":
        return 200, json_type, b"{", 1000
    if fault.kind == "cut":
        return status, json_type, body[: len(body) // 2], max(len(body), 1)
    if fault.kind == "page":
        return fault.status, {"content-type": "text/html"}, PAGE.encode(), len(PAGE)
    if fault.kind == "empty":
        return fault.status if fault.status != 500 else status, {}, b"", 0
    if fault.kind == "garbage":
        return status, json_type, b'{"a": [1, ', 10
    made = b"" if fault.json is None else JSONResponse(fault.json).body
    content = bytes(made)
    return (fault.status if fault.kind == "status" else status), json_type | extra, content, len(content)

"""One call through the simulator: logged, struck by a fault, authenticated, answered in the envelope."""

import asyncio
import hashlib
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mediawright.plugin import dataclass
from mediawright.sdk.simulator import CutResponse
from mediawright_kling.simulator import faults
from mediawright_kling.simulator.authorization import check_bearer
from mediawright_kling.simulator.errors import HTTP, NO_ACCESS_KEYS, RefusedError, bad
from mediawright_kling.simulator.state import ServiceState, request_id

LONG = 400  # characters of a value that the log keeps as a digest


@dataclass(frozen=True, slots=True)
class Call:
    """What an endpoint gets."""

    service_state: ServiceState
    request: Request
    body: Mapping[str, Any]
    task_fault: faults.Fault | None

    @property
    def base(self) -> str:
        return str(self.request.base_url).rstrip("/")

    @property
    def path(self) -> str:
        return self.request.url.path

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """A paging parameter (K-R67)."""
        text = self.request.query_params.get(name, str(default))
        if not text.isdigit() or not low <= int(text) <= high:
            raise bad(f"{name} value '{text}' is invalid")
        return int(text)


#: returns the envelope's `data`, or a whole response
Endpoint = Callable[[Call], Any]
View = Callable[[Request], Awaitable[Response]]


def api(service_state: ServiceState, endpoint: Endpoint) -> View:
    """An endpoint behind the Authorization header."""

    async def view(request: Request) -> Response:
        return await _served(service_state, request, endpoint, signed=True)

    return view


def api_key_only(service_state: ServiceState, endpoint: Endpoint) -> View:
    """An endpoint of the new standard: access keys and wrong keys get the same words (kling-more.md K-N1, K-N2)."""

    def checked(call: Call) -> Any:
        token = (call.request.headers.get("authorization") or "").partition(" ")[2]
        if token != service_state.settings.api_key:
            raise RefusedError(1002, NO_ACCESS_KEYS)
        return endpoint(call)

    return open_call(service_state, checked)


def open_call(service_state: ServiceState, endpoint: Endpoint) -> View:
    """An endpoint for everybody: the console's bind calls, and media."""

    async def view(request: Request) -> Response:
        return await _served(service_state, request, endpoint, signed=False)

    return view


async def _served(service_state: ServiceState, request: Request, endpoint: Endpoint, *, signed: bool) -> Response:
    call = f"{request.method} {request.url.path}"
    raw = await request.body()
    entry = _logged(service_state, request, raw)
    before = service_state.faults.take(call, faults.BEFORE)
    if before is not None:
        return await _struck(service_state, before, entry)
    answer = _answer(service_state, request, raw, endpoint, call, signed=signed)
    after = service_state.faults.take(call, faults.AFTER)
    response = await _struck(service_state, after, entry, answer) if after is not None else answer
    entry["status"] = response.status_code
    if any(work.body.get("callback_url") for work in service_state.works.values()):
        from mediawright_kling.simulator.callbacks import report

        await report(service_state, str(request.base_url).rstrip("/"))
    return response


def _answer(
    service_state: ServiceState, request: Request, raw: bytes, endpoint: Endpoint, call: str, *, signed: bool
) -> Response:
    try:
        if signed:
            api_keys = frozenset({service_state.settings.api_key})
            check_bearer(request.headers.get("authorization"), service_state.keys, api_keys, time.time())
        fault = service_state.faults.take(call, faults.CALLS)
        data = endpoint(Call(service_state, request, _body(raw), fault))
    except RefusedError as error:
        return refusal(service_state, error)
    if isinstance(data, Response):
        return data
    if fault is not None and fault.kind == "no_task_id":
        data = None
    return JSONResponse({"code": 0, "message": "SUCCEED", "request_id": request_id(), "data": data})


def refusal(
    service_state: ServiceState, error: RefusedError, *, status: int | None = None, retry_after: float | None = None
) -> Response:
    """The envelope of a refusal: no `data`; the documented HTTP status, or 200 (§3.1)."""
    http = 200 if service_state.settings.http_200_errors else HTTP.get(error.code, 400)
    headers = {"retry-after": f"{retry_after:g}"} if retry_after is not None else None
    body = {"code": error.code, "message": error.message, "request_id": request_id()}
    return JSONResponse(body, status_code=status or http, headers=headers)


def _body(raw: bytes) -> Mapping[str, Any]:
    if not raw:
        return {}
    try:
        found = json.loads(raw)
    except ValueError as error:
        raise RefusedError(1200) from error
    if not isinstance(found, dict):
        raise RefusedError(1200)
    return found


async def _struck(
    service_state: ServiceState, fault: faults.Fault, entry: dict[str, Any], answer: Response | None = None
) -> Response:
    """What the client sees of a fault. `answer` is what it would have seen."""
    entry["fault"] = fault.kind
    kind = fault.kind.removesuffix("_before").removesuffix("_after")
    if kind == "timeout":
        await asyncio.sleep(service_state.settings.hang_s)
    if kind in {"timeout", "drop"}:
        return CutResponse(b"{}", headers={"content-length": "1000"})
    if kind == "truncated" and answer is not None:
        return CutResponse(bytes(answer.body), headers=dict(answer.headers))
    if kind == "malformed":
        return Response('{"code": 0, "message": "SUCCEED", "data": {', media_type="application/json")
    if kind == "html":
        return Response("<html><body>Bad gateway</body></html>", fault.status or 200, media_type="text/html")
    if kind == "empty":
        return Response(b"", fault.status or 200)
    error = RefusedError(fault.code, fault.message)
    refused = refusal(service_state, error, status=fault.status, retry_after=fault.retry_after)
    if not (fault.keeps_data and answer is not None):
        return refused
    data = json.loads(bytes(answer.body)).get("data")
    return JSONResponse(json.loads(bytes(refused.body)) | {"data": data}, refused.status_code)


def _logged(service_state: ServiceState, request: Request, raw: bytes) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "method": request.method,
        "path": request.url.path,
        "query": dict(request.query_params),
        "headers": {name: value for name, value in request.headers.items() if name != "authorization"},
        "auth": _masked(request.headers.get("authorization")),
    }
    try:
        entry["json"] = _short(json.loads(raw)) if raw else None
    except ValueError:
        entry["body"] = raw[:LONG].decode("utf-8", "replace")
    service_state.log.append(entry)
    return entry


def _masked(header: str | None) -> str | None:
    return None if header is None else f"{header.split(' ')[0]} ***"


def _short(value: Any) -> Any:
    """Inline media as a digest, codes of a bind masked."""
    if isinstance(value, dict):
        return {key: "***" if key in {"deviceCode", "codeVerifier"} else _short(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_short(item) for item in value]
    if isinstance(value, str) and len(value) > LONG and " " not in value:
        return {"$sha256": hashlib.sha256(value.encode()).hexdigest(), "length": len(value)}
    return value

"""What every endpoint goes through: the log, the general faults, the bearer, the attribution headers (§15.1)."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from mediawright.plugin import dataclass
from mediawright_nemovideo.simulator.responses import refused
from mediawright_nemovideo.simulator.state import ServiceState, Session, User

HEADERS = ("x-skill-source", "x-skill-version", "x-skill-platform")


@dataclass(slots=True)
class Call:
    """One request being answered. `body` is the parsed JSON, {} where there is none."""

    service_state: ServiceState
    request: Request
    user: User
    body: dict[str, Any]
    entry: dict[str, Any]

    @property
    def base(self) -> str:
        return str(self.request.base_url).rstrip("/")

    @property
    def attributed(self) -> bool:
        return all(self.request.headers.get(name) for name in HEADERS)

    def session(self, identity: str) -> Session | None:
        """The caller's own session; None for another's or an unknown one, and while the fault says so."""
        found = self.service_state.sessions.get(identity)
        if found is None or found.user != self.user.id:
            return None
        found.gone = found.gone or self.service_state.faults.take("session_1002") is not None
        return None if found.gone else found


Endpoint = Callable[[Call], Awaitable[Any]]


class Middleware:
    """An endpoint behind the log and the door."""

    def __init__(self, service_state: ServiceState, endpoint: Endpoint, *, middleware: bool = True) -> None:
        self._service_state = service_state
        self._endpoint = endpoint
        self._middleware = middleware

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self._service_state.settle()
        body = await _json(request)
        entry = _entry(self._service_state, request, body)
        self._service_state.log.append(entry)
        answer: ASGIApp = self._stopped(request, entry) or await self._answer(request, body, entry)
        entry["status"] = getattr(answer, "status_code", 200)
        await answer(scope, receive, send)

    def _stopped(self, request: Request, entry: dict[str, Any]) -> ASGIApp | None:
        service_state = self._service_state
        for name in ("rate_429_once", "rate_429_always"):
            numbers = service_state.faults.on(name)
            if numbers is None or str(numbers.get("path", "")) not in request.url.path:
                continue
            service_state.faults.take(name)
            after = numbers.get("retry_after")
            return refused(service_state, 429, headers={"Retry-After": str(after)} if after else None)
        if not self._middleware:
            return None
        return self._middleware_of(request)

    def _middleware_of(self, request: Request) -> ASGIApp | None:
        service_state, token = self._service_state, _token(request)
        mid = service_state.faults.on("auth_1001_mid")
        struck = mid is not None and str(mid.get("path", "")) in request.url.path
        if struck:
            service_state.faults.take("auth_1001_mid")
        struck = struck or service_state.faults.on("auth_1001_always") is not None
        if struck and token in service_state.bearers:
            service_state.bearers[token].refused = True
        missing = service_state.faults.on("strict") is not None and not all(
            request.headers.get(name) for name in HEADERS
        )
        if struck or missing or service_state.user_of(token) is None:
            return refused(service_state, 1001)
        return None

    async def _answer(self, request: Request, body: dict[str, Any], entry: dict[str, Any]) -> ASGIApp:
        user = self._service_state.user_of(_token(request)) or User("", 0)
        call = Call(self._service_state, request, user, body, entry)
        answer: ASGIApp = await self._endpoint(call)
        return answer


async def _json(request: Request) -> dict[str, Any]:
    if "json" not in request.headers.get("content-type", ""):
        return {}
    try:
        found = await request.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _token(request: Request) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ").strip()


def _entry(service_state: ServiceState, request: Request, body: dict[str, Any]) -> dict[str, Any]:
    """One line of the log: the bearer reduced to its last 4 characters."""
    token = _token(request)
    return {
        "at": round(service_state.clock.now(), 3),
        "method": request.method,
        "path": request.url.path,
        "body": body,
        "bearer": f"…{token[-4:]}" if token else "",
        "client_id": request.headers.get("x-client-id", ""),
        "attribution": {name: request.headers[name] for name in HEADERS if name in request.headers},
        "accepted": False,
    }

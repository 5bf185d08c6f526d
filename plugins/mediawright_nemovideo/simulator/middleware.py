"""What every endpoint goes through: the log, the general faults, the bearer, the attribution headers (§15.1)."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from mediawright.plugin import dataclass
from mediawright_nemovideo.simulator.responses import refused
from mediawright_nemovideo.simulator.state import Session, User, World

HEADERS = ("x-skill-source", "x-skill-version", "x-skill-platform")


@dataclass(slots=True)
class Call:
    """One request being answered. `body` is the parsed JSON, {} where there is none."""

    world: World
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
        found = self.world.sessions.get(identity)
        if found is None or found.user != self.user.id:
            return None
        found.gone = found.gone or self.world.faults.take("session_1002") is not None
        return None if found.gone else found


Endpoint = Callable[[Call], Awaitable[Any]]


class Served:
    """An endpoint behind the log and the door."""

    def __init__(self, world: World, endpoint: Endpoint, *, door: bool = True) -> None:
        self._world = world
        self._endpoint = endpoint
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self._world.settle()
        body = await _json(request)
        entry = _entry(self._world, request, body)
        self._world.log.append(entry)
        answer: ASGIApp = self._stopped(request, entry) or await self._answer(request, body, entry)
        entry["status"] = getattr(answer, "status_code", 200)
        await answer(scope, receive, send)

    def _stopped(self, request: Request, entry: dict[str, Any]) -> ASGIApp | None:
        world = self._world
        for name in ("rate_429_once", "rate_429_always"):
            numbers = world.faults.on(name)
            if numbers is None or str(numbers.get("path", "")) not in request.url.path:
                continue
            world.faults.take(name)
            after = numbers.get("retry_after")
            return refused(world, 429, headers={"Retry-After": str(after)} if after else None)
        if not self._door:
            return None
        return self._at_the_door(request)

    def _at_the_door(self, request: Request) -> ASGIApp | None:
        world, token = self._world, _token(request)
        mid = world.faults.on("auth_1001_mid")
        struck = mid is not None and str(mid.get("path", "")) in request.url.path
        if struck:
            world.faults.take("auth_1001_mid")
        struck = struck or world.faults.on("auth_1001_always") is not None
        if struck and token in world.bearers:
            world.bearers[token].refused = True
        missing = world.faults.on("strict") is not None and not all(request.headers.get(name) for name in HEADERS)
        if struck or missing or world.user_of(token) is None:
            return refused(world, 1001)
        return None

    async def _answer(self, request: Request, body: dict[str, Any], entry: dict[str, Any]) -> ASGIApp:
        user = self._world.user_of(_token(request)) or User("", 0)
        call = Call(self._world, request, user, body, entry)
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


def _entry(world: World, request: Request, body: dict[str, Any]) -> dict[str, Any]:
    """One line of the log: the bearer reduced to its last 4 characters."""
    token = _token(request)
    return {
        "at": round(world.clock.now(), 3),
        "method": request.method,
        "path": request.url.path,
        "body": body,
        "bearer": f"…{token[-4:]}" if token else "",
        "client_id": request.headers.get("x-client-id", ""),
        "attribution": {name: request.headers[name] for name in HEADERS if name in request.headers},
        "accepted": False,
    }

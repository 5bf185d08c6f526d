"""What every simulated service has: options, a clock, tasks, faults, a log of what came in; a subclass adds its routes."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import field
from decimal import Decimal
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from mediawright.sdk.simulator.clock import SimulatedClock
from mediawright.sdk.simulator.faults import FaultTable
from mediawright.sdk.simulator.tasks import TaskStore
from mediawright.types.dataclass import dataclass

#: characters of a text that the log keeps whole
LONG = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`mediawright simulate NAME --option …`, the same for every simulator; one may add fields of its own.

    `time_scale` 20: twenty times faster. `queue_s`, `run_s`: how long a task waits and runs, in simulated seconds.
    `balance` below 0: money without end.
    """

    clock: Literal["running", "manual"] = "running"
    time_scale: float = 1.0
    queue_s: float = 1.0
    run_s: float = 3.0
    balance: float = -1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call that a route answers: the request, its JSON (None where it has none), the fields of its path."""

    request: Request
    json: Any
    raw: bytes
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """The simulator's own address, without a slash at its end."""
        return str(self.request.base_url).rstrip("/")

    @property
    def name(self) -> str:
        return f"{self.request.method} {self.request.url.path}"

    def header(self, name: str) -> str:
        return str(self.request.headers.get(name, ""))

    def query(self, name: str, default: str = "") -> str:
        return str(self.request.query_params.get(name, default))


#: answers a call: a whole response, or JSON for status 200
Answering = Callable[[Call], Any]
View = Callable[[Request], Awaitable[Response]]


def route(method: str, path: str, answer: Answering) -> BaseRoute:
    """Return a route whose answer is a function of the call; what is no response becomes JSON with status 200."""

    async def view(request: Request) -> Response:
        raw = await request.body()
        call = Call(request=request, json=parsed(raw), raw=raw, fields=dict(request.path_params))
        made = answer(call)
        return made if isinstance(made, Response) else JSONResponse(made)

    return Route(path, view, methods=[method])


def parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return None


class Service:
    """A simulated service. `tasks` are its jobs, `faults` the trouble in force, `requests` everything that came in."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.clock = SimulatedClock(scale=options.time_scale, manual=options.clock == "manual")
        balance = None if options.balance < 0 else Decimal(str(options.balance))
        self.tasks = TaskStore(self.clock, queue_s=options.queue_s, run_s=options.run_s, balance=balance)
        self.faults = FaultTable()
        self.requests: list[dict[str, Any]] = []
        self._count = 0

    def routes(self) -> list[BaseRoute]:
        """Return the service's own routes; `route` makes one."""
        raise NotImplementedError

    def new_id(self, prefix: str = "sim") -> str:
        self._count += 1
        return f"{prefix}-{self._count}"

    def logged(self, request: Request, raw: bytes) -> dict[str, Any]:
        """Write a call down, without its secrets and with long texts shortened."""
        entry: dict[str, Any] = {
            "method": request.method,
            "path": request.url.path,
            "query": [[name, value] for name, value in request.query_params.multi_items()],
            "headers": {name: _masked(name, value) for name, value in request.headers.items()},
            "json": shortened(parsed(raw)),
            "size": len(raw),
            "at": self.clock.seconds(),
        }
        self.requests.append(entry)
        return entry


def _masked(name: str, value: str) -> str:
    """Return a header as it is kept: of one that carries a key, the scheme alone."""
    secret = name == "authorization" or "key" in name or "token" in name or "cookie" in name
    return f"{value.partition(' ')[0]} ***" if secret and " " in value else "***" if secret else value


def shortened(value: Any) -> Any:
    """Return JSON with long texts cut, so that a log of inline files stays small."""
    if isinstance(value, dict):
        return {name: shortened(item) for name, item in value.items()}
    if isinstance(value, list):
        return [shortened(item) for item in value]
    if isinstance(value, str) and len(value) > LONG:
        return {"$length": len(value), "starts": value[:60]}
    return value

"""A whole small mediawright around one provider: its own home, its simulator behind a tap, a runner, one request."""

import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from mediawright.clock import BriskClock
from mediawright.config import Config
from mediawright.context import Contexts
from mediawright.home import Home
from mediawright.http.client import Http
from mediawright.http.guard import Guard
from mediawright.http.redact import SafeLog
from mediawright.ledger import Ledger
from mediawright.plugin_context import PluginContext
from mediawright.plugins.discover import GROUP, Registry
from mediawright.plugins.dispatch import Plugin
from mediawright.runner.runner import Runner
from mediawright.runner.view import Silent
from mediawright.testing.builders import a_job, a_quote, a_yes
from mediawright.testing.fakes import PredictableIds
from mediawright.testing.simulator import serve
from mediawright.types.job import Job, Progress
from mediawright.types.request import Request
from mediawright.types.states import State

#: waits of seconds take milliseconds; the wall clock stays true
PACE = 500.0
#: how a provider's address setting names its simulator
ADDRESS = "{simulator}"
#: where nothing listens
NOWHERE = "http://127.0.0.1:9"

Answer = tuple[int, bytes]


class LostAnswer(Exception):
    """The connection is cut although the request was handled."""


@dataclass
class Tap:
    """The simulator with a hand on the tap: it counts calls, loses answers, puts other answers in their place.

    `calls` holds (method, path) of everything that came. `lose` cuts the answer after the simulator handled the call;
    `instead` answers without asking the simulator.
    """

    app: Any
    calls: list[tuple[str, str]] = field(default_factory=list)
    lose: Callable[[str, str], bool] = lambda method, path: False
    instead: Callable[[str, str], Answer | None] = lambda method, path: None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        call = (scope["method"], scope["path"])
        self.calls.append(call)
        other = self.instead(*call)
        if other is not None:
            await _say(send, *other)
        elif self.lose(*call):
            await self.app(scope, receive, _unheard)
            await _say(send, 200, b"{", length=1000)
            raise LostAnswer
        else:
            await self.app(scope, receive, send)


async def _unheard(message: Any) -> None:
    """What the simulator says now reaches nobody."""


async def _say(send: Any, status: int, body: bytes, length: int | None = None) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(length or len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": length is not None})


class Looks(Silent):
    """Remembers every state that a wait was told."""

    def __init__(self) -> None:
        self.seen: list[Progress] = []

    def update(self, progress: Progress) -> None:
        self.seen.append(progress)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Everything around the provider for one rehearsal. `log` holds the lines of its debug log."""

    plugin: Plugin
    registry: Registry
    contexts: Contexts
    ledger: Ledger
    runner: Runner
    clock: BriskClock
    folder: Path
    log: list[str]
    tap: Tap | None

    def open(self, job: Job | None = None) -> PluginContext:
        return self.contexts.open(self.plugin.provider, job_id=job.id if job else None)

    def approved(self, request: Request) -> Job:
        """A job for the request that a person said yes to, in the ledger."""
        name = self.plugin.name
        job = a_job(request, self.clock.now(), provider=name, output_dir=str(self.folder / "out"))
        quote = a_quote(request, None, at=job.created_at, provider=name)
        return self.ledger.add(
            replace(job, state=State.APPROVED, quote=quote, approval=a_yes(job, None, job.created_at))
        )

    def texts(self) -> list[bytes]:
        """Everything that was written: the ledger, records, results' neighbours, the debug log. Not the key store."""
        kept = [path for path in self.folder.rglob("*") if path.is_file() and "secrets" not in path.parts]
        return [path.read_bytes() for path in kept] + [line.encode() for line in self.log]


@asynccontextmanager
async def stage(
    module: str, folder: Path, environ: Mapping[str, str], options: Mapping[str, str] | None = None
) -> AsyncIterator[Stage]:
    """Set up below `folder`. Values of `environ` may name `{simulator}`; `options` go to the simulator.

    Raises PluginFault where the provider does not load.
    """
    registry = Registry([EntryPoint(name=_name(module), value=module, group=GROUP)])
    plugin = registry.load(_name(module))
    async with AsyncExitStack() as stack:
        tap = Tap(plugin.simulator(dict(options or {}))) if plugin.has("simulator") else None
        url = stack.enter_context(serve(tap)) if tap else NOWHERE
        used = _environment(folder, {name: value.replace(ADDRESS, url) for name, value in environ.items()})
        log: list[str] = []
        clock = BriskClock(PACE)
        (folder / "out").mkdir(parents=True, exist_ok=True)
        http = Http(clock, lambda: 0.5, guard=Guard.of(used), log=SafeLog({"MEDIAWRIGHT_DEBUG": "1"}, log.append))
        stack.push_async_callback(http.aclose)
        contexts = Contexts(Home.find(used), Config(), used, clock, PredictableIds(), http, cwd=folder / "out")
        (folder / "home").mkdir(exist_ok=True)
        ledger = stack.enter_context(Ledger(folder / "home" / "ledger.db", clock, redact=contexts.redact))
        yield Stage(
            plugin=plugin,
            registry=registry,
            contexts=contexts,
            ledger=ledger,
            runner=Runner(ledger, registry, contexts, clock),
            clock=clock,
            folder=folder,
            log=log,
            tap=tap,
        )


def _name(module: str) -> str:
    import importlib

    return str(importlib.import_module(module).describe().name)


def _environment(folder: Path, given: Mapping[str, str]) -> dict[str, str]:
    own = {
        "HOME": str(folder / "me"),
        "MEDIAWRIGHT_HOME": str(folder / "home"),
        "MEDIAWRIGHT_NO_KEYRING": "1",
        "MEDIAWRIGHT_ALLOW_LOOPBACK": "1",
    }
    return own | dict(given)


def path_of(url: str) -> str:
    """The path of an address as a server sees it."""
    return re.sub(r"^[a-z]+://[^/]+", "", url).partition("?")[0]

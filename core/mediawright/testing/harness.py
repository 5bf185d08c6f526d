"""A whole small mediawright around one provider: its own home, its simulator behind a fault proxy, a runner, one request."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint
from pathlib import Path

from mediawright.clock import BriskClock
from mediawright.config import Config
from mediawright.context.factory import Contexts
from mediawright.context.plugin import PluginContext
from mediawright.http.address_policy import Guard
from mediawright.http.client import Http
from mediawright.http.redact import SafeLog
from mediawright.ledger import Ledger
from mediawright.paths import Home
from mediawright.plugins.discover import GROUP, Registry
from mediawright.plugins.dispatch import Plugin
from mediawright.runner.observer import NullObserver
from mediawright.runner.runner import Runner
from mediawright.testing.builders import a_job, a_quote, an_approval
from mediawright.testing.fakes import PredictableIds
from mediawright.testing.fault_proxy import FaultProxy
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


class RecordingObserver(NullObserver):
    """Remembers every state that a wait was told."""

    def __init__(self) -> None:
        self.seen: list[Progress] = []

    def update(self, progress: Progress) -> None:
        self.seen.append(progress)


@dataclass(frozen=True, kw_only=True)
class Harness:
    """Everything around the provider for one end-to-end test. `log` holds the lines of its debug log."""

    plugin: Plugin
    registry: Registry
    contexts: Contexts
    ledger: Ledger
    runner: Runner
    clock: BriskClock
    folder: Path
    log: list[str]
    proxy: FaultProxy | None

    def open(self, job: Job | None = None) -> PluginContext:
        return self.contexts.open(self.plugin.provider, job_id=job.id if job else None)

    def approved(self, request: Request) -> Job:
        """A job for the request that a person approved, in the ledger."""
        name = self.plugin.name
        job = a_job(request, self.clock.now(), provider=name, output_dir=str(self.folder / "out"))
        quote = a_quote(request, None, at=job.created_at, provider=name)
        return self.ledger.add(
            replace(job, state=State.APPROVED, quote=quote, approval=an_approval(job, None, job.created_at))
        )

    def texts(self) -> list[bytes]:
        """Everything that was written: the ledger, records, results' neighbours, the debug log. Not the key store."""
        kept = [path for path in self.folder.rglob("*") if path.is_file() and "secrets" not in path.parts]
        return [path.read_bytes() for path in kept] + [line.encode() for line in self.log]


@dataclass(frozen=True)
class Served:
    """A provider and its simulator behind a fault proxy on a loopback address, where one runs. Stages may share it
    in turn."""

    plugin: Plugin
    registry: Registry
    proxy: FaultProxy | None
    url: str
    options: dict[str, str]

    def renew(self) -> None:
        """A simulator that has seen nothing yet, at the same address, with the fault proxy open."""
        if self.proxy is not None:
            self.proxy.app = self.plugin.simulator(dict(self.options))
            self.proxy.open()


@contextmanager
def served(module: str, options: Mapping[str, str] | None = None) -> Iterator[Served]:
    """The provider with its simulator running. Raises PluginFault where the provider does not load."""
    registry = Registry([EntryPoint(name=_name(module), value=module, group=GROUP)])
    plugin, given = registry.load(_name(module)), dict(options or {})
    if not plugin.has("simulator"):
        yield Served(plugin, registry, None, NOWHERE, given)
        return
    proxy = FaultProxy(plugin.simulator(given))
    with serve(proxy) as url:
        yield Served(plugin, registry, proxy, url, given)


@asynccontextmanager
async def harness(
    module: str, folder: Path, environ: Mapping[str, str], options: Mapping[str, str] | None = None
) -> AsyncIterator[Harness]:
    """Set up below `folder`. Values of `environ` may name `{simulator}`; `options` go to the simulator.

    Raises PluginFault where the provider does not load.
    """
    with served(module, options) as at:
        async with staged(at, folder, environ) as made:
            yield made


@asynccontextmanager
async def staged(
    at: Served, folder: Path, environ: Mapping[str, str], *, pace: float = PACE, url: str | None = None
) -> AsyncIterator[Harness]:
    """A home below `folder` for a provider whose simulator runs; an existing home is opened again. Waits take `pace`
    times less. `url`: another way to the simulator."""
    url = url or at.url
    async with AsyncExitStack() as stack:
        used = _environment(folder, {name: value.replace(ADDRESS, url) for name, value in environ.items()})
        log: list[str] = []
        clock = BriskClock(pace)
        (folder / "out").mkdir(parents=True, exist_ok=True)
        http = Http(clock, lambda: 0.5, guard=Guard.of(used), log=SafeLog({"MEDIAWRIGHT_DEBUG": "1"}, log.append))
        stack.push_async_callback(http.aclose)
        contexts = Contexts(Home.find(used), Config(), used, clock, PredictableIds(), http, cwd=folder / "out")
        (folder / "home").mkdir(exist_ok=True)
        ledger = stack.enter_context(Ledger(folder / "home" / "ledger.db", clock, redact=contexts.redact))
        yield Harness(
            plugin=at.plugin,
            registry=at.registry,
            contexts=contexts,
            ledger=ledger,
            runner=Runner(ledger, at.registry, contexts, clock),
            clock=clock,
            folder=folder,
            log=log,
            proxy=at.proxy,
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

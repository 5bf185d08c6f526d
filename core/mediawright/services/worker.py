"""A worker of a shared ledger: one process that carries the jobs of many front ends until it is told to end."""

import asyncio
import json
import os
import secrets
import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from mediawright import __version__
from mediawright.commands.action import Action
from mediawright.fleet.carry import Carrier
from mediawright.fleet.drain import drain, hand_back
from mediawright.fleet.keeper import Keeper
from mediawright.fleet.line import SLOTS, queue_of
from mediawright.fleet.records import LedgerRecords
from mediawright.installing import absent, install_command
from mediawright.ledger import Ledger
from mediawright.ledger.clock import SharedClock
from mediawright.ledger.roster import Worker
from mediawright.services.ledger_place import STORE
from mediawright.types.accounts import line_of, parts_of
from mediawright.types.errors import InvalidRequest, LocalFault, MediawrightError, Retry, SignInNeeded
from mediawright.types.job import Job
from mediawright.types.message import Lang, Message, Problem

if TYPE_CHECKING:
    from mediawright.fleet.engine import Carry
    from mediawright.fleet.metrics import Metrics
    from mediawright.ledger.address import PostgresAddress
    from mediawright.services.studio import Studio

T = TypeVar("T")
LIBRARIES = ("dbos", "psycopg")
#: how a machine is told where the shared record is
SHARE = Action.of("config", "set", key="ledger", value="postgresql://user@host/database")
#: seconds between two tries to reach a database that is not there yet
AGAIN_S = 2.0
#: how long a drain waits for what is being sent, where nothing else is said (seconds)
DRAIN_S = 60.0

#: provider → how many jobs may begin in how many seconds
Rates = Mapping[str, tuple[int, float]]
Say = Callable[[str, Mapping[str, object]], None]


def new_name() -> str:
    """A name that no other worker has, and this one only until it ends."""
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"


def log_line(event: str, data: Mapping[str, object], now: str) -> str:
    """One line of the worker's log."""
    return json.dumps({"at": now, "event": event, **data}, ensure_ascii=False, default=str)


class WorkerProcess:
    """Waits for its database, takes turns, and leaves without harm. `studio_of` opens a studio of this process."""

    def __init__(
        self,
        studio_of: "Callable[[], Studio]",
        say: Say,
        *,
        name: str | None = None,
        metrics_at: tuple[str, int] | None = None,
    ) -> None:
        self._studio_of = studio_of
        self._write = say
        self._metrics: Metrics | None = None
        self._metrics_at = metrics_at
        self.name = name or new_name()

    def _say(self, event: str, data: Mapping[str, object]) -> None:
        if self._metrics is not None:
            self._metrics.event(event)
        self._write(event, data)

    async def serve(
        self,
        wanted: Sequence[str],
        drain_s: float,
        ending: asyncio.Event,
        slots: Mapping[str, int] | None = None,
        rates: Rates | None = None,
    ) -> None:
        """Carry jobs of these providers (of all that can be used here where none is named) until `ending` is set.

        `slots`: jobs at once at a provider, over all workers of its account, in place of the provider's own limit; `rates`:
        how many may begin there in how many seconds.

        The caller ends the process afterwards: the engine's threads do not stop by themselves. Raises InvalidRequest where
        the ledger is not shared or no provider can be used, LocalFault without the libraries.
        """
        if absent((*LIBRARIES, *(("prometheus_client",) if self._metrics_at else ()))):
            raise LocalFault(Message("fleet.no_library", {"command": install_command("fleet")}))
        async with self._studio_of() as studio:
            if not studio.shared:
                raise InvalidRequest(Problem("ledger", Message("fleet.not_shared")), next=(SHARE,))
            studio.worker, studio.tells_ends = self.name, False  # ends are told as they come
            ledger = await self._patiently(lambda: studio.ledger, ending)
            if ledger is None:
                return
            me = self._worker(studio, wanted, slots or {})
            check_store(studio)
            await self._work(studio, ledger, me, drain_s, ending, rates or {})

    def _worker(self, studio: "Studio", wanted: Sequence[str], slots: Mapping[str, int]) -> Worker:
        served = _usable(studio, wanted)
        return Worker(
            name=self.name,
            machine=studio.machine,
            version=__version__,
            providers={
                line_of(name, studio.account_of(name)): slots.get(name) or _slots(studio, name) for name in served
            },
            started_at=studio.clock.now(),
        )

    async def _work(
        self, studio: "Studio", ledger: Ledger, me: Worker, drain_s: float, ending: asyncio.Event, rates: Rates
    ) -> None:
        from mediawright.fleet import engine

        address = _address(studio)
        await self._patiently(lambda: engine.prepare(address), ending, threaded=True)
        if ending.is_set():
            return
        line = engine.DbosLine(address)
        records = LedgerRecords(*_second(studio))
        lang_of = lambda job: _lang(studio, job)  # noqa: E731
        carrier = Carrier(
            studio.runner, ledger, studio.clock, lang_of, _teller(self, studio), name=self.name, say=self._say
        )
        stop_metrics = self.serve_metrics(studio, carrier)
        keeper = Keeper(me, records, line, lambda: carrier.turns, self._say)
        records.beat(me)  # before the first turn is taken: who is not in the roster counts as dead
        queues = {(line, machine): queue_of(line, machine) for line in me.providers for machine in (None, me.machine)}
        slots = {queue: me.providers[line] for (line, _), queue in queues.items()}
        pace = {queue: rates[name] for (line, _), queue in queues.items() if (name := parts_of(line)[0]) in rates}
        await engine.start(address, self.name, slots, self._counted(carrier), pace)
        keeper.start()
        self._say("ready", {"worker": self.name, "machine": me.machine, "providers": dict(me.providers)})
        await ending.wait()
        self._say("draining", {"jobs": len(carrier.turns)})
        with suppress(MediawrightError):
            keeper.drain()

        async def back() -> None:
            await asyncio.to_thread(keeper.stop)
            handed = await asyncio.to_thread(hand_back, line, self.name)
            records.bury([self.name])
            self._say("left", {"handed_back": len(handed)})

        calm = await drain(carrier, lambda: studio.runner.sending, drain_s, hand_back=back)
        if not calm:
            self._say("cut", {"seconds": drain_s})
        await asyncio.to_thread(stop_metrics)

    def serve_metrics(self, studio: "Studio", carrier: Carrier) -> Callable[[], None]:
        """Answer Prometheus where that is wanted; what ends it. Raises LocalFault where the port cannot be had."""
        if self._metrics_at is None:
            return lambda: None
        from mediawright.fleet.metrics import Metrics
        from mediawright.fleet.status import read

        ledger, clock = _second(studio)

        self._metrics = Metrics(
            lambda: read(ledger, clock.now(), studio.local_clock.now()), lambda: len(carrier.turns), __version__
        )
        port, stop = self._metrics.serve(*self._metrics_at)
        self._say("metrics", {"port": port})

        def closed() -> None:
            stop()
            ledger.close()

        return closed

    def _counted(self, carrier: Carrier) -> "Carry":
        """Carry turns, and count how they end where somebody asks for it."""

        async def carried(turn: str, job_id: str) -> str:
            word = await carrier.carry(turn, job_id)
            if self._metrics is not None:
                self._metrics.ended(word)
            return word

        return carried

    def quiet_studio(self) -> "Studio":
        """A studio that does not tell ends by itself."""
        studio = self._studio_of()
        studio.tells_ends = False
        return studio

    async def _patiently(self, step: Callable[[], T], ending: asyncio.Event, *, threaded: bool = False) -> T | None:
        """The step's value, as soon as the database answers; None where the end came first."""
        told = False
        while not ending.is_set():
            try:
                return await asyncio.to_thread(step) if threaded else step()
            except LocalFault as fault:
                if fault.retry is Retry.NEVER:
                    raise
                if not told:
                    self._say("waiting_for_database", dict(fault.data))
                told = True
            with suppress(TimeoutError):
                await asyncio.wait_for(ending.wait(), AGAIN_S)
        return None


def check_store(studio: "Studio") -> None:
    """Have results go to the store of the fleet. Raises InvalidRequest where it has one that this machine does not know."""
    if studio.contexts.shared_files is not None:
        studio.contexts.for_others = True
    elif studio.ledger.metadata_get(STORE) is not None:
        raise InvalidRequest(Problem("store", Message("store.not_set")))


def _usable(studio: "Studio", wanted: Sequence[str]) -> list[str]:
    """The providers to serve. Raises InvalidRequest for one that is not there, and where none can be used; SignInNeeded for
    one that is named and whose key is not here."""
    usable = studio.accounts.usable("en")
    if wanted:
        named = [studio.registry.load(name).name for name in wanted]
        without = next((name for name in named if not usable.get(name)), None)
        if without is not None:  # it would take jobs from those who have the key, and carry none
            told = {"provider": studio.registry.load(without).provider.title, "account": studio.account_of(without)}
            raise SignInNeeded(Message("fleet.no_key", told), provider=without, data={"account": told["account"]})
        return named
    found = sorted(name for name, there in usable.items() if there)
    if not found:
        raise InvalidRequest(Problem("providers", Message("fleet.no_provider")))
    return found


def _slots(studio: "Studio", name: str) -> int:
    return studio.registry.load(name).provider.limits.parallel or SLOTS


def _address(studio: "Studio") -> "PostgresAddress":
    from mediawright.ledger.address import PostgresAddress

    assert isinstance(studio.where, PostgresAddress)
    return studio.where


def _second(studio: "Studio") -> tuple[Ledger, SharedClock]:
    """A connection of the keeper's own, and its time."""
    clock = SharedClock(studio.local_clock)
    return Ledger(studio.where, clock, redact=studio.contexts.redact), clock


def _lang(studio: "Studio", job: Job) -> Lang:
    with suppress(MediawrightError):
        return studio.lang_of(job.quote.id if job.quote is not None else job.id) or "en"
    return "en"


def _teller(process: WorkerProcess, studio: "Studio") -> Callable[[], None]:
    """What has ends of jobs told as they come, where there is a target."""
    if not studio.config.notify:
        return lambda: None
    from mediawright.services.notify.teller import Teller

    return Teller(process.quiet_studio).wake

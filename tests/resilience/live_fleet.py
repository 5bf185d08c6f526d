"""Workers as processes of their own beside front ends of other homes: one ledger, one store, one simulator whose clock
stands still until a test moves it."""

import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from tests import postgres_server
from tests.bucket_server import bucket_server
from tests.resilience.chaos import TARGETS, ChaosHarness, Shell

from mediawright.clock import SystemClock
from mediawright.ledger import Ledger
from mediawright.ledger.address import PostgresAddress, postgres_address
from mediawright.ledger.clock import SharedClock

#: how long anything is waited for, seconds
PATIENCE_S = 60.0
#: the provider's seconds in which every work is done
WORK_S = 600


@dataclass
class LiveWorker:
    """One worker and its log."""

    process: "subprocess.Popen[bytes]"
    log: Path

    def events(self, name: str) -> list[dict[str, Any]]:
        found = []
        for line in self.log.read_text("utf-8").splitlines():
            with suppress(ValueError):
                said = json.loads(line)
                if isinstance(said, dict) and said.get("event") == name:
                    found.append(said)
        return found

    def said(self, event: str) -> dict[str, Any]:
        """Wait until its log tells of an event."""
        end = time.monotonic() + PATIENCE_S
        while not (found := self.events(event)):
            assert self.process.poll() is None or event == "left", self.log.read_text("utf-8")
            assert time.monotonic() < end, self.log.read_text("utf-8")
            time.sleep(0.05)
        return found[-1]

    @property
    def name(self) -> str:
        return str(self.said("ready")["worker"])

    def signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.process.pid, number)

    def kill(self) -> None:
        for number in (signal.SIGCONT, signal.SIGKILL):
            self.signal(number)
        self.process.wait()


@dataclass
class LiveFleet:
    """A ledger that machines share, a store, a provider, and the workers that were started."""

    chaos: ChaosHarness
    address: PostgresAddress
    store: dict[str, str]
    room: Path
    workers: list[LiveWorker] = field(default_factory=list)
    _started: int = 0

    def machine(self, name: str, **env: str) -> Shell:
        """A home and a working folder of its own, at the same ledger and the same store."""
        shared = {"MEDIAWRIGHT_LEDGER": self.address.url, "MEDIAWRIGHT_FLEET": self.address.fleet}
        return self.chaos.shell(self.room / name, **shared, **self.store, MEDIAWRIGHT_USER=name, **env)

    def worker(self, name: str = "w", *more: str, shift_s: float = 0.0, **env: str) -> LiveWorker:
        """Start one, with a wall clock that is off by `shift_s` seconds; `said("ready")` waits for it."""
        self._started += 1
        shell = self.machine(f"{name}{self._started}", **env)
        log = self.room / f"{name}{self._started}.log"
        program = program_of(shift_s)
        with log.open("wb") as file:
            process = subprocess.Popen(
                [*program, "worker", "--providers", self.chaos.target.name, *more],
                cwd=shell.cwd,
                env=shell.env,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )
        self.workers.append(LiveWorker(process, log))
        return self.workers[-1]

    def ledger(self) -> Ledger:
        return Ledger(self.address, SharedClock(SystemClock()))

    def works_done(self) -> None:
        """Move the provider's clock, so that all works there are done."""
        httpx2.post(f"{self.chaos.url}/__sim/clock", json={"advance": WORK_S}).raise_for_status()

    @contextmanager
    def going(self) -> Iterator[None]:
        """While this lasts, every work at the provider is soon done."""
        over = threading.Event()

        def go() -> None:
            while not over.wait(0.2):
                self.works_done()

        thread = threading.Thread(target=go)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def state(self, job: str) -> str:
        with self.ledger() as ledger:
            return ledger.get(job).state.value

    def reached(self, job: str, *states: str) -> str:
        """Wait until a job is in one of these states."""
        end = time.monotonic() + PATIENCE_S
        while (state := self.state(job)) not in states:
            assert time.monotonic() < end, (job, state, [worker.log.read_text("utf-8") for worker in self.workers])
            time.sleep(0.05)
        return state

    def dismiss(self) -> None:
        """No worker is there any more, nor known."""
        for worker in self.workers:
            worker.kill()
        self.workers.clear()
        with self.ledger() as ledger:
            ledger.roster.leave([worker.name for worker in ledger.roster.all()])


def program_of(shift_s: float) -> list[str]:
    """The command line with a wall clock that is off by so many seconds."""
    if not shift_s:
        return [sys.executable, "-m", "mediawright"]
    return [sys.executable, str(Path(__file__).with_name("shifted.py")), str(shift_s)]


@contextmanager
def live_fleet(
    room: Path, target: str = "kling", *, url: str | None = None, bucket: bool = True, **options: str
) -> Iterator[LiveFleet]:
    """`url`: of a server of its own; else that of the run. Raises NoPostgres; skips where what a bucket needs is missing."""
    with ExitStack() as stack:
        url = url or postgres_server.server()
        chaos = stack.enter_context(TARGETS[target].running(**(options or {"clock": "manual"})))
        address = postgres_address(url, f"live_{secrets.token_hex(4)}", password=True)
        if bucket:
            found = stack.enter_context(bucket_server())
            store = {"MEDIAWRIGHT_STORE": found.address, **found.environ}
        else:
            (room / "share").mkdir()
            store = {"MEDIAWRIGHT_STORE": (room / "share").as_uri()}
        fleet = LiveFleet(chaos, address, store, room)
        try:
            yield fleet
        finally:
            for worker in fleet.workers:
                worker.kill()
            _dropped(address)


def _dropped(address: PostgresAddress) -> None:
    import psycopg

    with psycopg.connect(address.url, autocommit=True) as connection:
        for schema in (address.schema, f"{address.schema}_turns"):
            connection.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE'.encode())

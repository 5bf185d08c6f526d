"""Workers that are killed, frozen and drained, a database that is killed, and jobs: none charged twice, none lost.

`python -m tests.resilience.fleet_kills --jobs 200 --workers 3 --seed 1` prints one table row (docs/evidence/fleet.md).
What a calm fleet costs: `fleet_cost`.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.resilience import fleet_server
from tests.resilience.chaos import TARGETS, ChaosHarness, Shell
from tests.resilience.kills import is_whole

from mediawright.clock import SystemClock
from mediawright.ledger import Ledger, roster
from mediawright.ledger.address import postgres_address
from mediawright.ledger.clock import SharedClock
from mediawright.paths import Home
from mediawright.services.approval import Consent
from mediawright.services.machine import machine_of
from mediawright.services.studio import Studio
from mediawright.types.errors import MediawrightError
from mediawright.types.job import Job
from mediawright.types.states import FINAL, State

#: seconds between two looks at who carries what
STEP_S = 0.1
#: how long the last jobs are waited for when the strikes are over, seconds
PATIENCE_S = 240.0
#: a recovery of which the story tells, seconds
LONG_S = 20.0
#: of the strikes: what they are, and how often
STRIKES = (("kill", 8), ("aimed kill", 6), ("freeze", 5), ("drain", 2), ("database", 1))


@dataclass
class Worker:
    """One process of the fleet, and the name under which it is known."""

    process: "subprocess.Popen[bytes]"
    log: Path
    frozen_until: float = 0.0

    @property
    def name(self) -> str | None:
        """What it is called in the roster, as soon as it is there."""
        for line in self.log.read_text("utf-8").splitlines():
            with suppress(ValueError):
                said = json.loads(line)
                if said.get("event") == "ready":
                    return str(said["worker"])
        return None


@dataclass
class Found:
    """What became of all jobs of a campaign."""

    jobs: int = 0
    charges: int = 0
    whole: int = 0
    doubled: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    unclear: int = 0
    told: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    strikes: Counter[str] = field(default_factory=Counter)
    recoveries: list[float] = field(default_factory=list)
    calm: list[float] = field(default_factory=list)
    drains: list[float] = field(default_factory=list)
    outages: list[float] = field(default_factory=list)
    seconds: float = 0.0
    peak: int = 0
    #: what was struck when (seconds since the first), and what took long to be carried again
    story: list[str] = field(default_factory=list)

    def row(self) -> str:
        """One row of the table in docs/evidence/fleet.md."""
        struck = ", ".join(f"{name} {count}" for name, count in sorted(self.strikes.items()))
        ends = ", ".join(f"{state} {count}" for state, count in sorted(self.ends.items()))
        numbers = (self.jobs, struck, self.charges, self.whole, len(self.doubled), len(self.lost), self.unclear, ends)
        times = (_times(self.recoveries), _times(self.calm), _times(self.outages), _times(self.drains))
        return f"| {' | '.join(map(str, (*numbers, *times, round(self.seconds))))} |"


def _times(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds):.1f} / {max(seconds):.1f} s ({len(seconds)})" if seconds else "–"


class Fleet:
    """Workers at one database and one simulator, and a front end that says yes."""

    def __init__(self, chaos: ChaosHarness, server: fleet_server.Server, folder: Path, slots: int) -> None:
        self.chaos, self.server, self.folder, self.slots = chaos, server, folder, slots
        self.shell: Shell = chaos.shell(folder, MEDIAWRIGHT_LEDGER=server.url, MEDIAWRIGHT_FLEET="attacked")
        self.workers: list[Worker] = []
        self._started = 0
        self.reached_at = time.monotonic()

    # --- workers

    def start(self) -> Worker:
        self._started += 1
        log = self.folder / f"worker-{self._started}.log"
        command = [sys.executable, "-m", "mediawright", "worker", "--providers", self.chaos.target.name]
        with log.open("wb") as file:
            process = subprocess.Popen(
                [*command, "--slots", f"{self.chaos.target.name}={self.slots}"],
                cwd=self.shell.cwd,
                env=self.shell.env,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )
        worker = Worker(process, log)
        self.workers.append(worker)
        return worker

    def end(self, worker: Worker, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.kill(worker.process.pid, number)

    def close(self) -> None:
        for worker in self.workers:
            for number in (signal.SIGCONT, signal.SIGKILL):
                self.end(worker, number)
            worker.process.wait()

    async def ready(self, count: int) -> None:
        """Wait until so many workers take jobs."""
        end = time.monotonic() + 90
        while sum(worker.name is not None for worker in self.workers) < count:
            assert time.monotonic() < end, "\n".join(worker.log.read_text("utf-8") for worker in self.workers)
            await asyncio.sleep(STEP_S)

    # --- what the ledger says

    def ledger(self) -> Ledger:
        address = postgres_address(self.server.url, "attacked", password=True)
        return Ledger(address, SharedClock(SystemClock()))

    def look(self) -> tuple[dict[str, str], dict[str, str]] | None:
        """Job → the worker that carries it, and job → state; None while the database is away."""
        try:
            with self.ledger() as ledger:
                leases = ledger._db.read("SELECT job_id, worker FROM leases WHERE worker IS NOT NULL")
                jobs = ledger._db.read("SELECT id, state FROM jobs")
        except MediawrightError:
            return None
        return {row["job_id"]: row["worker"] for row in leases}, {row["id"]: row["state"] for row in jobs}


def prompt_of(number: int) -> str:
    return f"a fox among workers number {number:05}"


async def feed(fleet: Fleet, jobs: int, apart_s: float, *, wait: bool = False) -> None:
    """Say yes to that many wishes, one after the other; what the database does not answer is said again."""
    for number in range(jobs):
        while True:
            try:
                async with Studio.open(fleet.shell.env, fleet.shell.cwd) as studio:
                    values = {"prompt": prompt_of(number), "duration": 5, "provider": fleet.chaos.target.name}
                    await studio.run(
                        studio.read("video", values), Consent(approve_cost=fleet.chaos.target.ceiling), wait=wait
                    )
                break
            except MediawrightError:
                await asyncio.sleep(0.5)
        await asyncio.sleep(apart_s)


class Attack:
    """Strikes until the jobs are in, and counts how long it takes until what a strike left is carried again."""

    def __init__(self, fleet: Fleet, rng: random.Random, found: Found, strikes: Sequence[str]) -> None:
        self.fleet, self.rng, self.found, self.strikes = fleet, rng, found, strikes
        self.waiting: dict[str, tuple[str, str, float, bool]] = {}
        self.restarts: list[float] = []
        self.back_at: float | None = None
        self.woken: list[Worker] = []
        self.stormy_until = 0.0
        self.began = time.monotonic()
        self.over = False

    async def go_on(self, apart_s: tuple[float, float]) -> None:
        """Strike, each so many seconds apart."""
        for what in self.strikes:
            await asyncio.sleep(self.rng.uniform(*apart_s))
            self._note(what)
            await self.strike(what)

    def _note(self, what: str) -> None:
        self.found.story.append(f"{time.monotonic() - self.began:6.1f} {what}")

    async def strike(self, what: str) -> None:
        if what == "database":
            await self._database()
            return
        if what == "aimed kill":
            await asyncio.to_thread(self._charged)
        seen = await asyncio.to_thread(self.fleet.look)
        living = [worker for worker in self.fleet.workers if worker.process.poll() is None and worker.name]
        living = [worker for worker in living if worker not in self.woken]
        if not living or seen is None:
            return
        leases, states = seen
        busy = [worker for worker in living if worker.name in leases.values()] or living
        sending = {worker for job, worker in leases.items() if states.get(job) == State.SUBMITTING}
        aimed = [worker for worker in busy if worker.name in sending]
        worker = self.rng.choice(aimed if what == "aimed kill" and aimed else busy)
        self.found.strikes[what] += 1
        if what == "freeze":
            await self._frozen(worker)
        elif what == "drain":
            await self._drained(worker)
        else:
            self._left(worker, leases, states)
            self.fleet.end(worker, signal.SIGKILL)
            worker.process.wait()
            self.restarts.append(time.monotonic() + self.rng.uniform(0.0, 4.0))

    def _left(self, worker: Worker, leases: dict[str, str], states: dict[str, str]) -> None:
        now, calm = time.monotonic(), time.monotonic() > self.stormy_until and not self.woken
        self.stormy_until = now + 20
        for job, name in leases.items():
            if name == worker.name and State(states[job]) not in FINAL:
                self.waiting[job] = (name, states[job], now, calm)

    def _charged(self) -> None:
        """Come back at the moment at which the provider takes money."""
        before, end = self.fleet.chaos.charges(), time.monotonic() + 5
        while self.fleet.chaos.charges() == before and time.monotonic() < end:
            time.sleep(0.001)

    async def _frozen(self, worker: Worker) -> None:
        self.fleet.end(worker, signal.SIGSTOP)
        self.woken.append(worker)

        async def wake() -> None:
            await asyncio.sleep(self.rng.uniform(3.0, 25.0))
            self.fleet.end(worker, signal.SIGCONT)
            self.woken.remove(worker)

        self.waking = asyncio.create_task(wake())

    async def _drained(self, worker: Worker) -> None:
        began = time.monotonic()
        self.fleet.end(worker, signal.SIGTERM)
        code = await asyncio.to_thread(worker.process.wait, 90)
        assert code == 0, worker.log.read_text("utf-8")[-2000:]
        self.found.drains.append(time.monotonic() - began)
        self.restarts.append(time.monotonic())

    async def _database(self) -> None:
        self.found.strikes["database"] += 1
        await asyncio.to_thread(self.fleet.server.kill)
        await asyncio.sleep(self.rng.uniform(1.0, 10.0))
        await asyncio.to_thread(self.fleet.server.start)
        self.back_at = time.monotonic()
        self.stormy_until = self.back_at + 20

    async def watch(self) -> None:
        """See who carries what, start workers anew, and take the times."""
        progress: dict[str, str] = {}
        while not self.over:
            now = time.monotonic()
            for at in [at for at in self.restarts if at <= now]:
                self.restarts.remove(at)
                self.fleet.start()
            seen = await asyncio.to_thread(self.fleet.look)
            if seen is not None:
                self._seen(*seen, progress)
                progress = seen[1]
            await asyncio.sleep(STEP_S)

    def _seen(self, leases: dict[str, str], states: dict[str, str], before: dict[str, str]) -> None:
        now = time.monotonic()
        self.found.peak = max(self.found.peak, len(leases))
        if self.back_at is not None and states != before:
            self.found.outages.append(now - self.back_at)
            self.back_at = None
        for job, (name, state, at, calm) in list(self.waiting.items()):
            # a lease may come and go between two looks: only another worker can have moved the row
            if leases.get(job, name) != name or states[job] != state:
                del self.waiting[job]
                self.found.recoveries.append(now - at)
                if now - at > LONG_S:
                    self._note(f"{job} ({state}, {name}) is carried again after {now - at:.1f} s as {states[job]}")
                if calm:
                    self.found.calm.append(now - at)


async def settled(fleet: Fleet, jobs: int) -> None:
    """Wait until every job is over, or waits for a person."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        seen = await asyncio.to_thread(fleet.look)
        if seen is not None:
            over = [State(state) in FINAL or state == State.UNCERTAIN for state in seen[1].values()]
            if len(over) >= jobs and all(over):
                return
        await asyncio.sleep(0.5)


def counted(fleet: Fleet, found: Found, jobs: int) -> None:
    """Compare the provider's own count of charges with the approvals and the files."""
    with fleet.ledger() as ledger:
        rows: list[Job] = ledger.list(limit=jobs * 2)
    by_prompt: dict[str, list[Job]] = {}
    for job in rows:
        by_prompt.setdefault(job.request.prompt, []).append(job)
    found.jobs = len(rows)
    for number in range(jobs):
        prompt = prompt_of(number)
        mine, charges = by_prompt.get(prompt, []), fleet.chaos.charges(prompt)
        found.charges += charges
        found.ends.update(job.state.value for job in mine)
        whole = sum(is_whole(job) for job in mine)
        found.whole += whole
        unclear = any(job.state is State.UNCERTAIN for job in mine)
        found.unclear += bool(unclear and charges)
        found.told += not charges and (unclear or any(job.state is State.FAILED for job in mine))
        if charges > 1:
            found.doubled.append(prompt)
        over = bool(mine) and all(job.state in FINAL or job.state is State.UNCERTAIN for job in mine)
        if (charges and not whole and not unclear) or not over:
            found.lost.append(f"{prompt}: {[(job.id, job.state.value) for job in mine]}, charges {charges}")


@dataclass(frozen=True, kw_only=True)
class Size:
    """A campaign: who is attacked with what, and how many seconds lie between two strikes, and between two jobs."""

    target: str = "kling"
    jobs: int
    workers: int
    slots: int
    strikes: Sequence[str]
    strikes_apart_s: tuple[float, float]
    jobs_apart_s: float
    quick: bool = False


async def campaign(size: Size, rng: random.Random) -> Found:
    """Strike while jobs come in; what became of them. Raises NoPostgres."""
    found, target, jobs = Found(), TARGETS[size.target], size.jobs
    with (
        tempfile.TemporaryDirectory() as place,
        target.running(**(target.quick if size.quick else {})) as chaos,
        fleet_server.running() as server,
    ):
        fleet = Fleet(chaos, server, Path(place), size.slots)
        try:
            for _ in range(size.workers):
                fleet.start()
            await fleet.ready(size.workers)
            attack = Attack(fleet, rng, found, size.strikes)
            began = time.monotonic()
            watching = asyncio.create_task(attack.watch())
            striking = asyncio.create_task(attack.go_on(size.strikes_apart_s))
            await asyncio.to_thread(lambda: asyncio.run(feed(fleet, jobs, size.jobs_apart_s)))
            await striking
            await settled(fleet, jobs)
            found.seconds = time.monotonic() - began
            attack.over = True
            await watching
            counted(fleet, found, jobs)
            if found.lost or found.doubled:
                for worker in fleet.workers:
                    sys.stderr.write(f"--- {worker.log.name}\n{worker.log.read_text('utf-8')[-3000:]}\n")
        finally:
            fleet.close()
    return found


class Standing:
    """While it is on duty for all and does nothing, all jobs wait in line."""

    def __init__(self, fleet: Fleet) -> None:
        self._ledger, self._ended = fleet.ledger(), threading.Event()
        self._me = roster.Worker(
            name="standing",
            machine=machine_of(Home.find(fleet.shell.env)),
            version="0",
            providers={fleet.chaos.target.name: 1},
            started_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        self._thread = threading.Thread(target=self._beat)

    def __enter__(self) -> None:
        self._stand()
        self._thread.start()

    def _beat(self) -> None:
        while not self._ended.wait(0.5):
            self._stand()

    def _stand(self) -> None:
        self._ledger.roster.beat(self._me)
        assert self._ledger.roster.on_duty(self._me.name)

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        self._thread.join()
        self._ledger.roster.leave([self._me.name])
        self._ledger.metadata_set(roster.DUTY, None)
        self._ledger.close()


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--provider", default="kling", choices=list(TARGETS))
    parser.add_argument("--jobs", type=int, default=200)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--strikes", type=int, default=40)
    parser.add_argument("--slots", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--calm", action="store_true", help="kills only, each when all is calm again")
    parser.add_argument("--story", action="store_true", help="tell what was struck when, and what took long")
    chosen = parser.parse_args(arguments)
    rng = random.Random(f"{chosen.provider} {chosen.seed}")
    strikes = rng.choices([name for name, _ in STRIKES], [often for _, often in STRIKES], k=chosen.strikes)
    if chosen.calm:
        strikes = ["kill"] * chosen.strikes
    size = Size(
        target=chosen.provider,
        jobs=chosen.jobs,
        workers=chosen.workers,
        slots=chosen.slots,
        strikes=strikes,
        strikes_apart_s=(22.0, 30.0) if chosen.calm else (1.0, 7.0),
        jobs_apart_s=26.0 * chosen.strikes / chosen.jobs if chosen.calm else 0.3,
    )
    found = asyncio.run(campaign(size, rng))
    sys.stdout.write(found.row() + "\n")
    for line in (*found.doubled, *found.lost, *(found.story if chosen.story else ())):
        sys.stdout.write(f"  {line}\n")
    return 1 if found.doubled or found.lost else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

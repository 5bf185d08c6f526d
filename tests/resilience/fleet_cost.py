"""What a job costs who carries it: processor time, rows written, jobs a second, for one machine's runner and for workers.

    python -m tests.resilience.fleet_cost

prints the table of docs/evidence/fleet.md, in less than four minutes on a quiet machine. Every job was approved before; from
then on to its file is what is measured. PostgreSQL and the simulator run on the same machine.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.resilience import fleet_server
from tests.resilience.chaos import TARGETS, ChaosHarness, Shell
from tests.resilience.fleet_kills import Fleet, Found, Standing, counted, prompt_of, settled

from mediawright.services.approval import Consent
from mediawright.services.studio import Studio
from mediawright.types.states import State

PROVIDER = "kling"
HEAD = (
    "| who carries | jobs a second | processor of who carries, ms a job | rows written a job | database's log, kB a job |\n"
    "| --- | --: | --: | --: | --: |\n"
)
#: seconds until a server's counts of rows hold all that was done
COUNTED_S = 1.5


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What jobs cost, each. `log_kb`: what PostgreSQL writes ahead; None where there is none."""

    name: str
    rate: float
    cpu_ms: float
    rows: float
    log_kb: float | None = None

    def line(self) -> str:
        """One row of the table."""
        log = "" if self.log_kb is None else f"{self.log_kb:.1f}"
        return f"| {self.name} | {self.rate:.1f} | {self.cpu_ms:.0f} | {self.rows:.1f} | {log} |\n"


@dataclass(frozen=True)
class Written:
    """What a server has written so far: rows, and bytes of its log."""

    rows: int
    log: int

    @classmethod
    def by(cls, fleet: Fleet) -> "Written":
        time.sleep(COUNTED_S)
        rows = "SELECT tup_inserted + tup_updated + tup_deleted AS n FROM pg_stat_database WHERE datname = 'postgres'"
        log = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint AS n"
        with fleet.ledger() as ledger:
            return cls(*(int(ledger._db.read(sql)[0]["n"]) for sql in (rows, log)))


async def approve(shell: Shell, jobs: int) -> None:
    """Say yes to that many wishes and carry none of them."""
    async with Studio.open(shell.env, shell.cwd) as studio:
        for number in range(jobs):
            values = {"prompt": prompt_of(number), "duration": 5, "provider": PROVIDER}
            plan = await studio.plan(studio.read("video", values))
            yes = Consent(approve_cost=shell.chaos.target.ceiling)
            await studio.spender.approved(plan, yes, "en", str(shell.cwd))


async def carry(slots: int) -> None:
    """In a process of its own: bring all approved jobs to their files, so many at once; what that took."""
    async with Studio.open() as studio:
        jobs = studio.ledger.list(states={State.APPROVED}, limit=10_000)
        gate = asyncio.Semaphore(slots)

        async def one(job: Any) -> None:
            async with gate:
                await studio.runner.run(job)

        connection = getattr(studio.ledger._db, "connection", None)
        before = getattr(connection, "total_changes", 0)
        began, spent = time.monotonic(), time.process_time()
        await asyncio.gather(*map(one, jobs))
        took, cpu = time.monotonic() - began, time.process_time() - spent
        rows = getattr(connection, "total_changes", 0) - before
    sys.stdout.write(json.dumps({"seconds": took, "cpu_s": cpu, "rows": rows}))


def carried(shell: Shell, slots: int) -> dict[str, float]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.resilience.fleet_cost", "--carry", str(slots)],
        cwd=Path(__file__).parents[2],
        env=shell.env,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return dict(json.loads(ran.stdout))


@contextmanager
def provider() -> "Iterator[tuple[ChaosHarness, Path]]":
    """A simulator that makes its works at once, and a folder."""
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        yield stack.enter_context(TARGETS[PROVIDER].running(**TARGETS[PROVIDER].quick)), place


def alone_in_a_file(jobs: int, slots: int) -> Cost:
    """One machine's runner with the ledger in its file."""
    with provider() as (chaos, place):
        shell = chaos.shell(place)
        asyncio.run(approve(shell, jobs))
        found = carried(shell, slots)
        assert chaos.charges() == jobs
    return _cost("one machine, SQLite", jobs, found, rows=found["rows"])


def alone_on_a_server(jobs: int, slots: int) -> Cost:
    """The same with the ledger in PostgreSQL, and no worker."""
    with provider() as (chaos, place), fleet_server.running() as server:
        fleet = Fleet(chaos, server, place, slots)
        fleet.ledger().close()
        asyncio.run(approve(fleet.shell, jobs))
        before = Written.by(fleet)
        found = carried(fleet.shell, slots)
        after = Written.by(fleet)
        assert chaos.charges() == jobs
    return _cost(
        "one machine, PostgreSQL", jobs, found, rows=after.rows - before.rows, log=float(after.log - before.log)
    )


def by_workers(jobs: int, slots: int, workers: int) -> Cost:
    """So many workers; all jobs are in line before the first is dealt."""
    with provider() as (chaos, place), fleet_server.running() as server:
        fleet = Fleet(chaos, server, place, slots)
        fleet.ledger().close()
        try:
            with Standing(fleet):
                for _ in range(workers):
                    fleet.start()
                asyncio.run(fleet.ready(workers))
                asyncio.run(approve(fleet.shell, jobs))
                before, spent = Written.by(fleet), _cpu_s(fleet)
            began = time.monotonic()
            asyncio.run(settled(fleet, jobs))
            took, cpu = time.monotonic() - began, _cpu_s(fleet) - spent
            after, found = Written.by(fleet), Found()
            counted(fleet, found, jobs)
            assert (found.whole, found.doubled, found.lost) == (jobs, [], []), found
        finally:
            fleet.close()
    name = "one worker" if workers == 1 else f"{workers} workers"
    told = {"seconds": took, "cpu_s": cpu}
    return _cost(name, jobs, told, rows=after.rows - before.rows, log=float(after.log - before.log))


def _cost(name: str, jobs: int, found: dict[str, float], *, rows: float, log: float | None = None) -> Cost:
    return Cost(
        name=name,
        rate=jobs / found["seconds"],
        cpu_ms=1000 * found["cpu_s"] / jobs,
        rows=rows / jobs,
        log_kb=None if log is None else log / 1000 / jobs,
    )


def _cpu_s(fleet: Fleet) -> float:
    """Seconds of processor time that the workers have used (proc(5))."""
    ticks, used = os.sysconf("SC_CLK_TCK"), 0
    for worker in fleet.workers:
        fields = Path(f"/proc/{worker.process.pid}/stat").read_text().rpartition(")")[2].split()
        used += int(fields[11]) + int(fields[12])
    return used / float(ticks)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=120)
    parser.add_argument("--workers", default="1,2,4", help="numbers of workers, with commas between them")
    parser.add_argument("--slots", type=int, default=12, help="jobs at once at the provider")
    parser.add_argument("--carry", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.carry:
        asyncio.run(carry(chosen.carry))
        return 0
    jobs, slots = chosen.jobs, chosen.slots
    sys.stdout.write(HEAD)
    counts = map(int, chosen.workers.split(","))
    alone = [partial(measure, jobs, slots) for measure in (alone_in_a_file, alone_on_a_server)]
    for measure in (*alone, *(partial(by_workers, jobs, slots, count) for count in counts)):
        sys.stdout.write(measure().line())
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

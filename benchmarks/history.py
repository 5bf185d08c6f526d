"""The ledger with a hundred thousand past jobs: looking and confirming against an empty one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.batch import job
from benchmarks.machine import PROGRAM, Figure, empty_home, ratios
from mediawright.clock import SystemClock
from mediawright.ledger import Ledger
from mediawright.types.states import State

JOBS = 100_000
COMMANDS = {"jobs list": (*PROGRAM, "jobs", "list"), "confirm": (*PROGRAM, "confirm", "Q222222", "--approve-cost", "1")}


def fill(path: Path, jobs: int) -> None:
    """So many finished jobs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ended = datetime.now(UTC)
    with Ledger(path, SystemClock()) as ledger:
        for start in range(0, jobs, 5000):
            with ledger.batch():
                for number in range(start, min(start + 5000, jobs)):
                    ledger.add(replace(job(number, "https://provider.example"), state=State.DONE, finished_at=ended))


def polled(jobs: int, rounds: int) -> dict[str, float]:
    """How long the commands take beside so many jobs, against the yardstick."""
    with empty_home() as (cwd, env):
        fill(Path(env["MEDIAWRIGHT_HOME"]) / "state" / "ledger.db", jobs)
        # a quote that does not exist is looked up all the same, and answered with a refusal
        commands = {name: ("sh", "-c", f"{' '.join(command)} || true") for name, command in COMMANDS.items()}
        return ratios(commands, cwd, env, rounds)


def pasts(rounds: int) -> Iterator[Figure]:
    """A full ledger against one with a single page of jobs."""
    few, many = polled(20, rounds), polled(JOBS, rounds)
    for name in COMMANDS:
        yield Figure(f"{name} beside {JOBS:,} past jobs", many[name] / few[name], 2.0, note="times that beside 20")

"""Thousands of jobs in flight in one process: memory, processor, when each poll comes, connections, the ledger.

    python -m benchmarks.batch URL JOBS SECONDS together|alone

runs in a process of its own, so that its memory and processor time are its own.
"""

import asyncio
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.machine import Figure, empty_home, provider, run_module, told
from mediawright.runner import batch_poll
from mediawright.services.studio import Studio
from mediawright.types.job import Job, Task
from mediawright.types.money import Approval, ApprovalKind
from mediawright.types.operations import Operation
from mediawright.types.request import Request
from mediawright.types.states import State

#: seconds that the jobs are followed, from when on all are taken up, and how long one takes: none ends meanwhile
WATCHED, SETTLED, LENGTH = 60.0, 30.0, 100_000.0
#: a batch whose jobs end: how many, and how many seconds they take about
ENDING, SHORT = 200, 20.0


class Punctual:
    """The real clock; remembers how late each wait ended."""

    def __init__(self) -> None:
        self.late: list[float] = []

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        due = time.monotonic() + seconds
        await asyncio.sleep(seconds)
        self.late.append(time.monotonic() - due)


def job(number: int, base: str, provider: str = "kling") -> Job:
    """One that the provider accepted just now."""
    now = datetime.now(UTC)
    request = Request(operation=Operation.TEXT_TO_VIDEO, prompt=f"a fox {number}", provider=provider, model="kling-v3")
    return Job(
        id=f"{number:08d}-0000-4000-8000-000000000000",
        request=request,
        request_hash=f"{number}",
        provider=provider,
        state=State.SUBMITTED,
        created_at=now,
        updated_at=now,
        submitted_at=now,
        approval=Approval(kind=ApprovalKind.FREE, request_hash=f"{number}", ceiling=None, at=now),
        task=Task(provider=provider, id=str(number + 1), handle={"path": "/v1/videos/text2video", "base": base}),
    )


async def follow(url: str, jobs: int, seconds: float) -> dict[str, Any]:
    """Carry them all for a while."""
    clock = Punctual()
    async with Studio(os.environ, Path.cwd(), clock=clock) as studio:
        with studio.ledger.batch():
            rows = [studio.ledger.add(job(number, url)) for number in range(jobs)]
        began, spent = time.monotonic(), time.process_time()
        tasks = [asyncio.create_task(studio.runner.run(row, timeout=seconds)) for row in rows]
        settled = asyncio.create_task(_used_after(SETTLED))
        await asyncio.gather(*tasks, return_exceptions=True)
        wall, used = time.monotonic() - began, time.process_time() - spent
        later = (time.process_time() - settled.result()) / (wall - SETTLED) if settled.done() else 0.0
        settled.cancel()
    late = sorted(clock.late)
    return {
        "wall_s": wall,
        "cores": used / wall,
        "settled_cores": later,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "p99_late_s": late[int(len(late) * 0.99)] if late else 0.0,
        "waits": len(late),
    }


async def _used_after(seconds: float) -> float:
    await asyncio.sleep(seconds)
    return time.process_time()


def measured(jobs: int, how: str = "together", seconds: float = WATCHED, length: float = LENGTH) -> dict[str, Any]:
    """One run in a process and a home of its own, with what the provider counted."""
    with provider(mean=length, tasks=jobs, bytes=100_000) as url, empty_home(KLING_API_BASE=url) as (cwd, env):
        found: dict[str, Any] = run_module("benchmarks.batch", url, str(jobs), str(seconds), how, cwd=cwd, env=env)
        counted = told(url)
    return found | {"jobs": jobs, **counted}


def crowds() -> Iterator[Figure]:
    """Growth with the number of jobs, and the limits at the most: with a list at the provider, and each poll for itself."""
    yield from _limits("10,000 jobs", runs := {jobs: measured(jobs) for jobs in (100, 1000, 10_000)})
    for jobs, run in runs.items():
        note = f"{run['pages']} lists, {run['looks']} looks, {run['peak_mb']:.0f} MB"
        yield Figure(f"{jobs:,} jobs: processor of each", run["cores"] * run["wall_s"] / jobs * 1e3, 5, "ms", note=note)
    yield from _limits("10,000 jobs, no list", {10_000: (alone := measured(10_000, "alone"))})
    per = alone["cores"] * alone["wall_s"] / max(1, alone["looks"]) * 1e6
    yield Figure("10,000 jobs, no list: processor of a look", per, 2000, "us", note=f"{alone['looks']} looks")
    yield from _ends()


def _limits(name: str, runs: dict[int, dict[str, Any]]) -> Iterator[Figure]:
    most = runs[10_000]
    yield Figure(f"{name}: memory", most["peak_mb"], 500, "MB")
    yield Figure(f"{name}: processor", most["cores"], 0.5, "cores", note="with taking them all up at once")
    yield Figure(f"{name}: processor, all taken up", most["settled_cores"], 0.5, "cores")
    yield Figure(f"{name}: polling delay, p99", most["p99_late_s"], 1.0, "s", note=f"{most['waits']} waits")
    yield Figure(f"{name}: connections at once", most["most_open"], 100, "")


def _ends() -> Iterator[Figure]:
    run = measured(ENDING, seconds=6 * SHORT, length=SHORT)
    lag = sum(run["lags"]) / max(1, len(run["lags"]))
    per = (run["pages"] + run["looks"]) / ENDING
    note = f"{per:.2f} requests for each, where one look every 10 s makes {SHORT / 10 + 1.5:.1f}"
    yield Figure(f"lag, {ENDING} jobs at once, list at the provider", lag, 1.5, "s", note=note)


if __name__ == "__main__":
    url, jobs, seconds, how = sys.argv[1:]
    if how == "alone":
        batch_poll.MIN_BATCH = sys.maxsize
    print(json.dumps(asyncio.run(follow(url, int(jobs), float(seconds)))))

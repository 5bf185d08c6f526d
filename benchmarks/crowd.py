"""Thousands of jobs in flight in one process: memory, processor, when each look comes, connections, the ledger.

    python -m benchmarks.crowd URL JOBS SECONDS

runs in a process of its own, so that its memory and processor time are its own.
"""

import asyncio
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.machine import Figure, empty_home, provider, told
from mediawright.studio.studio import Studio
from mediawright.types.job import Job, Task
from mediawright.types.money import Approval, ApprovalKind
from mediawright.types.operations import Operation
from mediawright.types.request import Request
from mediawright.types.states import State

#: seconds that the jobs are followed, and how long one takes: none ends meanwhile
WATCHED, LENGTH = 40.0, 100_000.0


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


def job(number: int, base: str) -> Job:
    """One that the provider accepted just now."""
    now = datetime.now(UTC)
    request = Request(operation=Operation.TEXT_TO_VIDEO, prompt=f"a fox {number}", provider="kling", model="kling-v3")
    return Job(
        id=f"{number:08d}-0000-4000-8000-000000000000",
        request=request,
        request_hash=f"{number}",
        provider="kling",
        state=State.SUBMITTED,
        created_at=now,
        updated_at=now,
        submitted_at=now,
        approval=Approval(kind=ApprovalKind.FREE, request_hash=f"{number}", ceiling=None, at=now),
        task=Task(provider="kling", id=str(number + 1), handle={"path": "/v1/videos/text2video", "base": base}),
    )


async def follow(url: str, jobs: int, seconds: float) -> dict[str, Any]:
    """Carry them all for a while."""
    clock = Punctual()
    async with Studio(os.environ, Path.cwd(), clock=clock) as studio:
        with studio.ledger.batch():
            rows = [studio.ledger.add(job(number, url)) for number in range(jobs)]
        began, spent = time.monotonic(), time.process_time()
        tasks = [asyncio.create_task(studio.runner.run(row, timeout=seconds)) for row in rows]
        await asyncio.gather(*tasks, return_exceptions=True)
        wall, used = time.monotonic() - began, time.process_time() - spent
    late = sorted(clock.late)
    return {
        "wall_s": wall,
        "cores": used / wall,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "p99_late_s": late[int(len(late) * 0.99)] if late else 0.0,
        "waits": len(late),
    }


def measured(jobs: int, seconds: float = WATCHED) -> dict[str, Any]:
    """One run in a process and a home of its own, with what the provider counted."""
    with provider(mean=LENGTH, tasks=jobs) as url, empty_home(KLING_API_BASE=url) as (cwd, env):
        command = [sys.executable, "-m", "benchmarks.crowd", url, str(jobs), str(seconds)]
        root = str(Path(__file__).parents[1])
        done = subprocess.run(
            command, cwd=cwd, env=env | {"PYTHONPATH": root}, capture_output=True, text=True, check=True
        )
        found: dict[str, Any] = json.loads(done.stdout)
        counted = told(url)
    return found | {"jobs": jobs, "looks": counted["looks"], "most_open": counted["most_open"]}


def crowds() -> Iterator[Figure]:
    """Growth with the number of jobs, and the limits at the most."""
    runs = {jobs: measured(jobs) for jobs in (100, 1000, 10_000)}
    most = runs[10_000]
    yield Figure("10,000 jobs: memory", most["peak_mb"], 500, "MB")
    yield Figure("10,000 jobs: processor", most["cores"], 0.5, "cores")
    yield Figure("10,000 jobs: a look comes late by (p99)", most["p99_late_s"], 1.0, "s", note=f"{most['waits']} waits")
    yield Figure("10,000 jobs: connections at once", most["most_open"], 100, "")
    for jobs, run in runs.items():
        per = run["cores"] / max(1, run["looks"]) * run["wall_s"] * 1e6
        note = f"{run['looks']} looks, {run['cores']:.3f} cores, {run['peak_mb']:.0f} MB"
        yield Figure(f"{jobs:,} jobs: processor per look", per, 2000, "us", note=note)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(follow(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))))

"""A provider that pushes: how long after its word a result is whole on the disk.

    python -m benchmarks.pushing URL JOBS

The module is the provider's plugin, too: one stream of server-sent events for each task.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from benchmarks.batch import job
from benchmarks.machine import Figure, empty_home, provider, run_module, told
from mediawright import plugin as mw
from mediawright.plugins.discover import GROUP, Registry
from mediawright.runner.runner import Runner
from mediawright.services.studio import Studio

NAME, JOBS, LENGTH = "pushing", 50, 4.0


@mw.hookimpl
def describe() -> mw.Provider:
    return mw.Provider(name=NAME, title=mw.Text("Pushing", "推送"), models=())


@mw.hookimpl
async def auth() -> AsyncIterator[mw.AuthEvent]:
    yield mw.AuthDone(status=mw.AuthStatus(signed_in=True))


@mw.hookimpl
async def quota() -> mw.Quota:
    return mw.Quota()


@mw.hookimpl
async def submit() -> mw.Task:
    raise mw.NotAvailable(mw.Problem("operation", mw.Message("plugin.cannot")))


@mw.hookimpl
async def poll() -> mw.Progress:
    return mw.Progress(state=mw.State.RUNNING)


@mw.hookimpl
async def watch(ctx: mw.Context, task: mw.Task) -> AsyncIterator[mw.Progress]:
    async with ctx.stream("GET", f"{task.handle['base']}/push/{task.id}") as answer:
        async for event in answer.events():
            said = json.loads(event.data)
            output = mw.Output(kind=mw.MediaKind.VIDEO, name=task.id, url=said["url"]) if "url" in said else None
            state = mw.State.SUCCEEDED if output else mw.State.RUNNING
            yield mw.Progress(state=state, outputs=(output,) if output else ())


@mw.hookimpl
async def download(task: mw.Task, progress: mw.Progress, sink: mw.Sink) -> None:
    await mw.fetch_outputs(task, progress, sink)


async def follow(url: str, jobs: int) -> dict[str, float]:
    """Task → when its file was whole, on this machine's monotonic clock."""
    found: dict[str, float] = {}
    async with Studio(os.environ, Path.cwd()) as studio:
        registry = Registry([EntryPoint(NAME, __name__ if __name__ != "__main__" else "benchmarks.pushing", GROUP)])
        runner = Runner(studio.ledger, registry, studio.contexts, studio.clock)

        async def one(number: int) -> None:
            row = studio.ledger.add(job(number, url, NAME))
            done = await runner.run(row)
            assert done.task is not None
            found[done.task.id] = time.monotonic()

        await asyncio.gather(*(one(number) for number in range(jobs)))
    return found


def pushes() -> Iterator[Figure]:
    """Fifty at once; the file is 100 kB."""
    with provider(mean=LENGTH, tasks=JOBS, bytes=100_000) as url, empty_home() as (cwd, env):
        whole: dict[str, Any] = run_module("benchmarks.pushing", url, str(JOBS), cwd=cwd, env=env)
        done = told(url)["done_at"]
    lags = [at - done[task] for task, at in whole.items()]
    note = f"until the file is whole; the slowest of {JOBS} at once {max(lags):.2f} s"
    yield Figure("lag where the provider pushes", sum(lags) / len(lags), 1.5, "s", note=note)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(follow(sys.argv[1], int(sys.argv[2])))))

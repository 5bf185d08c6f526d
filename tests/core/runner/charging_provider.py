"""A model of a provider that charges, and of processes that die: what the state machine of the runner plays with."""

import asyncio
import itertools
import sys
import types
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from tests.core.runner.scripted_provider import MP4, PROVIDER

from mediawright import plugin as mw
from mediawright.ledger import Ledger
from mediawright.plugins.discover import GROUP, Registry
from mediawright.testing.fakes import FakeClock
from mediawright.types.errors import Uncertain, Unreachable

_numbers = itertools.count()

#: what may become of a submit, a poll and a fetch
SUBMITS = ("taken", "taken", "lost", "never", "refused", "busy", "unsent", "bug", "die_before", "die_after", "die_lost")
POLLS = ("running", "done", "done", "unreachable", "odd", "signed_out", "failed", "die")
FETCHES = ("file", "file", "cut", "die_before", "die_after")
VERDICTS = ("truth", "truth", "unsure", "unreachable", "die")


class Killed(BaseException):
    """This process is gone: nothing it would still do happens."""


def die() -> Killed:
    """End the process that runs here: whatever its handlers try, its ledger takes nothing any more."""
    PROCESS.get().dead = True
    return Killed()


@dataclass
class Context:
    """What the runner reads of a context, and the fence before money leaves."""

    before_once: Callable[[], None]
    sent_once: bool = False
    doubtful: bool = False

    def leave(self) -> None:
        self.before_once()
        self.sent_once = True


@dataclass
class Charging:
    """The provider's own memory: it outlives every process. `fate` names what happens next, by kind of call."""

    fate: Callable[[str, tuple[str, ...]], str]
    charged: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    failed: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)
    #: a verdict that was told once stays
    finished: set[str] = field(default_factory=set)

    async def submit(self, ctx: Context, job: mw.Job) -> mw.Task:
        await asyncio.sleep(0)
        what = self.fate("submit", SUBMITS)
        if what == "unsent":
            raise mw.NotSent()
        if what == "die_before":
            raise die()
        ctx.leave()
        await asyncio.sleep(0)
        if what in ("refused", "busy"):
            raise mw.Rejected() if what == "refused" else mw.Busy(retry_after=5.0)
        self.sent[job.id] += 1
        if what in ("never", "die_lost"):
            raise Uncertain() if what == "never" else die()
        self.charged[job.id] += 1
        if what in ("lost", "bug", "die_after"):
            raise die() if what == "die_after" else Uncertain() if what == "lost" else RuntimeError("a bug")
        return task_of(job.id)

    async def reconcile(self, job: mw.Job) -> mw.Reconciled:
        what = self.fate("reconcile", VERDICTS)
        if what == "die":
            raise die()
        if what == "unreachable":
            raise Unreachable()
        if what == "unsure":
            return mw.CannotTell()
        return mw.Found(task_of(job.id)) if self.charged[job.id] else mw.NotAccepted()

    async def poll(self, task: mw.Task) -> mw.Progress:
        what = self.fate("poll", POLLS)
        if what == "die":
            raise die()
        if what in ("unreachable", "signed_out"):
            raise Unreachable() if what == "unreachable" else mw.SignInNeeded()
        if task.id in self.failed or (what == "failed" and task.id not in self.finished):
            self.failed.add(task.id)
            return mw.Progress(state=mw.State.FAILED, reason=mw.Message("error.task_failed"))
        if what == "done":
            self.finished.add(task.id)
            output = mw.Output(kind=mw.MediaKind.VIDEO, name=task.id, url="https://example.com/a.mp4")
            return mw.Progress(state=mw.State.SUCCEEDED, outputs=(output,), charged=mw.Amount(Decimal(10), "credits"))
        return mw.Progress(state=mw.State.RUNNING if what == "running" else mw.State.UNKNOWN)

    async def download(self, progress: mw.Progress, sink: mw.Sink) -> None:
        what = self.fate("download", FETCHES)
        if what == "die_before":
            raise die()
        if what == "cut":
            raise Unreachable()
        for output in progress.outputs:
            await sink.write(output, _bytes(MP4))
        if what == "die_after":
            raise die()


def task_of(job_id: str) -> mw.Task:
    return mw.Task(provider="acme", id=f"t-{job_id}", handle={"job": job_id})


async def _bytes(content: bytes) -> AsyncIterator[bytes]:
    yield content


def registry(model: Charging) -> Registry:
    """A registry that knows one provider, acme, which is the model."""
    module = types.ModuleType(f"charging_{next(_numbers)}")
    sys.modules[module.__name__] = module

    @mw.hookimpl
    def describe() -> mw.Provider:
        return PROVIDER

    @mw.hookimpl
    async def auth(action: mw.AuthAction) -> AsyncIterator[mw.AuthEvent]:
        yield mw.AuthDone(status=mw.AuthStatus(signed_in=False))

    @mw.hookimpl
    async def quota() -> mw.Quota:
        return mw.Quota()

    @mw.hookimpl
    async def submit(ctx: Any, job: mw.Job) -> mw.Task:
        return await model.submit(ctx, job)

    @mw.hookimpl
    async def poll(task: mw.Task) -> mw.Progress:
        return await model.poll(task)

    @mw.hookimpl
    async def download(progress: mw.Progress, sink: mw.Sink) -> None:
        await model.download(progress, sink)

    @mw.hookimpl
    async def reconcile(job: mw.Job) -> mw.Reconciled:
        return await model.reconcile(job)

    for hook in (describe, auth, quota, submit, poll, download, reconcile):
        setattr(module, hook.__name__, hook)
    return Registry([EntryPoint("acme", module.__name__, GROUP)])


class Mortal:
    """A ledger as one process sees it: after its death nothing reaches the disk any more."""

    def __init__(self, path: Path, clock: FakeClock) -> None:
        self._ledger = Ledger(path, clock)
        self.dead = False

    def __getattr__(self, name: str) -> Any:
        if self.dead:
            raise Killed
        return getattr(self._ledger, name)

    def close(self) -> None:
        self._ledger.close()


#: the process that is running at this moment, by its ledger
PROCESS: ContextVar[Mortal] = ContextVar("process")

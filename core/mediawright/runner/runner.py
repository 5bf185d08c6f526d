"""Every state has one step that continues it. A job is carried by one process at a time; others only watch the ledger."""

import asyncio
import itertools
import os
import random
import socket
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from mediawright.ledger import Ledger, Moved
from mediawright.plugins.discover import Registry
from mediawright.runner.deliver import deliver
from mediawright.runner.desk import Desk, still_running
from mediawright.runner.follow import expectation, follow
from mediawright.runner.reconcile import reconcile
from mediawright.runner.submit import submit
from mediawright.runner.view import Silent, View
from mediawright.types.context import Clock
from mediawright.types.errors import TaskFailed, Uncertain
from mediawright.types.job import Job, Progress
from mediawright.types.message import Lang, Message
from mediawright.types.states import FINAL, State

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from mediawright.context import Contexts

#: seconds a lead lasts without being renewed, and how often those who watch look at the ledger
LEASE, GLANCE = 30.0, 1.0


class Runner:
    """Carries jobs to their end. One instance may carry thousands at once."""

    def __init__(self, ledger: Ledger, registry: Registry, contexts: "Contexts", clock: Clock) -> None:
        self._ledger = ledger
        self._registry = registry
        self._contexts = contexts
        self._clock = clock
        self._random = random.Random()
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{id(self)}"
        self._runs = itertools.count()

    async def run(self, job: Job, *, lang: Lang = "en", timeout: float | None = None, view: View | None = None) -> Job:
        """Bring a job to `done` from whatever state it is in; returns the row.

        `timeout` (seconds) ends the wait, not the job: StillRunning. Raises TaskFailed with the provider's reason,
        Uncertain, SignInNeeded, Busy and their kin; the row always tells the story.
        """
        view = view or Silent()
        deadline = None if timeout is None else self._clock.monotonic() + timeout
        while True:
            async with self._lead(job) as leading:
                if leading:
                    desk = self._desk(job, lang, deadline, view)
                    view.start(job, self.usual(job))
                    try:
                        return finished(await self._drive(job, desk))
                    finally:
                        view.done()
            job = self._ledger.get(job.id)
            if job.state in FINAL:
                return finished(job)
            if deadline is not None and self._clock.monotonic() >= deadline:
                raise still_running(job)
            # another process carries it: wait for its word, and take over if it goes away
            await self._clock.sleep(GLANCE)

    async def send(self, job: Job, *, lang: Lang = "en", view: View | None = None) -> Job:
        """Only as far as `submitted`: for `--no-wait`."""
        view = view or Silent()
        async with self._lead(job) as leading:
            if leading and job.state is State.APPROVED:
                return await self._submit(self._ledger.get(job.id), self._desk(job, lang, None, view))
            return self._ledger.get(job.id)

    async def _drive(self, job: Job, desk: Desk) -> Job:
        progress: Progress | None = None
        job = self._ledger.get(job.id)
        while job.state not in FINAL:
            try:
                job, progress = await self._step(job, progress, desk)
            except Moved as moved:
                # somebody else moved the row (a cancel from another process): its word holds
                job, progress = moved.job, None
        return job

    async def _step(self, job: Job, progress: Progress | None, desk: Desk) -> tuple[Job, Progress | None]:
        """The one step that continues a job from its state."""
        match job.state:
            case State.APPROVED:
                return await self._submit(job, desk), None
            case State.SUBMITTING:
                # we lead, so the process that was submitting is dead: its answer is lost
                return self._ledger.move(job.id, State.SUBMITTING, State.UNCERTAIN), None
            case State.UNCERTAIN:
                return await reconcile(job, desk), None
            case State.SUBMITTED | State.RUNNING:
                return await follow(job, desk)
            case State.SUCCEEDED | State.DOWNLOADING:
                return await deliver(job, desk, progress), None
            case _:
                raise AssertionError(f"a {job.state} job has no step")

    async def _submit(self, job: Job, desk: Desk) -> Job:
        try:
            return await submit(job, desk)
        except Uncertain:
            desk.view.say(Message("runner.lost_answer", {"provider": desk.plugin.provider.title}))
            return await reconcile(self._ledger.get(job.id), desk)

    def _desk(self, job: Job, lang: Lang, deadline: float | None, view: View) -> Desk:
        plugin = self._registry.load(job.provider)
        context = self._contexts.open(
            plugin.provider, lang=lang, job_id=job.id, on_progress=view.update, on_say=view.say
        )
        return Desk(
            ledger=self._ledger,
            plugin=plugin,
            ctx=context,
            clock=self._clock,
            view=view,
            make_sink=lambda job, ctx: self._contexts.sink(job.id, job.output_dir),
            deadline=deadline,
            dice=self._random,
        )

    def usual(self, job: Job) -> tuple[float, float] | None:
        """Between how many seconds eight of ten such jobs take; None where nobody knows."""
        expected = expectation(job, self._ledger, self._registry.load(job.provider).provider)
        return expected.usual if expected else None

    @asynccontextmanager
    async def _lead(self, job: Job) -> "AsyncIterator[bool]":
        """Lead this job if nobody does; the lease is renewed while we work and given up at the end."""
        owner = f"{self._owner}:{next(self._runs)}"
        if job.state in FINAL or not self._ledger.lead(job.id, owner, LEASE):
            yield False
            return
        beat = asyncio.create_task(self._keep_leading(job.id, owner))
        try:
            yield True
        finally:
            beat.cancel()
            with suppress(asyncio.CancelledError):
                await beat
            self._ledger.release(job.id, owner)

    async def _keep_leading(self, job_id: str, owner: str) -> None:
        while True:
            await asyncio.sleep(LEASE / 3)
            self._ledger.renew(job_id, owner, LEASE)


def finished(job: Job) -> Job:
    """The row, or the failure it ended in."""
    if job.state is State.FAILED:
        raise TaskFailed(
            job.reason,
            provider=job.provider,
            provider_code=job.provider_code,
            provider_message=job.provider_message,
            data={"job": job.id},
        )
    return job

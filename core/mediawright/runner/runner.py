"""Every state has one step that continues it. A job is carried by one process at a time; others only watch the ledger."""

import asyncio
import itertools
import os
import random
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from mediawright.context.protocol import Clock, Context
from mediawright.ledger import Ledger, Moved
from mediawright.plugins.discover import Registry
from mediawright.plugins.dispatch import Plugin
from mediawright.runner.batch_poll import BatchPoller
from mediawright.runner.deliver import deliver
from mediawright.runner.execution import Desk, still_running
from mediawright.runner.lease import LEASE_POLL_INTERVAL_S, Heart, Lead, LeaseLost, leading
from mediawright.runner.observer import NullObserver, View
from mediawright.runner.poll import expectation, follow
from mediawright.runner.reconcile import reconcile
from mediawright.runner.submit import approval_expired, submit
from mediawright.types.errors import ConfirmationNeeded, LocalFault, MediawrightError, TaskFailed, Uncertain
from mediawright.types.job import Job, Progress
from mediawright.types.message import Lang, Message
from mediawright.types.states import FINAL, State

if TYPE_CHECKING:
    from mediawright.context.factory import Contexts

#: on the way to a provider's task
SENDING = frozenset({State.APPROVED, State.SUBMITTING, State.UNCERTAIN})


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
        self._heart = Heart(ledger)
        self._rolls: dict[str, BatchPoller] = {}
        self.closings: dict[str, Progress] = {}

    async def run(self, job: Job, *, lang: Lang = "en", timeout: float | None = None, view: View | None = None) -> Job:
        """Bring a job to `done` from whatever state it is in; returns the row.

        `timeout` (seconds) ends the wait, not the job: StillRunning. Raises TaskFailed with the provider's reason,
        Uncertain, ConfirmationNeeded, SignInNeeded, Busy and their kin, each with `data["job"]`; the row always tells the
        story.
        """
        return await self._carry(job, lang, self._deadline(timeout), view or NullObserver(), only_send=False)

    async def send(self, job: Job, *, lang: Lang = "en", timeout: float | None = None, view: View | None = None) -> Job:
        """Only as far as `submitted`: for `--no-wait`. A submit that another process began is waited for, or looked up
        where that process is gone. Raises like `run`."""
        return await self._carry(job, lang, self._deadline(timeout), view or NullObserver(), only_send=True)

    def usual(self, job: Job) -> tuple[float, float] | None:
        """Between how many seconds eight of ten such jobs take; None where nobody knows."""
        expected = expectation(job, self._ledger, self._registry.load(job.provider).provider)
        return expected.usual if expected else None

    def _deadline(self, timeout: float | None) -> float | None:
        return None if timeout is None else self._clock.monotonic() + timeout

    async def _carry(self, job: Job, lang: Lang, deadline: float | None, view: View, *, only_send: bool) -> Job:
        while True:
            job = self._ledger.get(job.id)
            if job.state in FINAL or (only_send and job.state not in SENDING):
                return finished(job)
            try:
                async with leading(self._heart, job.id, f"{self._owner}:{next(self._runs)}") as lead:
                    if lead is not None:
                        return await self._led(self._desk(job, lang, deadline, view, lead), job, only_send)
            except LeaseLost:
                job = self._ledger.get(job.id)  # another process has it, or had it: watch before the next try
            except MediawrightError as error:
                error.data.setdefault("job", job.id)
                raise
            if deadline is not None and self._clock.monotonic() >= deadline:
                raise still_running(job)
            # another process carries it: wait for its word, and take over if it goes away
            await self._clock.sleep(LEASE_POLL_INTERVAL_S)

    async def _led(self, desk: Desk, job: Job, only_send: bool) -> Job:
        try:
            if only_send:
                return await self._sent(job, desk)
            desk.expected = expectation(job, self._ledger, desk.plugin.provider)
            desk.view.start(job, desk.expected.usual if desk.expected else None)
            try:
                return finished(await self._drive(job, desk))
            finally:
                desk.view.done()
        finally:
            await self._tidied(job.id)

    async def _tidied(self, job_id: str) -> None:
        """The work folder of a job that is over goes, while nobody else can lead it."""
        with suppress(MediawrightError):
            if self._ledger.get(job_id).state in FINAL:
                await asyncio.to_thread(self._contexts.clear, job_id)

    async def _sent(self, job: Job, desk: Desk) -> Job:
        job = self._ledger.get(job.id)
        while job.state in SENDING:
            try:
                job, _ = await self._step(job, None, desk)
            except Moved as moved:
                job = moved.job
        return finished(job)

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
            case State.QUOTED:
                raise not_confirmed(job)
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

    def _desk(self, job: Job, lang: Lang, deadline: float | None, view: View, lead: Lead) -> Desk:
        plugin = self._registry.load(job.provider)

        def context() -> Context:
            return self._contexts.open(
                plugin.provider,
                lang=lang,
                job_id=job.id,
                on_progress=view.update,
                on_say=view.say,
                before_once=lead.hold,
                before_send=lead.fence,
            )

        return Desk(
            ledger=self._ledger,
            plugin=plugin,
            ctx=context(),
            open=context,
            lead=lead,
            clock=self._clock,
            view=view,
            make_sink=lambda job, ctx: self._contexts.sink(job.id, job.output_dir),
            roll=self._roll(plugin),
            deadline=deadline,
            rng=self._random,
            closings=self.closings,
            forget=lambda sent: self._contexts.forget_links(sent.request, self._ledger.needs),
        )

    def _roll(self, plugin: Plugin) -> BatchPoller:
        if plugin.name not in self._rolls:
            self._rolls[plugin.name] = BatchPoller(plugin, self._ledger, self._clock, self._random)
        return self._rolls[plugin.name]


def in_our_words(error: Exception, job: Job) -> MediawrightError:
    """Return the error as one that can be told: what nobody foresaw is a fault on this machine, and the job stands."""
    if isinstance(error, MediawrightError):
        return error
    return LocalFault(Message("error.unexpected"), data={"job": job.id, "cause": type(error).__name__})


def not_confirmed(job: Job) -> ConfirmationNeeded:
    """The price was told and nobody has said yes: nothing was sent."""
    data = {"job": job.id} | ({"quote": job.quote.id} if job.quote else {})
    return ConfirmationNeeded(Message("runner.not_confirmed"), provider=job.provider, data=data)


def finished(job: Job) -> Job:
    """The row, or the failure it ended in."""
    if job.state is State.EXPIRED:
        raise approval_expired(job)
    if job.state is State.FAILED:
        raise TaskFailed(
            job.reason,
            provider=job.provider,
            provider_code=job.provider_code,
            provider_message=job.provider_message,
            data={"job": job.id},
        )
    return job

"""Every state has one step that continues it. A job is carried by one process at a time; others only watch the ledger."""

import asyncio
import itertools
import os
import random
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from mediawright.context.protocol import Clock, Context
from mediawright.ledger import Ledger, StaleState
from mediawright.plugins.discover import Registry
from mediawright.plugins.dispatch import Plugin
from mediawright.runner.batch_poll import BatchPoller
from mediawright.runner.deliver import deliver, names_of
from mediawright.runner.execution import JobExecution, deadline_of, still_running
from mediawright.runner.lease import LEASE_POLL_INTERVAL_S, CancelAsked, Lease, LeaseLost, LeaseRenewer, holding_lease
from mediawright.runner.observer import NullObserver, ProgressObserver
from mediawright.runner.poll import expectation, follow
from mediawright.runner.reconcile import reconcile
from mediawright.runner.submit import ended_in_line, submit
from mediawright.types.errors import (
    ConfirmationNeeded,
    LocalFault,
    MediawrightError,
    NotSent,
    SignInNeeded,
    TaskFailed,
    Uncertain,
    Unreachable,
)
from mediawright.types.job import DEFAULT_ACCOUNT, Job, Progress
from mediawright.types.message import Lang, Message
from mediawright.types.money import Price
from mediawright.types.notices import STOPPED
from mediawright.types.states import FINAL, IN_FLIGHT, State

if TYPE_CHECKING:
    from mediawright.context.factory import Contexts

#: on the way to a provider's task
SENDING = frozenset({State.APPROVED, State.SUBMITTING, State.UNCERTAIN})


class Runner:
    """Carries jobs to their end. One instance may carry thousands at once. `begun` hears the id of each of them first."""

    def __init__(
        self,
        ledger: Ledger,
        registry: Registry,
        contexts: "Contexts",
        clock: Clock,
        begun: Callable[[str], None] = lambda job_id: None,
        account_of: Callable[[str], str] = lambda provider: DEFAULT_ACCOUNT,
        price_now: Callable[[Job], Awaitable[Price]] | None = None,
    ) -> None:
        self.begun = begun
        self._account_of, self._price_now = account_of, price_now
        self._ledger = ledger
        self._registry = registry
        self._contexts = contexts
        self._clock = clock
        self._random = random.Random()
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{id(self)}"
        self._runs = itertools.count()
        self._renewer = LeaseRenewer(ledger)
        self._rolls: dict[str, BatchPoller] = {}
        self.closings: dict[str, Progress] = {}

    @property
    def sending(self) -> frozenset[str]:
        """The jobs of which a request that costs is on its way: their answers are worth a wait."""
        return self._renewer.sending

    async def run(
        self, job: Job, *, lang: Lang = "en", timeout: float | None = None, observer: ProgressObserver | None = None
    ) -> Job:
        """Bring a job to `done` from whatever state it is in; returns the row.

        `timeout` (seconds) ends the wait, not the job: StillRunning. Raises TaskFailed with the provider's reason,
        Uncertain, ConfirmationNeeded, SignInNeeded, Busy and their kin, each with `data["job"]`; the row always tells the
        story.
        """
        return await self._carry(
            job, lang, deadline_of(self._clock, timeout), observer or NullObserver(), only_send=False
        )

    async def send(
        self, job: Job, *, lang: Lang = "en", timeout: float | None = None, observer: ProgressObserver | None = None
    ) -> Job:
        """Only as far as `submitted`: for `--no-wait`. A submit that another process began is waited for, or looked up
        where that process is gone. Raises like `run`."""
        return await self._carry(
            job, lang, deadline_of(self._clock, timeout), observer or NullObserver(), only_send=True
        )

    def usual(self, job: Job) -> tuple[float, float] | None:
        """Between how many seconds eight of ten such jobs take; None where nobody knows."""
        expected = expectation(job, self._ledger, self._registry.load(job.provider).provider)
        return expected.usual if expected else None

    def check_account(self, job: Job) -> None:
        """Raise OtherAccount where the key of another account is at hand than of the one that pays."""
        if not self.has_account(job):
            from mediawright.runner.accounts import other_account

            raise other_account(job, self._account_of(job.provider))

    def has_account(self, job: Job) -> bool:
        """Does this process have the key of the account that pays for a job?"""
        return (job.account or DEFAULT_ACCOUNT) == self._account_of(job.provider)

    async def _carry(
        self, job: Job, lang: Lang, deadline: float | None, observer: ProgressObserver, *, only_send: bool
    ) -> Job:
        self.begun(job.id)
        while True:
            job = self._ledger.get(job.id)
            if job.state in FINAL or (only_send and job.state not in SENDING):
                return finished(job)
            self.check_account(job)
            try:
                async with holding_lease(self._renewer, job.id, f"{self._owner}:{next(self._runs)}") as lease:
                    if lease is not None:
                        return await self._leased(self._execution(job, lang, deadline, observer, lease), job, only_send)
            except LeaseLost:
                job = self._ledger.get(job.id)  # another process has it, or had it: watch before the next try
            except NotSent as error:
                raise self._as_accepted(job, error) from error
            except MediawrightError as error:
                error.data.setdefault("job", job.id)
                self._stopped(job.id, error)
                raise
            if deadline is not None and self._clock.monotonic() >= deadline:
                raise still_running(job)
            # another process carries it: wait for its word, and take over if it goes away
            await self._clock.sleep(LEASE_POLL_INTERVAL_S)

    def _stopped(self, job_id: str, error: MediawrightError) -> None:
        """Note it where paid work is left where it stands because only a person can help."""
        if not isinstance(error, (SignInNeeded, LocalFault)):
            return
        with suppress(MediawrightError):
            if self._ledger.get(job_id).state in IN_FLIGHT:
                self._ledger.note(job_id, STOPPED, error=error.code)

    def _as_accepted(self, job: Job, error: NotSent) -> MediawrightError:
        """The error; where the provider has the job already, one that says so: "nothing was sent" is about a later call."""
        error.data.setdefault("job", job.id)
        job = self._ledger.get(job.id)
        if job.state not in IN_FLIGHT:
            return error
        title = self._registry.load(job.provider).provider.title
        said = Message("runner.accepted_before", {"provider": title, "cause": error.message})
        return Unreachable(said, provider=job.provider, data={**error.data, "call": error.code})

    async def _leased(self, execution: JobExecution, job: Job, only_send: bool) -> Job:
        try:
            if only_send:
                return await self._sent(job, execution)
            execution.expected = expectation(job, self._ledger, execution.plugin.provider)
            execution.observer.start(job, execution.expected.usual if execution.expected else None)
            try:
                return finished(await self._drive(job, execution))
            finally:
                execution.observer.done()
        finally:
            await self._tidied(job.id)

    async def _tidied(self, job_id: str) -> None:
        """The work folder of a job that is over goes, while nobody else can lead it."""
        with suppress(MediawrightError):
            if self._ledger.get(job_id).state in FINAL:
                await asyncio.to_thread(self._contexts.clear, job_id)

    async def _sent(self, job: Job, execution: JobExecution) -> Job:
        job = self._ledger.get(job.id)
        while job.state in SENDING:
            try:
                job, _ = await self._step(job, None, execution)
            except StaleState as moved:
                job = moved.job
        return finished(job)

    async def _drive(self, job: Job, execution: JobExecution) -> Job:
        progress: Progress | None = None
        job = self._ledger.get(job.id)
        while job.state not in FINAL:
            try:
                job, progress = await self._step(job, progress, execution)
            except StaleState as moved:
                # somebody else moved the row (a cancel from another process): its word holds
                job, progress = moved.job, None
        return job

    async def _step(self, job: Job, progress: Progress | None, execution: JobExecution) -> tuple[Job, Progress | None]:
        """The one step that continues a job from its state."""
        match job.state:
            case State.QUOTED:
                raise not_confirmed(job)
            case State.APPROVED:
                return await self._submit(job, execution), None
            case State.SUBMITTING:
                # we lead, so the process that was submitting is dead: its answer is lost
                return self._ledger.move(job.id, State.SUBMITTING, State.UNCERTAIN), None
            case State.UNCERTAIN:
                return await reconcile(job, execution), None
            case State.SUBMITTED | State.RUNNING:
                return await follow(job, execution)
            case State.SUCCEEDED | State.DOWNLOADING:
                return await deliver(job, execution, progress), None
            case _:
                raise AssertionError(f"a {job.state} job has no step")

    async def _submit(self, job: Job, execution: JobExecution) -> Job:
        try:
            return await submit(job, execution)
        except Uncertain:
            job = self._ledger.get(job.id)
            if job.state is State.SUBMITTING:
                raise  # there was no room to write it down: nothing can be looked up now
            if job.state is not State.UNCERTAIN:
                return job
            execution.observer.say(Message("runner.lost_answer", {"provider": execution.plugin.provider.title}))
            return await reconcile(job, execution)

    def _execution(
        self, job: Job, lang: Lang, deadline: float | None, observer: ProgressObserver, lease: Lease
    ) -> JobExecution:
        plugin, shared_files = self._registry.load(job.provider), self._contexts.shared_files

        def may_send(ctx: Context) -> None:
            lease.hold()
            if lease.sending and not ctx.sent_once and self._ledger.cancel_requested(job.id):
                raise CancelAsked

        def context() -> Context:
            opened: Context = self._contexts.open(
                plugin.provider,
                lang=lang,
                job_id=job.id,
                on_progress=observer.update,
                on_say=observer.say,
                before_once=lambda: may_send(opened),
                before_send=lease.fence,
            )
            return opened

        return JobExecution(
            ledger=self._ledger,
            plugin=plugin,
            ctx=context(),
            open=context,
            lease=lease,
            clock=self._clock,
            observer=observer,
            make_sink=lambda job, progress: self._contexts.sink(
                job.id, job.output_dir, stem_of=names_of(job, progress, plugin.provider)
            ),
            batch_poller=self._batch_poller(plugin),
            deadline=deadline,
            price_now=self._price_now,
            rng=self._random,
            closings=self.closings,
            write_copies=self._contexts.write_copies,
            localized=self._contexts.localized,
            share=shared_files.shared if shared_files is not None else None,
            forget=lambda sent: self._contexts.forget_links(sent.request, self._ledger.needs),
        )

    def _batch_poller(self, plugin: Plugin) -> BatchPoller:
        if plugin.name not in self._rolls:
            self._rolls[plugin.name] = BatchPoller(plugin, self._ledger, self._clock, self._random)
        return self._rolls[plugin.name]


def not_confirmed(job: Job) -> ConfirmationNeeded:
    """The price was told and nobody has approved: nothing was sent."""
    data = {"job": job.id} | ({"quote": job.quote.id} if job.quote else {})
    return ConfirmationNeeded(Message("runner.not_confirmed"), provider=job.provider, data=data)


def finished(job: Job) -> Job:
    """The row, or the failure it ended in."""
    if job.state is State.EXPIRED:
        raise ended_in_line(job)
    if job.state is State.FAILED:
        raise TaskFailed(
            job.reason,
            provider=job.provider,
            provider_code=job.provider_code,
            provider_message=job.provider_message,
            data={"job": job.id},
        )
    return job

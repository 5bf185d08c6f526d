"""Jobs that exist already: found, adopted, waited for, delivered, cancelled."""

import asyncio
from collections.abc import Sequence
from typing import Any

from mediawright.context.factory import Contexts
from mediawright.context.protocol import Clock, Context, Ids
from mediawright.ledger import Ledger, StaleState
from mediawright.plugins.discover import Registry
from mediawright.plugins.dispatch import Plugin
from mediawright.present.language import language_of
from mediawright.runner.execution import in_our_words
from mediawright.runner.observer import NullObserver, ProgressObserver
from mediawright.runner.reconcile import candidates_of
from mediawright.runner.runner import Runner
from mediawright.types.codec import content_hash, restore
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest, MediawrightError, NotFound
from mediawright.types.job import Job, Progress, Task
from mediawright.types.message import Lang, Message, Problem
from mediawright.types.money import Approval, ApprovalKind, Quote
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.request import Request
from mediawright.types.states import FINAL, State
from mediawright.types.verdicts import Cancelled, Found, NotPossible, Requested, Stopped

#: what an adopted task is taken for when only its kind is known
OPERATION_OF = {
    "video": Operation.TEXT_TO_VIDEO,
    "image": Operation.TEXT_TO_IMAGE,
    "audio": Operation.SOUND_EFFECTS,
    "element": Operation.CREATE_ELEMENT,
}


#: what a look at a failed job may find that is worth following
ALIVE = frozenset({State.SUBMITTED, State.RUNNING, State.SUCCEEDED})
#: results that wait at a provider, behind links that may run out
WAITING = frozenset({State.SUCCEEDED, State.DOWNLOADING})
#: so many jobs are resumed side by side
RESUME_CONCURRENCY = 16


@dataclass(frozen=True, slots=True)
class BroadcastObserver(NullObserver):
    """Many jobs before one audience: only whole sentences are passed on."""

    observer: ProgressObserver

    def say(self, message: Message) -> None:
        self.observer.say(message)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one of several resumed jobs ended: its row, and the failure if there was one."""

    job: Job
    failure: MediawrightError | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """Everything that starts from a job id or a provider's task id."""

    ledger: Ledger
    registry: Registry
    contexts: Contexts
    runner: Runner
    clock: Clock
    ids: Ids

    def request_of(self, quote_or_job: str) -> Request:
        """The request of a kept quote or of a job. Raises NotFound."""
        try:
            return self.ledger.quote(quote_or_job).request
        except NotFound:
            return self.ledger.get(quote_or_job).request

    def cost_of(self, quote_or_job: str) -> str | None:
        """The quoted cost of a quote or a job, as text; None where nobody knows. Raises NotFound."""
        try:
            quote: Quote | None = self.ledger.quote(quote_or_job).quote
        except NotFound:
            quote = self.ledger.get(quote_or_job).quote
        return str(quote.price.amount) if quote and quote.price.amount else None

    def lang_of(self, quote_or_job: str) -> Lang | None:
        """The language in which a quote or a job was asked for; None where there is no such thing."""
        for stored in self.ledger.quotes_together(quote_or_job):
            return "zh" if stored.lang == "zh" else "en"
        try:
            return "zh" if self.ledger.quote(quote_or_job).lang == "zh" else "en"
        except NotFound:
            pass
        try:
            prompt = self.ledger.get(quote_or_job).request.prompt
        except InvalidRequest:
            return None
        return language_of(prompt) if prompt.strip() else None

    async def peek(self, provider: str, task_id: str, kind: str, lang: Lang) -> Progress:
        """One poll of a provider's task by its id, adopted or not."""
        known = self.ledger.job_of_task(task_id, provider)
        plugin = self.registry.load(provider)
        task = known.task if known and known.task else Task(provider=provider, id=task_id, handle={"kind": kind})
        return await plugin.poll(self.contexts.open(plugin.provider, lang=lang), task)

    def adopt(
        self, provider: str, task_id: str, kind: str, output_dir: str | None = None, task: Task | None = None
    ) -> Job:
        """A job for a task that was started elsewhere; the known one where this ledger has it.

        `kind`: video, image or element; `task` is the provider's own reference where one is at hand. Nothing is charged
        by adopting, so nothing is asked.
        """
        known = self.ledger.job_of_task(task_id, provider)
        if known is not None:
            return known
        self.registry.load(provider)
        now = self.clock.now()
        request = Request(operation=OPERATION_OF[kind], provider=provider)
        digest = content_hash([provider, task_id])
        job = Job(
            id=self.ids.new_id(),
            request=request,
            request_hash=digest,
            provider=provider,
            state=State.SUBMITTED,
            created_at=now,
            updated_at=now,
            approval=Approval(kind=ApprovalKind.FREE, request_hash=digest, ceiling=None, at=now),
            task=task or Task(provider=provider, id=task_id, handle={"kind": kind}),
            output_dir=output_dir,
        )
        return self.ledger.adopt(job)

    async def adopt_named(
        self, provider: str, reference: str, kind: str, output_dir: str | None, lang: Lang, model: str | None = None
    ) -> Job:
        """A job for what a person pasted, an id or a link, in the provider's own reading. Raises NotFound, Unreachable."""
        plugin = self.registry.load(provider)
        if self.ledger.job_of_task(reference, provider) is not None or not plugin.has("adopt"):
            return self.adopt(provider, reference, kind, output_dir)
        task = await plugin.adopt(self.contexts.open(plugin.provider, lang=lang), reference, model)
        return self.adopt(provider, task.id, kind, output_dir, task=task)

    def settle(self, job: Job, task_id: str) -> Job:
        """Give an uncertain job the provider's task that a person says is its own; nothing is sent or charged by it.

        Raises InvalidRequest where the job is not uncertain or another job has that task.
        """
        if job.state is not State.UNCERTAIN:
            raise InvalidRequest(Problem("job", Message("jobs.not_uncertain", {"job": job.id})))
        noted = {str(item["id"]): item.get("task") for item in candidates_of(self.ledger.events(job.id))}
        kind = (job.request.operation.result or MediaKind.VIDEO).value
        named = noted.get(task_id) or {"provider": job.provider, "id": task_id, "handle": {"kind": kind}}
        task, at = restore(Task, named), job.submitted_at or self.clock.now()
        settled = self.ledger.take_task(job.id, State.UNCERTAIN, task, submitted_at=at)
        if settled is not None:
            return settled
        owner = self.ledger.job_of_task(task_id, job.provider)
        values = {"task": task_id, "job": owner.id if owner else ""}
        raise InvalidRequest(Problem("task_id", Message("jobs.has_an_owner", values)))

    async def looked_anew(self, job: Job, lang: Lang) -> Job:
        """A failed job, asked about at its provider: open again where the provider says anything but no.

        Free; sends nothing again. Any other job, one that the provider does not know, and one that it still calls failed
        stay as they are. Raises Unreachable, SignInNeeded: then the row is as it was.
        """
        if job.state is not State.FAILED:
            return job
        task = await self._task_now(job, lang)
        if task is None:
            return job
        changes: dict[str, Any] = dict.fromkeys(("reason", "provider_code", "provider_message", "finished_at"))
        submitted = job.submitted_at or self.clock.now()
        try:
            found = self.ledger.take_task(job.id, State.FAILED, task, submitted_at=submitted, **changes)
        except StaleState as moved:
            return moved.job
        return job if found is None else found  # the task of another job is not this one's

    async def _task_now(self, job: Job, lang: Lang) -> Task | None:
        """The provider's task of a failed job where it lives or has its result; None where it is no more than a no."""
        plugin = self.registry.load(job.provider)
        self.runner.check_account(job)
        ctx = self.contexts.open(plugin.provider, lang=lang, job_id=job.id)
        if job.task is None:
            return await self._arrived_after_all(job, plugin, ctx)
        try:
            progress = await plugin.poll(ctx, job.task)
        except InvalidRequest:
            return None
        return (progress.task or job.task) if progress.state in ALIVE else None

    async def _arrived_after_all(self, job: Job, plugin: Plugin, ctx: Context) -> Task | None:
        """A lost submit that was given up as never received, and shows at the provider by now."""
        lost = any(event.kind == "reconciled" for event in self.ledger.events(job.id))
        verdict = await plugin.reconcile(ctx, job) if lost and plugin.has("reconcile") else None
        return verdict.task if isinstance(verdict, Found) else None

    async def resume(
        self, jobs: Sequence[Job], *, lang: Lang, timeout: float | None = None, observer: ProgressObserver | None = None
    ) -> list[Outcome]:
        """Bring each to its end; one job's trouble stops no other.

        Results whose links may run out come first, one after the other; then everything else side by side, so that a
        long wait keeps no finished work waiting. `timeout` (seconds) is for all of them together.
        """
        end = None if timeout is None else self.clock.monotonic() + timeout
        told, places = BroadcastObserver(observer or NullObserver()), asyncio.Semaphore(RESUME_CONCURRENCY)

        async def one(job: Job) -> Outcome:
            async with places:
                left = None if end is None else max(0.0, end - self.clock.monotonic())
                return await self._resumed(job, lang, left, told)

        first = [await one(job) for job in jobs if job.state in WAITING]
        return first + await asyncio.gather(*(one(job) for job in jobs if job.state not in WAITING))

    async def _resumed(self, job: Job, lang: Lang, timeout: float | None, observer: ProgressObserver) -> Outcome:
        try:
            job = await self.looked_anew(job, lang)
            return Outcome(await self.runner.run(job, lang=lang, timeout=timeout, observer=observer))
        except Exception as error:  # noqa: BLE001  one job's trouble, whatever it is, stops no other
            return Outcome(self._as_it_stands(job), in_our_words(error, job))

    def _as_it_stands(self, job: Job) -> Job:
        try:
            return self.ledger.get(job.id)
        except MediawrightError:
            return job

    async def cancel(self, job: Job, lang: Lang) -> tuple[Job, Cancelled]:
        """Ask for an end. Stopped: it is cancelled, or will be as soon as the process that runs it hears of it; Requested:
        the provider took note, and the job is followed to its real end; NotPossible: it goes on."""
        self.runner.begun(job.id)
        if job.state in FINAL:
            return job, Stopped() if job.state is State.CANCELLED else NotPossible()
        self.ledger.request_cancel(job.id)
        if job.state in (State.QUOTED, State.APPROVED, State.UNCERTAIN):
            # an uncertain one is closed by the word of a person who has looked at the provider
            try:
                return self._closed(job), Stopped()
            except StaleState as moved:
                job = moved.job
        plugin, job = self.registry.load(job.provider), self.ledger.get(job.id)
        if job.state is State.SUBMITTING:
            return job, Requested(Message("jobs.cancel_while_sending", {"provider": plugin.provider.title}))
        if job.task is None or not plugin.has("cancel"):
            return job, NotPossible()
        if not self.runner.has_account(job):
            return job, Requested()  # whoever carries it has the key, and asks the provider
        ctx = self.contexts.open(plugin.provider, lang=lang, job_id=job.id)
        try:
            said = await plugin.cancel(ctx, job.task)
        except MediawrightError as error:
            error.data.setdefault("job", job.id)
            raise
        if isinstance(said, Stopped) and job.state in (State.SUBMITTED, State.RUNNING):
            try:
                job = self._closed(job)
            except StaleState as moved:
                job = moved.job
        return job, said

    def _closed(self, job: Job) -> Job:
        """The row cancelled; its work folder goes at once where nobody carries it. Raises Moved."""
        job = self.ledger.move(job.id, job.state, State.CANCELLED)
        if self.ledger.lease_holder(job.id) is None:
            self.contexts.clear(job.id)
        return job

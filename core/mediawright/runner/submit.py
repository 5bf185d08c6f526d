"""The only place that spends. One submit ends as one of four: not sent, refused, accepted, uncertain.

The row says `submitting` before the first byte leaves. It goes back to `approved` only when the request surely was not
received; whatever cannot be told becomes `uncertain` and is looked up, never sent again.
"""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mediawright.ledger import StaleState
from mediawright.runner import crash_points
from mediawright.runner.execution import JobExecution
from mediawright.runner.lease import CancelAsked, LeaseLost
from mediawright.types.codec import content_hash
from mediawright.types.errors import (
    Busy,
    ConfirmationNeeded,
    InvalidRequest,
    LocalFault,
    MediawrightError,
    NotSent,
    OutOfCredits,
    RefusedByPolicy,
    Rejected,
    Retry,
    SignInNeeded,
    Uncertain,
)
from mediawright.types.job import Job, Task
from mediawright.types.message import Message
from mediawright.types.money import Approval, ApprovalKind
from mediawright.types.states import State
from mediawright.types.submitting import is_task_id

#: a plain no that made no task
REFUSALS = (Rejected, OutOfCredits, InvalidRequest, RefusedByPolicy)
#: an explicit "not now" is waited for this often and this long (seconds) altogether, where the provider sets no bound
BUSY_TRIES, BUSY_SECONDS = 6, 300.0
#: a connection that was never made is tried this often
CONNECT_TRIES = 3
#: from here an answer that names a task leads on, whatever a look-up found meanwhile
ANSWERABLE = frozenset({State.SUBMITTING, State.UNCERTAIN, State.FAILED})
#: a task id is worth some patience with a disk that refuses it: so often, so many seconds apart
WRITE_TRIES, WRITE_APART = 5, 0.5
#: and so many seconds with a ledger that is busy or does not answer for a while
WRITE_PATIENCE = 600.0
#: a clock that went back further than this lengthens no approval
CLOCK_SLACK = timedelta(minutes=2)


async def submit(job: Job, execution: JobExecution) -> Job:
    """Take an approved job to `submitted`.

    Raises the refusal (row `failed`), SignInNeeded, Busy or NotSent (row `approved` again, nothing was received),
    Uncertain (row `uncertain`), or ConfirmationNeeded where the approval is too old or the price higher by now (row
    `expired`) or the request is not the one that was approved (row `failed`).
    """
    if not still_holds(job.approval, execution.clock.now()):
        execution.ledger.move(job.id, State.APPROVED, State.EXPIRED)
        raise approval_expired(job)
    began, tries = execution.clock.monotonic(), 0
    while True:
        tries += 1
        if job.quote is not None and execution.clock.now() >= job.quote.expires_at:
            from mediawright.runner.price_check import check_price  # only what waited long

            await check_price(job, execution)
        try:
            return await _once(job, execution)
        except Busy as busy:
            wait = busy.retry_after if busy.retry_after is not None else min(60.0, 2.0**tries)
            spent = execution.clock.monotonic() - began
            if tries >= BUSY_TRIES or spent + wait > BUSY_SECONDS:
                raise
            execution.observer.say(
                Message("runner.busy", {"provider": execution.plugin.provider.title, "seconds": wait})
            )
            execution.ledger.note(job.id, "busy", wait_s=wait, code=busy.provider_code)
            await execution.pause(job, wait)
        except NotSent as refused:
            if tries >= CONNECT_TRIES or refused.retry is Retry.NEVER:
                raise
            await execution.pause(job, min(8.0, 2.0**tries))
        except SignInNeeded:
            if tries > 1 or not await execution.renew():
                raise
        job = execution.ledger.get(job.id)


def still_holds(approval: Approval | None, now: datetime) -> bool:
    """May an approval still be acted on? What costs nothing needs none."""
    if approval is None:
        return False
    if approval.kind is ApprovalKind.FREE or approval.expires_at is None:
        return True
    return approval.at - CLOCK_SLACK <= now < approval.expires_at


def is_as_approved(job: Job) -> bool:
    """Tell whether the row's request is the very one that was approved, by its content hash.

    The row holds links with a credential as marks (`secrets.links`), from planning on; they are resolved when a call leaves.
    So the stored form is the hashed form, and each mark is the hash of its link.
    """
    return job.approval is not None and job.approval.request_hash == job.request_hash == content_hash(job.request)


def ended_in_line(job: Job) -> ConfirmationNeeded:
    """Why a job was not sent any more: its approval was too old, or it had become dearer."""
    if job.reason is None:
        return approval_expired(job)
    from mediawright.runner.price_check import price_rose  # seldom

    return price_rose(job)


def approval_expired(job: Job) -> ConfirmationNeeded:
    """Nothing was sent; the same request needs a new approval."""
    data = {"job": job.id} | ({"quote": job.quote.id} if job.quote else {})
    return ConfirmationNeeded(Message("runner.yes_expired"), provider=job.provider, data=data)


async def _once(job: Job, execution: JobExecution) -> Job:
    if execution.ledger.cancel_requested(job.id):
        return execution.ledger.move(job.id, State.APPROVED, State.CANCELLED)
    execution.lease.hold()  # a process that stood still in a wait must not touch the row of whoever carries the job by now
    execution.ctx = execution.open()  # what an earlier try sent says nothing about this one
    job = execution.ledger.move(job.id, State.APPROVED, State.SUBMITTING)
    if not is_as_approved(job):
        reason = Message("runner.request_altered")
        execution.ledger.move(job.id, State.SUBMITTING, State.FAILED, reason=reason, finished_at=execution.clock.now())
        raise ConfirmationNeeded(reason, provider=job.provider, data={"job": job.id})
    crash_points.point("before-submit")
    execution.lease.sending = True  # until the task is written down: a task id is worth more than a quick end
    try:
        task = await _asked(job, execution)
        if isinstance(task, Job):
            return task
        crash_points.point("after-submit")
        sent, job = job, await _written(job, task, execution)
    finally:
        execution.lease.sending = False
    crash_points.point("after-task")
    execution.forget(sent)
    return job


async def _asked(job: Job, execution: JobExecution) -> Task | Job:
    """The provider's task, or the row where the person wanted an end before anything was sent. Raises like `submit`."""
    try:
        return _looked_up_by(await execution.plugin.submit(execution.ctx, await _with_files(job, execution)))
    except CancelAsked:
        with execution.ledger.batch():
            execution.ledger.move(job.id, State.SUBMITTING, State.APPROVED)
            return execution.ledger.move(job.id, State.APPROVED, State.CANCELLED)
    except LeaseLost:
        # the row is somebody else's now; we sent nothing
        raise
    except MediawrightError as error:
        raise _settle(job, execution, error) from error
    except BaseException:
        # Ctrl-C or a cancelled task: whether the request left decides
        _back(job, execution) if not execution.ctx.sent_once else _uncertain(job, execution, None)
        raise


async def _with_files(job: Job, execution: JobExecution) -> Job:
    """The job with all that is to be sent on this machine. Raises InvalidRequest, LocalFault, Unreachable."""
    if not (job.request.media or job.request.option_files):
        return job
    request = await asyncio.to_thread(execution.localized, job.request)
    if any(media.original for media in request.media):
        await asyncio.to_thread(execution.write_copies, request)
    return replace(job, request=request)


def _looked_up_by(task: Task) -> Task:
    """The task as it was returned. Raises Uncertain where its id cannot be one, since nothing could look for it again."""
    if not is_task_id(task.id):
        raise Uncertain(provider=task.provider)
    return task


async def _written(job: Job, task: Task, execution: JobExecution) -> Job:
    """The task id on disk, whatever it takes: it is what the person paid for."""
    tries, end = 0, execution.clock.monotonic() + WRITE_PATIENCE
    while True:
        tries += 1
        try:
            return _taken_in(job, task, execution)
        except (StaleState, GivenUp):
            raise
        except LocalFault as fault:
            passing = fault.retry is Retry.LATER and execution.clock.monotonic() < end
            if tries >= WRITE_TRIES and not passing:
                raise _not_recorded(job, task) from fault
        await execution.clock.sleep(WRITE_APART)


def _taken_in(job: Job, task: Task, execution: JobExecution) -> Job:
    """The row with its task. Where somebody took this process for dead, its answer outweighs any reconcile that found none.

    Raises GivenUp where a person gave the job up meanwhile, StaleState where it has a task, LocalFault without room.
    """
    changes: dict[str, Any] = {"task": task, "submitted_at": execution.clock.now()}
    with execution.ledger.batch():
        now = execution.ledger.get(job.id)
        if now.state is State.FAILED:
            changes |= dict.fromkeys(("reason", "provider_code", "provider_message", "finished_at"))
        if now.state in ANSWERABLE and now.task is None:
            return execution.ledger.move(job.id, now.state, State.SUBMITTED, **changes)
    same = now.task is not None and (now.task.id, now.task.provider) == (task.id, task.provider)
    if same and now.state is State.SUBMITTED and not execution.lease.lost:
        return now  # written the last time, when no answer said so
    execution.ledger.note(job.id, "late_answer", task=task.id)
    raise GivenUp(now, task, execution) if now.state is State.CANCELLED and now.task is None else StaleState(now)


class GivenUp(LocalFault):
    """Accepted by the provider after all, when a person had given the job up: the task's id is told."""

    def __init__(self, job: Job, task: Task, execution: JobExecution) -> None:
        said = Message("runner.accepted_after_all", {"provider": execution.plugin.provider.title, "task": task.id})
        super().__init__(said, provider=job.provider, data={"job": job.id, "task_id": task.id})


def _not_recorded(job: Job, task: Task) -> LocalFault:
    """Accepted, and no room to write it down: the task's id is told, so that a person can delivering it."""
    message = Message("runner.not_recorded", {"task": task.id})
    return LocalFault(message, provider=job.provider, data={"job": job.id, "task_id": task.id})


def _settle(job: Job, execution: JobExecution, error: MediawrightError) -> MediawrightError:
    """Put the row where this error leaves it, and give the error to raise."""
    error.data.setdefault("job", job.id)
    if execution.ctx.doubtful:
        # a gateway may have written that answer: no plugin's reading of it makes it a refusal
        return _doubted(job, execution, error)
    if isinstance(error, REFUSALS):
        changes = {
            "reason": error.message,
            "provider_code": error.provider_code,
            "provider_message": error.provider_message,
            "finished_at": execution.clock.now(),
        }
        execution.ledger.move(job.id, State.SUBMITTING, State.FAILED, **changes)
        return error
    if isinstance(error, (Busy, SignInNeeded)):
        _back(job, execution)
        return error
    if not execution.ctx.sent_once and not isinstance(error, Uncertain):
        # trouble before the one spending call went out (an upload, a poll): nothing was asked for yet
        _back(job, execution)
        return error
    return _doubted(job, execution, error)


def _doubted(job: Job, execution: JobExecution, error: MediawrightError) -> Uncertain:
    _uncertain(job, execution, error)
    if isinstance(error, Uncertain):
        return error
    return Uncertain(provider=job.provider, provider_code=error.provider_code, data={"job": job.id})


def _back(job: Job, execution: JobExecution) -> None:
    try:
        execution.ledger.move(job.id, State.SUBMITTING, State.APPROVED)
    except StaleState:
        return


def _uncertain(job: Job, execution: JobExecution, error: MediawrightError | None) -> None:
    code = error.code if error else asyncio.CancelledError.__name__
    try:
        execution.ledger.move(job.id, State.SUBMITTING, State.UNCERTAIN)
        execution.ledger.note(job.id, "lost_answer", error=code)
    except LocalFault:
        return  # moved by another process, or no room: what stands at `submitting` is uncertain to whoever comes next

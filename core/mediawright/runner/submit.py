"""The only place that spends. One submit ends as one of four: not sent, refused, accepted, uncertain.

The row says `submitting` before the first byte leaves. It goes back to `approved` only when the request surely was not
received; whatever cannot be told becomes `uncertain` and is looked up, never sent again.
"""

import asyncio

from mediawright.ledger import Moved
from mediawright.runner import crash
from mediawright.runner.desk import Desk
from mediawright.types.errors import (
    Busy,
    InvalidRequest,
    MediawrightError,
    NotSent,
    OutOfCredits,
    RefusedByPolicy,
    Rejected,
    Retry,
    SignInNeeded,
    Uncertain,
)
from mediawright.types.job import Job
from mediawright.types.message import Message
from mediawright.types.states import State

#: a plain no that made no task
REFUSALS = (Rejected, OutOfCredits, InvalidRequest, RefusedByPolicy)
#: an explicit "not now" is waited for this often and this long (seconds) altogether
BUSY_TRIES, BUSY_SECONDS = 6, 300.0
#: a connection that was never made is tried this often
CONNECT_TRIES = 3


async def submit(job: Job, desk: Desk) -> Job:
    """Take an approved job to `submitted`.

    Raises the refusal (row `failed`), SignInNeeded, Busy or NotSent (row `approved` again, nothing was received), or
    Uncertain (row `uncertain`).
    """
    began, tries = desk.clock.monotonic(), 0
    while True:
        tries += 1
        try:
            return await _once(job, desk)
        except Busy as busy:
            wait = busy.retry_after if busy.retry_after is not None else min(60.0, 2.0**tries)
            spent = desk.clock.monotonic() - began
            if tries >= BUSY_TRIES or spent + wait > BUSY_SECONDS:
                raise
            desk.view.say(Message("runner.busy", {"provider": desk.plugin.provider.title, "seconds": wait}))
            desk.ledger.note(job.id, "busy", wait_s=wait, code=busy.provider_code)
            await desk.pause(job, wait)
        except NotSent as refused:
            if tries >= CONNECT_TRIES or refused.retry is Retry.NEVER:
                raise
            await desk.pause(job, min(8.0, 2.0**tries))
        job = desk.ledger.get(job.id)


async def _once(job: Job, desk: Desk) -> Job:
    if desk.ledger.cancel_requested(job.id):
        return desk.ledger.move(job.id, State.APPROVED, State.CANCELLED)
    job = desk.ledger.move(job.id, State.APPROVED, State.SUBMITTING)
    crash.point("before-submit")
    try:
        task = await desk.plugin.submit(desk.ctx, job)
    except MediawrightError as error:
        raise _settle(job, desk, error) from error
    except BaseException:
        # Ctrl-C or a cancelled task: whether the request left decides
        _back(job, desk) if not desk.ctx.sent_once else _uncertain(job, desk, None)
        raise
    crash.point("after-submit")
    now = desk.clock.now()
    job = desk.ledger.move(job.id, State.SUBMITTING, State.SUBMITTED, task=task, submitted_at=now)
    crash.point("after-task")
    return job


def _settle(job: Job, desk: Desk, error: MediawrightError) -> MediawrightError:
    """Put the row where this error leaves it, and give the error to raise."""
    if isinstance(error, REFUSALS):
        changes = {
            "reason": error.message,
            "provider_code": error.provider_code,
            "provider_message": error.provider_message,
            "finished_at": desk.clock.now(),
        }
        desk.ledger.move(job.id, State.SUBMITTING, State.FAILED, **changes)
        return error
    if isinstance(error, (Busy, NotSent, SignInNeeded)):
        _back(job, desk)
        return error
    if not desk.ctx.sent_once and not isinstance(error, Uncertain):
        # trouble before the one spending call went out (an upload, a look): nothing was asked for yet
        _back(job, desk)
        return error
    _uncertain(job, desk, error)
    if isinstance(error, Uncertain):
        return error
    return Uncertain(provider=job.provider, provider_code=error.provider_code, data={"job": job.id})


def _back(job: Job, desk: Desk) -> None:
    try:
        desk.ledger.move(job.id, State.SUBMITTING, State.APPROVED)
    except Moved:
        return


def _uncertain(job: Job, desk: Desk, error: MediawrightError | None) -> None:
    code = error.code if error else asyncio.CancelledError.__name__
    desk.ledger.move(job.id, State.SUBMITTING, State.UNCERTAIN)
    desk.ledger.note(job.id, "lost_answer", error=code)

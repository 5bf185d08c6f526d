"""Watch a task until the provider's verdict. Only a verdict moves the row; trouble on the way never does."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

from mediawright.ledger import Ledger
from mediawright.runner import crash_points
from mediawright.runner.execution import Desk, still_running
from mediawright.runner.pacing import ENOUGH, Expectation, after_error, next_gap
from mediawright.types.codec import plain
from mediawright.types.errors import (
    Busy,
    InvalidRequest,
    MediawrightError,
    Retry,
    SignInNeeded,
    StillRunning,
    Uncertain,
    Unreachable,
)
from mediawright.types.job import Job, Progress, Task
from mediawright.types.message import Message
from mediawright.types.provider import Provider
from mediawright.types.states import State

VERDICTS = frozenset({State.SUCCEEDED, State.FAILED, State.CANCELLED})
#: what may pass without stopping a wait: after the submit a lost answer is only a look that failed
PASSING = (Unreachable, Uncertain)
#: looks in a row at a task that the provider says it does not know
UNKNOWN_STATE_POLLS = 3


def expectation(job: Job, ledger: Ledger, provider: Provider) -> Expectation | None:
    """How long this takes: this user's history where there is enough, best that of like requests, else the provider's own
    figures."""
    request = job.request.with_(provider=job.provider)
    alike = ledger.durations(request, alike=True)
    past = alike if len(alike) >= ENOUGH else ledger.durations(request)
    model = provider.model(request.model or "", request.operation.result)
    return Expectation.of(model.timing if model else None, past)


async def follow(job: Job, desk: Desk) -> tuple[Job, Progress]:
    """Take a submitted job to a verdict; returns the row and the look that held it.

    Raises StillRunning at the deadline, SignInNeeded when the sign-in ran out and needs a person.
    """
    looks = _pushed(job, desk) if desk.plugin.has("watch") else _polled(job, desk)
    try:
        async for progress in looks:
            if progress is not desk.written or desk.row is None:
                desk.row = take(job, progress, desk)
            job = desk.row
            desk.view.update(progress)
            if progress.note and progress.state is not State.SUCCEEDED:  # closing words stand in the answer
                desk.view.say(progress.note)
            if progress.state in VERDICTS:
                crash_points.point("after-verdict")
                _close(job, progress, desk)
                return job, progress
    finally:
        await looks.aclose()
    raise still_running(job)


def _close(job: Job, progress: Progress, desk: Desk) -> None:
    """Keep a provider's closing words: whole for this process, without link queries for any later one."""
    if progress.note or progress.data:
        desk.closings[job.id] = progress
        desk.ledger.note(job.id, "closing", note=plain(progress.note), data=plain(progress.data))


def take(job: Job, progress: Progress, desk: Desk) -> Job:
    """Write down what a look said."""
    if progress.task is not None and progress.task != job.task:
        job = desk.ledger.update(job.id, task=progress.task)
    if progress.state is State.UNKNOWN:
        desk.ledger.note(job.id, "unknown_state", word=progress.provider_code or "")
        return job
    if progress.state is State.RUNNING and job.state is State.SUBMITTED:
        return desk.ledger.move(job.id, State.SUBMITTED, State.RUNNING)
    if progress.state not in VERDICTS or job.state not in (State.SUBMITTED, State.RUNNING):
        return job
    changes = {
        "charged": progress.charged,
        "subject_id": progress.subject_id,
        "reason": progress.reason,
        "provider_code": progress.provider_code,
        "provider_message": progress.provider_message,
        "finished_at": desk.clock.now(),
    }
    return desk.ledger.move(job.id, job.state, progress.state, **{k: v for k, v in changes.items() if v is not None})


async def _polled(job: Job, desk: Desk) -> AsyncGenerator[Progress, None]:
    """Look, wait as long as is wise, look again; where many jobs wait, they are looked at together."""
    began = desk.clock.now() if job.submitted_at is None else job.submitted_at
    failures, gap = 0, 0.0
    with desk.roll.seat(desk, job, _task(job)) as seat:
        while True:
            progress = await desk.roll.news(seat)
            await _cancel_if_asked(job, desk, seat.task)
            if progress is None:
                if gap > 0:
                    await desk.pause(job, gap)
                    await _cancel_if_asked(job, desk, seat.task)
                try:
                    progress = await desk.within(job, desk.plugin.poll(desk.ctx, seat.task))
                except StillRunning:
                    raise
                except MediawrightError as error:
                    failures += 1
                    gap = await _after(error, failures, job, desk)
                    continue
            failures, seat.task = 0, progress.task or seat.task
            yield progress
            elapsed = max(0.0, (desk.clock.now() - began).total_seconds())
            gap = next_gap(elapsed, desk.expected, progress.look_again_s, desk.rng.random())


async def _pushed(job: Job, desk: Desk) -> AsyncGenerator[Progress, None]:
    """Take what the provider pushes; when the stream breaks, start it again after a while."""
    task, failures = _task(job), 0
    while True:
        stream = desk.plugin.watch(desk.ctx, task)
        try:
            while True:
                await _cancel_if_asked(job, desk, task)
                try:
                    progress = await _next(stream, job, desk)
                except StopAsyncIteration:
                    gap = next_gap(30.0, None, None, desk.rng.random())
                    break
                failures, task = 0, progress.task or task
                yield progress
                if progress.look_again_s is not None and progress.state not in VERDICTS:
                    await desk.pause(job, progress.look_again_s)
        except StillRunning:
            raise
        except MediawrightError as error:
            failures += 1
            gap = await _after(error, failures, job, desk)
        finally:
            await stream.aclose()  # type: ignore[attr-defined]  # every stream hook is an async generator
        await desk.pause(job, gap)


async def _next(stream: AsyncIterator[Progress], job: Job, desk: Desk) -> Progress:
    left = desk.left()
    if left <= 0:
        raise still_running(job)
    try:
        async with asyncio.timeout(None if left == float("inf") else left):
            return await anext(stream)
    except TimeoutError:
        raise still_running(job) from None


async def _after(error: MediawrightError, failures: int, job: Job, desk: Desk) -> float:
    """Seconds to wait after a look that failed; raises what waiting cannot mend."""
    desk.ledger.note(job.id, "look_failed", error=error.code)
    if isinstance(error, SignInNeeded):
        if failures > 2 or not await desk.renew():
            raise error
        return 0.0
    if isinstance(error, InvalidRequest):
        return unknown_task(error, failures, job, desk)
    lasting = error.retry is Retry.NEVER and not isinstance(error, Uncertain)
    if not isinstance(error, PASSING) or lasting:
        raise error
    if failures == 1:
        desk.view.say(Message("runner.trouble", {"provider": desk.plugin.provider.title}))
    hint = error.retry_after if isinstance(error, Busy) else None
    return after_error(failures, hint, desk.rng.random())


def unknown_task(error: InvalidRequest, failures: int, job: Job, desk: Desk) -> float:
    """The provider does not know a task it accepted: it may show it late, or another account is signed in by now.

    Seconds to wait before the next look; after `UNKNOWN_STATE_POLLS` raises Uncertain. The row stays: money was spent.
    """
    if failures < UNKNOWN_STATE_POLLS:
        return after_error(failures, None, desk.rng.random())
    values = {"provider": desk.plugin.provider.title, "task": _task(job).id}
    raise Uncertain(
        Message("runner.unknown_task", values),
        provider=job.provider,
        provider_code=error.provider_code,
        provider_message=error.provider_message,
        data={"job": job.id},
    )


async def _cancel_if_asked(job: Job, desk: Desk, task: Task) -> None:
    """Another process asked for an end: pass it on once, where the provider can."""
    if desk.plugin.has("cancel") and desk.ledger.cancel_requested(job.id) and not desk.cancel_sent:
        desk.cancel_sent = True
        stopped = await desk.plugin.cancel(desk.ctx, task)
        desk.ledger.note(job.id, "cancel_sent", stopped=stopped)


def _task(job: Job) -> Task:
    assert job.task is not None, "a submitted row carries its task"
    return job.task

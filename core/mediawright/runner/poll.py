"""Watch a task until the provider's verdict. Only a verdict moves the row; trouble on the way never does."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

from mediawright.ledger import Ledger
from mediawright.runner import crash_points
from mediawright.runner.execution import JobExecution, still_running
from mediawright.runner.pacing import MIN_SAMPLES, Expectation, after_error, next_gap
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
from mediawright.types.verdicts import Stopped

VERDICTS = frozenset({State.SUCCEEDED, State.FAILED, State.CANCELLED})
#: what may pass without stopping a wait: after the submit a lost answer is only a poll that failed
PASSING = (Unreachable, Uncertain)
#: looks in a row at a task that the provider says it does not know
UNKNOWN_STATE_POLLS = 3


def expectation(job: Job, ledger: Ledger, provider: Provider) -> Expectation | None:
    """How long this takes: this user's history where there is enough, best that of like requests, else the provider's own
    figures."""
    request = job.request.with_(provider=job.provider)
    alike = ledger.durations(request, alike=True)
    past = alike if len(alike) >= MIN_SAMPLES else ledger.durations(request)
    model = provider.model(request.model or "", request.operation.result)
    return Expectation.of(model.timing if model else None, past)


async def follow(job: Job, execution: JobExecution) -> tuple[Job, Progress]:
    """Take a submitted job to a verdict; returns the row and the poll that held it.

    Raises StillRunning at the deadline, SignInNeeded when the sign-in ran out and needs a person.
    """
    polls = _pushed(job, execution) if execution.plugin.has("watch") else _polled(job, execution)
    try:
        async for progress in polls:
            if progress is not execution.written or execution.row is None:
                execution.row = take(job, progress, execution)
            job = execution.row
            execution.observer.update(progress)
            if progress.note and progress.state is not State.SUCCEEDED:  # closing words stand in the answer
                execution.observer.say(progress.note)
            if progress.state in VERDICTS:
                crash_points.point("after-verdict")
                _close(job, progress, execution)
                return job, progress
    finally:
        await polls.aclose()
    raise still_running(job)


def _close(job: Job, progress: Progress, execution: JobExecution) -> None:
    """Keep a provider's closing words: whole for this process, without link queries for any later one."""
    if progress.note or progress.data:
        execution.closings[job.id] = progress
        execution.ledger.note(job.id, "closing", note=plain(progress.note), data=plain(progress.data))


def take(job: Job, progress: Progress, execution: JobExecution) -> Job:
    """Write down what a poll said."""
    if progress.task is not None and progress.task != job.task:
        job = execution.ledger.update(job.id, task=progress.task)
    if progress.state is State.UNKNOWN:
        execution.ledger.note(job.id, "unknown_state", word=progress.provider_code or "")
        return job
    if progress.state is State.RUNNING and job.state is State.SUBMITTED:
        return execution.ledger.move(job.id, State.SUBMITTED, State.RUNNING)
    if progress.state not in VERDICTS or job.state not in (State.SUBMITTED, State.RUNNING):
        return job
    changes = {
        "charged": progress.charged,
        "subject_id": progress.subject_id,
        "reason": progress.reason,
        "provider_code": progress.provider_code,
        "provider_message": progress.provider_message,
        "finished_at": execution.clock.now(),
    }
    return execution.ledger.move(
        job.id, job.state, progress.state, **{k: v for k, v in changes.items() if v is not None}
    )


async def _polled(job: Job, execution: JobExecution) -> AsyncGenerator[Progress, None]:
    """Look, wait as long as is wise, poll again; where many jobs wait, they are polled together."""
    began = execution.clock.now() if job.submitted_at is None else job.submitted_at
    failures, gap = 0, 0.0
    with execution.batch_poller.subscription(execution, job, _task(job)) as subscription:
        while True:
            progress = await execution.batch_poller.report(subscription)
            await _cancel_if_asked(job, execution, subscription.task)
            if progress is None:
                if gap > 0:
                    await execution.pause(job, gap)
                    await _cancel_if_asked(job, execution, subscription.task)
                try:
                    progress = await execution.within(job, execution.plugin.poll(execution.ctx, subscription.task))
                except StillRunning:
                    raise
                except MediawrightError as error:
                    failures += 1
                    gap = await _after(error, failures, job, execution)
                    continue
            failures, subscription.task = 0, progress.task or subscription.task
            yield progress
            elapsed = max(0.0, (execution.clock.now() - began).total_seconds())
            gap = next_gap(elapsed, execution.expected, progress.look_again_s, execution.rng.random())


async def _pushed(job: Job, execution: JobExecution) -> AsyncGenerator[Progress, None]:
    """Take what the provider pushes; when the stream breaks, start it again after a while."""
    task, failures = _task(job), 0
    while True:
        stream = execution.plugin.watch(execution.ctx, task)
        try:
            while True:
                await _cancel_if_asked(job, execution, task)
                try:
                    progress = await _next(stream, job, execution)
                except StopAsyncIteration:
                    gap = next_gap(30.0, None, None, execution.rng.random())
                    break
                failures, task = 0, progress.task or task
                yield progress
                if progress.look_again_s is not None and progress.state not in VERDICTS:
                    await execution.pause(job, progress.look_again_s)
        except StillRunning:
            raise
        except MediawrightError as error:
            failures += 1
            gap = await _after(error, failures, job, execution)
        finally:
            await stream.aclose()  # type: ignore[attr-defined]  # every stream hook is an async generator
        await execution.pause(job, gap)


async def _next(stream: AsyncIterator[Progress], job: Job, execution: JobExecution) -> Progress:
    left = execution.left()
    if left <= 0:
        raise still_running(job)
    try:
        async with asyncio.timeout(None if left == float("inf") else left):
            return await anext(stream)
    except TimeoutError:
        raise still_running(job) from None


async def _after(error: MediawrightError, failures: int, job: Job, execution: JobExecution) -> float:
    """Seconds to wait after a poll that failed; raises what waiting cannot mend."""
    execution.ledger.note(job.id, "look_failed", error=error.code)
    if isinstance(error, SignInNeeded):
        if failures > 2 or not await execution.renew():
            raise error
        return 0.0
    if isinstance(error, InvalidRequest):
        return unknown_task(error, failures, job, execution)
    lasting = error.retry is Retry.NEVER and not isinstance(error, Uncertain)
    if not isinstance(error, PASSING) or lasting:
        raise error
    if failures == 1:
        execution.observer.say(Message("runner.trouble", {"provider": execution.plugin.provider.title}))
    hint = error.retry_after if isinstance(error, Busy) else None
    return after_error(failures, hint, execution.rng.random())


def unknown_task(error: InvalidRequest, failures: int, job: Job, execution: JobExecution) -> float:
    """The provider does not know a task it accepted: it may show it late, or another account is signed in by now.

    Seconds to wait before the next poll; after `UNKNOWN_STATE_POLLS` raises Uncertain. The row stays: money was spent.
    """
    if failures < UNKNOWN_STATE_POLLS:
        return after_error(failures, None, execution.rng.random())
    values = {"provider": execution.plugin.provider.title, "task": _task(job).id}
    raise Uncertain(
        Message("runner.unknown_task", values),
        provider=job.provider,
        provider_code=error.provider_code,
        provider_message=error.provider_message,
        data={"job": job.id},
    )


async def _cancel_if_asked(job: Job, execution: JobExecution, task: Task) -> None:
    """Another process asked for an end: pass it on once, where the provider can."""
    if execution.plugin.has("cancel") and execution.ledger.cancel_requested(job.id) and not execution.cancel_sent:
        execution.cancel_sent = True
        said = await execution.plugin.cancel(execution.ctx, task)
        execution.ledger.note(job.id, "cancel_sent", verdict=type(said).__name__, stopped=isinstance(said, Stopped))


def _task(job: Job) -> Task:
    assert job.task is not None, "a submitted row carries its task"
    return job.task

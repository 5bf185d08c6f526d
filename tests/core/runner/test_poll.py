"""Watching a task: only a verdict moves the row, trouble on the way never does."""

from collections.abc import AsyncIterator, Callable
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from tests.core.runner.execution import Execution, following
from tests.core.runner.scripted_provider import DONE, RUNNING, TASK

from mediawright.runner.poll import follow, take
from mediawright.types.errors import (
    Busy,
    InvalidRequest,
    LocalFault,
    MediawrightError,
    Rejected,
    SignInNeeded,
    Uncertain,
    Unreachable,
)
from mediawright.types.job import Job, Progress
from mediawright.types.message import Message
from mediawright.types.money import Amount
from mediawright.types.states import State
from mediawright.types.verdicts import Stopped

if TYPE_CHECKING:
    from tests.core.runner.conftest import Harness

Make = Callable[..., "Harness"]


def submitted(b: "Harness") -> Job:
    job = b.approved()
    b.ledger.move(job.id, State.APPROVED, State.SUBMITTING)
    return b.ledger.move(job.id, State.SUBMITTING, State.SUBMITTED, task=TASK, submitted_at=b.clock.now())


class Alone:
    """A batch poller that leaves each job to itself."""

    @contextmanager
    def subscription(self, execution: object, job: Job, task: Any) -> Any:
        yield SimpleNamespace(task=task)

    async def report(self, subscription: object) -> None:
        return None


def execution(b: "Harness", *polls: Any, watch: list[Any] | None = None, **more: Any) -> Execution:
    made = Execution(b, polls=polls, hooks=("watch",) if watch is not None else (), **more)
    made.batch_poller = Alone()  # type: ignore[attr-defined]
    made.left = lambda: float("inf")  # type: ignore[attr-defined]

    async def stream(ctx: object, task: object) -> AsyncIterator[Progress]:
        for item in following(watch or []):
            if isinstance(item, BaseException):
                raise item
            yield item

    made.plugin.watch = stream
    return made


@pytest.mark.parametrize("pushed", [False, True])
async def test_from_submitted_to_the_verdict(harness: Make, pushed: bool) -> None:
    b = harness()
    steps = [RUNNING, RUNNING, DONE]
    given = execution(b, watch=[steps]) if pushed else execution(b, *steps)
    job, progress = await follow(submitted(b), given.typed)
    assert (job.state, progress, job.charged) == (State.SUCCEEDED, DONE, Amount(Decimal(10), "credits"))
    assert (job.finished_at, given.done.updates) == (b.clock.now(), steps)
    assert [name for name in b.states(job) if name in ("running", "succeeded")] == ["running", "succeeded"]


@pytest.mark.parametrize("pushed", [False, True])
@pytest.mark.parametrize("error", [Unreachable(), Uncertain(), Busy(retry_after=9.0)], ids=lambda error: error.code)
async def test_trouble_is_told_once_and_waited_out(harness: Make, error: MediawrightError, pushed: bool) -> None:
    b = harness()
    given = execution(b, watch=[[error], [error], [DONE]]) if pushed else execution(b, error, error, DONE)
    job, _ = await follow(submitted(b), given.typed)
    assert job.state is State.SUCCEEDED
    assert [said.key for said in given.done.said] == ["runner.trouble"]
    assert len(given.done.pauses) == 2
    assert all(pause > 0 for pause in given.done.pauses)


@pytest.mark.parametrize("error", [LocalFault(Message("error.local_fault")), Rejected()], ids=lambda error: error.code)
async def test_what_waiting_cannot_mend_is_raised_and_the_row_stays(harness: Make, error: MediawrightError) -> None:
    b = harness()
    job, given = submitted(b), execution(b, error)
    with pytest.raises(type(error)):
        await follow(job, given.typed)
    assert (b.ledger.get(job.id).state, given.done.polls) == (State.SUBMITTED, 1)


@pytest.mark.parametrize(("renews", "polls", "renewals"), [(False, 1, 1), (True, 3, 2)])
async def test_a_sign_in_is_renewed_twice_at_most(harness: Make, renews: bool, polls: int, renewals: int) -> None:
    b = harness()
    job, given = submitted(b), execution(b, SignInNeeded(), renews=renews)
    with pytest.raises(SignInNeeded):
        await follow(job, given.typed)
    assert (given.done.polls, given.done.renewals, given.done.pauses) == (polls, renewals, [])
    assert b.ledger.get(job.id).state is State.SUBMITTED


async def test_a_task_that_is_not_known_three_times_is_uncertain_and_stays(harness: Make) -> None:
    b = harness()
    job, given = submitted(b), execution(b, InvalidRequest(provider_code="404", provider_message="none"))
    with pytest.raises(Uncertain) as raised:
        await follow(job, given.typed)
    told = raised.value
    assert (told.provider_code, told.provider_message, told.data) == ("404", "none", {"job": job.id})
    assert (given.done.polls, b.ledger.get(job.id).state) == (3, State.SUBMITTED)


async def test_a_good_poll_forgets_the_bad_ones(harness: Make) -> None:
    b = harness()
    unknown = InvalidRequest()
    given = execution(b, unknown, unknown, RUNNING, unknown, unknown, DONE)
    assert (await follow(submitted(b), given.typed))[0].state is State.SUCCEEDED


async def test_a_cancel_is_passed_on_once(harness: Make) -> None:
    b = harness()
    job = submitted(b)
    b.ledger.request_cancel(job.id)
    given, cancelled = execution(b, RUNNING, RUNNING, Progress(state=State.CANCELLED)), []

    async def cancel(ctx: object, task: object) -> Stopped:
        cancelled.append(task)
        return Stopped()

    given.plugin.cancel, given.plugin.has = cancel, lambda hook: hook == "cancel"
    assert (await follow(job, given.typed))[0].state is State.CANCELLED
    assert cancelled == [TASK]


async def test_a_word_that_nobody_documented_moves_nothing(harness: Make) -> None:
    b = harness()
    job = submitted(b)
    given = execution(b, RUNNING)
    assert take(job, Progress(state=State.UNKNOWN, provider_code="brewing"), given.typed) == job
    assert [event.data["word"] for event in b.ledger.events(job.id) if event.kind == "unknown_state"] == ["brewing"]


async def test_a_poll_says_what_the_row_keeps(harness: Make) -> None:
    b = harness()
    job, given = submitted(b), execution(b, RUNNING)
    moved = take(job, replace(RUNNING, task=replace(TASK, id="t-2")), given.typed)
    assert (moved.state, moved.task and moved.task.id) == (State.RUNNING, "t-2")
    assert take(moved, RUNNING, given.typed) == moved
    failed = Progress(
        state=State.FAILED, reason=Message("error.task_failed"), provider_code="E1", provider_message="no"
    )
    row = take(moved, failed, given.typed)
    assert (row.state, row.reason, row.provider_code, row.provider_message, row.finished_at) == (
        State.FAILED,
        failed.reason,
        "E1",
        "no",
        b.clock.now(),
    )
    assert take(row, DONE, given.typed) == row  # a verdict is the last word


async def test_closing_words_are_kept(harness: Make) -> None:
    b = harness()
    note = Message("error.task_failed")
    given = execution(b, replace(RUNNING, note=note), replace(DONE, note=note, data={"tracks": 1}))
    job, progress = await follow(submitted(b), given.typed)
    assert given.done.said == [note]  # that of the verdict stands in the answer
    assert given.closings == {job.id: progress}

"""A job that failed is asked about at its provider, when a person names it: nothing paid for ends for good."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.core.runner.scripted_provider import DONE, RUNNING, TASK

from mediawright.plugin import CannotTell, Found, NotAccepted, NotFound, Progress, Rejected, State, Uncertain
from mediawright.services.jobs import Past
from mediawright.testing.fakes import PredictableIds
from mediawright.types.errors import TaskFailed, Unreachable
from mediawright.types.job import Job

if TYPE_CHECKING:
    from tests.core.runner.conftest import Harness

Make = Callable[..., "Harness"]
FAILED = Progress(state=State.FAILED)


def past(b: "Harness") -> Past:
    return Past(b.ledger, b.registry, b.contexts, b.runner, b.clock, PredictableIds())  # type: ignore[arg-type]


async def failed(b: "Harness") -> Job:
    """A job whose task the provider called failed."""
    job = b.approved()
    with pytest.raises(TaskFailed):
        await b.runner.run(job)
    return b.ledger.get(job.id)


async def test_a_failed_task_that_has_its_file_after_all_comes_home(harness: Make) -> None:
    b = harness(polls=[FAILED, RUNNING, DONE])
    job = await failed(b)
    again = await past(b).looked_anew(job, "en")
    assert (again.state, again.task, again.reason, again.finished_at) == (State.SUBMITTED, TASK, None, None)
    assert (await b.runner.run(again)).state is State.DONE
    assert b.script.charges == 1


@pytest.mark.parametrize("look", [FAILED, Progress(state=State.CANCELLED), Progress(state=State.UNKNOWN), NotFound()])
async def test_the_same_word_leaves_it_failed(harness: Make, look: Progress | Exception) -> None:
    b = harness(polls=[FAILED, look])
    job = await failed(b)
    assert await past(b).looked_anew(job, "en") == job


async def test_a_poll_that_fails_says_so_and_changes_nothing(harness: Make) -> None:
    b = harness(polls=[FAILED, Unreachable()])
    job = await failed(b)
    with pytest.raises(Unreachable):
        await past(b).looked_anew(job, "en")
    assert b.ledger.get(job.id) == job


@pytest.mark.parametrize(("verdict", "state"), [(Found(TASK), State.SUBMITTED), (CannotTell(), State.FAILED)])
async def test_a_lost_submit_that_was_given_up_is_searched_for_again(
    harness: Make, verdict: Found | CannotTell, state: State
) -> None:
    b = harness(submits=[Uncertain()], reconciles=[NotAccepted(), NotAccepted(), verdict], polls=[DONE])
    job = await failed(b)
    assert (await past(b).looked_anew(job, "en")).state is state


async def test_a_plain_no_is_not_searched_for(harness: Make) -> None:
    b = harness(submits=[Rejected()], reconciles=[Found(TASK)])
    job = b.approved()
    with pytest.raises(Rejected):
        await b.runner.run(job)
    assert (await past(b).looked_anew(b.ledger.get(job.id), "en")).state is State.FAILED
    assert "reconcile" not in b.script.seen


async def test_one_that_never_failed_is_not_polled(harness: Make) -> None:
    b = harness()
    job = b.approved()
    assert await past(b).looked_anew(job, "en") == job
    assert b.script.seen == []


async def test_resuming_by_name_reaches_a_failed_job(harness: Make) -> None:
    b = harness(polls=[FAILED, DONE])
    job = await failed(b)
    outcomes = await past(b).resume([job], lang="en")
    assert [outcome.job.state for outcome in outcomes] == [State.DONE]

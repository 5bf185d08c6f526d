"""A job's journey: each end is on disk, money leaves once, whatever was accepted is delivered."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.core.runner import scripted_provider
from tests.core.runner.scripted_provider import DONE, RUNNING, TASK

from mediawright.files.result_names import mark_of
from mediawright.types.errors import (
    Busy,
    LocalFault,
    MediawrightError,
    NotSent,
    OutOfCredits,
    Rejected,
    SignInNeeded,
    StillRunning,
    TaskFailed,
    Uncertain,
    Unreachable,
)
from mediawright.types.job import Progress
from mediawright.types.message import Message
from mediawright.types.states import State
from mediawright.types.verdicts import CannotTell, Found, NotAccepted

if TYPE_CHECKING:
    from tests.core.runner.conftest import Harness

    from mediawright.ledger.address import Where

Make = Callable[..., "Harness"]


@pytest.fixture
def where(either: "Where") -> "Where":
    return either


async def test_a_job_goes_from_approved_to_a_file(harness: Make) -> None:
    b = harness(polls=[RUNNING, RUNNING, DONE])
    job = await b.runner.run(b.approved())
    assert job.state is State.DONE
    assert (b.folder / f"fox-{mark_of(job.id)}.mp4").read_bytes() == scripted_provider.MP4
    assert b.script.charges == 1
    assert str(job.charged) == "10 credits"


@pytest.mark.parametrize(
    ("script", "goes"),
    [({}, True), ({"submits": [Rejected()]}, True), ({"polls": [RUNNING]}, False), ({"submits": [NotSent()]}, False)],
    ids=["done", "failed", "running", "not sent"],
)
async def test_the_work_folder_goes_when_the_job_is_over(harness: Make, script: dict[str, Any], goes: bool) -> None:
    b = harness(**script)
    job = b.approved()
    with suppress(MediawrightError):
        await b.runner.run(job, timeout=1)
    assert b.contexts.cleared == ([job.id] if goes else [])


async def test_the_jobs_id_travels_as_the_idempotency_key(harness: Make) -> None:
    b = harness()
    job = await b.runner.run(b.approved())
    assert b.script.keys == [job.id]


async def test_a_small_record_stands_beside_the_file(harness: Make) -> None:
    b = harness()
    job = await b.runner.run(b.approved())
    record = (b.folder / f"{Path(job.assets[0].path).name}.json").read_text()
    assert job.id in record
    assert '"cost_is": "charged"' in record
    assert "https://example.com/t-1.mp4" not in record


@pytest.mark.parametrize("refusal", [Rejected(), OutOfCredits()], ids=["rejected", "credits"])
async def test_a_plain_no_ends_the_job_and_is_not_repeated(harness: Make, refusal: Exception) -> None:
    b = harness(submits=[refusal])
    job = b.approved()
    with pytest.raises(type(refusal)):
        await b.runner.run(job)
    assert b.ledger.get(job.id).state is State.FAILED
    assert b.script.seen == ["submit"]


async def test_not_now_is_waited_for_and_told(harness: Make) -> None:
    b = harness(submits=[Busy(retry_after=30.0), TASK])
    job = await b.runner.run(b.approved())
    assert job.state is State.DONE
    assert b.clock.slept[0] == 30.0
    assert b.script.charges == 1


async def test_busy_for_ever_stops_with_the_job_kept(harness: Make) -> None:
    b = harness(submits=[Busy(retry_after=30.0)])
    job = b.approved()
    with pytest.raises(Busy):
        await b.runner.run(job)
    assert b.ledger.get(job.id).state is State.APPROVED
    assert b.script.seen.count("submit") == 6


async def test_a_connection_never_made_is_tried_again(harness: Make) -> None:
    b = harness(submits=[NotSent(), NotSent(), TASK])
    assert (await b.runner.run(b.approved())).state is State.DONE


async def test_trouble_before_the_spending_call_leaves_the_job_approved(harness: Make) -> None:
    b = harness(submits=[Unreachable()])
    job = b.approved()
    with pytest.raises(Unreachable):
        await b.runner.run(job)
    assert b.ledger.get(job.id).state is State.APPROVED


async def test_a_missing_sign_in_spends_nothing(harness: Make) -> None:
    b = harness(submits=[SignInNeeded()])
    job = b.approved()
    with pytest.raises(SignInNeeded):
        await b.runner.run(job)
    assert b.ledger.get(job.id).state is State.APPROVED


async def test_a_lost_answer_is_searched_for_and_adopted(harness: Make) -> None:
    b = harness(submits=[Uncertain()], reconciles=[Found(TASK)])
    lose(b)
    assert (await b.runner.run(b.approved())).state is State.DONE
    assert b.script.seen.count("submit") == 1


async def test_a_submit_that_surely_never_arrived_may_be_confirmed_again(harness: Make) -> None:
    b = harness(submits=[Uncertain()], reconciles=[NotAccepted()])
    lose(b)
    job = b.approved()
    with pytest.raises(Rejected):
        await b.runner.run(job)
    assert b.ledger.get(job.id).state is State.FAILED


async def test_nobody_can_tell_stays_uncertain_and_is_never_sent_again(harness: Make) -> None:
    b = harness(submits=[Uncertain()], reconciles=[CannotTell()])
    lose(b)
    job = b.approved()
    for _ in range(2):
        with pytest.raises(Uncertain):
            await b.runner.run(b.ledger.get(job.id))
    assert b.ledger.get(job.id).state is State.UNCERTAIN
    assert b.script.seen.count("submit") == 1


async def test_a_plugin_bug_after_the_call_is_uncertain_too(harness: Make) -> None:
    b = harness(submits=[RuntimeError("a bug")], can_reconcile=False)
    lose(b)
    job = b.approved()
    with pytest.raises(Uncertain):
        await b.runner.run(job)
    assert b.ledger.get(job.id).state is State.UNCERTAIN


async def test_a_process_that_died_in_mid_submit_is_reconciled_not_repeated(harness: Make) -> None:
    b = harness(reconciles=[Found(TASK)])
    job = b.approved()
    b.ledger.move(job.id, State.APPROVED, State.SUBMITTING)
    assert (await b.runner.run(job)).state is State.DONE
    assert "submit" not in b.script.seen


async def test_trouble_while_polling_never_moves_the_row(harness: Make) -> None:
    b = harness(polls=[Unreachable(), RUNNING, Unreachable(), DONE])
    assert (await b.runner.run(b.approved())).state is State.DONE


async def test_a_sign_in_that_ran_out_is_renewed_and_the_wait_goes_on(harness: Make) -> None:
    b = harness(polls=[SignInNeeded(), RUNNING, DONE], renews=True)
    assert (await b.runner.run(b.approved())).state is State.DONE
    assert "renew" in b.script.seen


async def test_a_sign_in_that_needs_a_person_keeps_the_task(harness: Make) -> None:
    b = harness(polls=[SignInNeeded()])
    job = b.approved()
    with pytest.raises(SignInNeeded):
        await b.runner.run(job)
    row = b.ledger.get(job.id)
    assert row.state is State.SUBMITTED
    assert row.task == TASK


async def test_the_deadline_ends_the_wait_not_the_job(harness: Make) -> None:
    b = harness(polls=[RUNNING])
    job = b.approved()
    with pytest.raises(StillRunning) as caught:
        await b.runner.run(job, timeout=40)
    assert caught.value.data["job"] == job.id
    assert b.ledger.get(job.id).state is State.RUNNING


async def test_the_providers_verdict_is_the_reason(harness: Make) -> None:
    failed = Progress(state=State.FAILED, reason=Message("error.task_failed"), provider_message="risk control")
    b = harness(polls=[failed])
    job = b.approved()
    with pytest.raises(TaskFailed) as caught:
        await b.runner.run(job)
    assert caught.value.provider_message == "risk control"
    assert b.ledger.get(job.id).state is State.FAILED


async def test_a_word_nobody_documented_is_neither_pending_nor_failed(harness: Make) -> None:
    odd = Progress(state=State.UNKNOWN, provider_code="paused")
    b = harness(polls=[odd, DONE])
    job = await b.runner.run(b.approved())
    kinds = [event.kind for event in b.ledger.events(job.id)]
    assert "unknown_state" in kinds


async def test_a_fetch_that_fails_is_repeated_with_a_fresh_poll(harness: Make) -> None:
    b = harness(downloads=[Unreachable(), None])
    assert (await b.runner.run(b.approved())).state is State.DONE
    assert b.script.seen == ["submit", "poll", "download", "poll", "download"]


async def test_a_result_in_flight_is_brought_home_after_a_restart(harness: Make) -> None:
    b = harness()
    job = await b.runner.send(b.approved())
    b.ledger.move(job.id, State.SUBMITTED, State.SUCCEEDED)
    b.ledger.move(job.id, State.SUCCEEDED, State.DOWNLOADING)
    assert (await b.runner.run(job)).state is State.DONE
    assert b.script.charges == 1


async def test_a_full_disk_is_told_and_the_job_goes_on_later(harness: Make) -> None:
    b = harness(downloads=[LocalFault(Message("error.disk_full")), None])
    job = b.approved()
    with pytest.raises(LocalFault):
        await b.runner.run(job)
    assert b.ledger.get(job.id).state is State.DOWNLOADING
    assert (await b.runner.run(b.ledger.get(job.id))).state is State.DONE


async def test_two_runners_on_one_job_submit_once(harness: Make) -> None:
    b = harness(polls=[RUNNING, RUNNING, DONE])
    job = b.approved()
    ends = await asyncio.gather(b.runner.run(job), b.runner.run(job))
    assert [end.state for end in ends] == [State.DONE, State.DONE]
    assert b.script.charges == 1


async def test_a_cancelled_wait_leaves_the_job_running(harness: Make) -> None:
    b = harness(polls=[RUNNING])
    job = b.approved()
    wait = asyncio.create_task(b.runner.run(job))
    for _ in range(50):
        await asyncio.sleep(0)
    wait.cancel()
    with pytest.raises(asyncio.CancelledError):
        await wait
    assert b.ledger.get(job.id).state is State.RUNNING
    b.script.polls[:] = [DONE]
    assert (await b.runner.run(job)).state is State.DONE


def lose(b: "Harness") -> None:
    """From now on a submit's call leaves before its answer is lost."""
    real: Any = b.contexts.open

    def opened(provider: object, **more: object) -> Any:
        context = real(provider, **more)
        context.sent_once = True
        return context

    b.contexts.open = opened  # type: ignore[method-assign]

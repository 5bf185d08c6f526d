"""The ends that are easy to forget: an old yes, a task id that finds no room, an answer that comes late, no file at all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.core.runner.scripted_provider import DONE, RUNNING, TASK

from mediawright.http.errors import CertificateRefused, LinkExpired, ResultCut, TooLarge
from mediawright.runner.reconcile import UNSURE_S, NotArrived
from mediawright.runner.submit import still_holds
from mediawright.types.errors import (
    Busy,
    ConfirmationNeeded,
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
from mediawright.types.job import Job, Progress
from mediawright.types.message import Message
from mediawright.types.money import ApprovalKind
from mediawright.types.notices import STOPPED
from mediawright.types.states import State
from mediawright.types.verdicts import CannotTell, Found, NotAccepted

if TYPE_CHECKING:
    from tests.core.runner.conftest import Harness

Make = Callable[..., "Harness"]


def agreed(b: "Harness", seconds: float = 900.0, kind: ApprovalKind = ApprovalKind.PERSON) -> Job:
    """An approved job whose yes lives so long."""
    job = b.approved()
    assert job.approval is not None
    yes = replace(job.approval, expires_at=job.approval.at + timedelta(seconds=seconds), kind=kind)
    return b.ledger.update(job.id, approval=yes)


async def test_an_approval_that_is_too_old_sends_nothing(harness: Make) -> None:
    b = harness()
    job = agreed(b)
    b.clock.advance(7 * 86_400)
    with pytest.raises(ConfirmationNeeded):
        await b.runner.run(job)
    assert b.ledger.get(job.id).state is State.EXPIRED
    assert b.script.seen == []


async def test_an_expired_job_says_so_again(harness: Make) -> None:
    b = harness()
    job = agreed(b, seconds=-1)
    for _ in range(2):
        with pytest.raises(ConfirmationNeeded, match="yes_expired"):
            await b.runner.run(job)


async def test_what_costs_nothing_needs_no_fresh_approval(harness: Make) -> None:
    b = harness()
    job = agreed(b, kind=ApprovalKind.FREE)
    b.clock.advance(7 * 86_400)
    assert (await b.runner.run(job)).state is State.DONE


@pytest.mark.parametrize(("jump", "holds"), [(0, True), (899, True), (900, False), (-60, True), (-3600, False)])
def test_a_clock_that_was_set_back_lengthens_no_approval(harness: Make, jump: float, holds: bool) -> None:
    b = harness()
    job = agreed(b)
    b.clock.jump(jump)
    assert still_holds(job.approval, b.clock.now()) is holds


async def test_a_quote_that_nobody_agreed_to_is_not_sent(harness: Make) -> None:
    b = harness()
    job = b.ledger.add(replace(b.approved("2" * 8), id="3" * 8, state=State.QUOTED, approval=None))
    with pytest.raises(ConfirmationNeeded):
        await b.runner.run(job)
    assert b.script.seen == []


class Full:
    """A ledger whose disk is full just when the task id comes, or another state is to be written."""

    def __init__(self, ledger: Any, times: int, at: State = State.SUBMITTED) -> None:
        self._ledger = ledger
        self.times = times
        self.at = at

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    def move(self, job_id: str, old: State, new: State, **changes: Any) -> Job:
        if new is self.at and self.times:
            self.times -= 1
            raise LocalFault
        return self._ledger.move(job_id, old, new, **changes)  # type: ignore[no-any-return]


async def test_a_disk_that_is_full_for_a_moment_loses_no_task_id(harness: Make) -> None:
    b = harness()
    b.runner._ledger = Full(b.ledger, times=3)  # type: ignore[assignment]
    assert (await b.runner.run(b.approved())).state is State.DONE


async def test_a_task_id_that_finds_no_room_is_told(harness: Make) -> None:
    b = harness()
    job = b.approved()
    b.runner._ledger = Full(b.ledger, times=99)  # type: ignore[assignment]
    with pytest.raises(LocalFault) as caught:
        await b.runner.run(job)
    assert caught.value.data == {"job": job.id, "task_id": TASK.id}
    assert b.ledger.get(job.id).state is State.SUBMITTING


async def test_an_answer_that_comes_late_beats_a_guess(harness: Make) -> None:
    b = harness()
    job = b.approved()

    def late() -> Any:
        b.ledger.move(job.id, State.SUBMITTING, State.UNCERTAIN)
        return TASK

    b.script.submits[:] = [late]
    assert (await b.runner.run(job)).state is State.DONE


async def test_an_answer_that_names_a_task_beats_what_a_look_up_did_not_find(harness: Make) -> None:
    b = harness()
    job = b.approved()

    def late() -> Any:
        b.ledger.move(job.id, State.SUBMITTING, State.UNCERTAIN)
        b.ledger.move(job.id, State.UNCERTAIN, State.FAILED, reason=Message("runner.not_accepted"))
        return TASK

    b.script.submits[:] = [late]
    done = await b.runner.run(job)
    assert (done.state, done.task, done.reason) == (State.DONE, TASK, None)


async def test_an_answer_after_the_job_was_given_up_tells_the_task(harness: Make) -> None:
    b = harness()
    job = b.approved()

    def late() -> Any:
        b.ledger.move(job.id, State.SUBMITTING, State.UNCERTAIN)
        b.ledger.move(job.id, State.UNCERTAIN, State.CANCELLED)
        return TASK

    b.script.submits[:] = [late]
    with pytest.raises(LocalFault) as caught:
        await b.runner.run(job)
    assert caught.value.message.key == "runner.accepted_after_all"
    assert caught.value.data == {"job": job.id, "task_id": TASK.id}
    assert any(e.kind == "late_answer" and e.data["task"] == TASK.id for e in b.ledger.events(job.id))


async def test_a_lost_answer_that_finds_no_room_stays_unclear_and_is_looked_up_later(harness: Make) -> None:
    b = harness(submits=[Uncertain()], reconciles=[Found(TASK)])
    job, room = b.approved(), b.runner._ledger
    b.runner._ledger = Full(b.ledger, times=1, at=State.UNCERTAIN)  # type: ignore[assignment]
    with pytest.raises(Uncertain):
        await b.runner.run(job)
    assert b.ledger.get(job.id).state is State.SUBMITTING
    b.runner._ledger = room
    assert (await b.runner.run(job)).state is State.DONE


async def test_a_found_task_whose_id_cannot_be_one_is_not_taken(harness: Make) -> None:
    b = harness(submits=[Uncertain()], reconciles=[Found(replace(TASK, id="\u200b"))])
    job = b.approved()
    with pytest.raises(Uncertain):
        await b.runner.run(job)
    assert (b.ledger.get(job.id).state, b.ledger.get(job.id).task) == (State.UNCERTAIN, None)


async def test_a_task_that_another_job_has_is_not_taken_for_this_one(harness: Make) -> None:
    b = harness(submits=[TASK, Uncertain()], reconciles=[Found(TASK)])
    first, second = b.approved(), b.approved("22222222-0000-4000-8000-000000000002")
    assert (await b.runner.run(first)).state is State.DONE
    with pytest.raises(Uncertain) as caught:
        await b.runner.run(second)
    assert caught.value.message.key == "runner.task_has_an_owner"
    assert (b.ledger.get(second.id).state, b.ledger.get(second.id).task) == (State.UNCERTAIN, None)


async def test_trouble_with_asking_about_an_accepted_job_says_that_it_was_accepted(harness: Make) -> None:
    closed = CertificateRefused(Message("http.certificate_expired", {"host": "api.acme.com"}))
    b = harness(polls=[closed])
    with pytest.raises(Unreachable) as caught:
        await b.runner.run(b.approved())
    assert not isinstance(caught.value, NotSent)
    assert caught.value.message.key == "runner.accepted_before"
    before = harness(submits=[closed])
    with pytest.raises(CertificateRefused):
        await before.runner.run(before.approved("33333333-0000-4000-8000-000000000003"))


async def test_a_connection_refused_after_an_earlier_call_left_is_not_taken_for_unsent(harness: Make) -> None:
    b = harness(submits=[NotSent()], reconciles=[CannotTell()])
    real: Any = b.contexts.open

    def opened(provider: object, **more: object) -> Any:
        context = real(provider, **more)
        context.sent_once = True
        return context

    b.contexts.open = opened  # type: ignore[method-assign]
    with pytest.raises(Uncertain):
        await b.runner.run(b.approved())
    assert b.script.seen.count("submit") == 1


@pytest.mark.parametrize("said", [Rejected(), OutOfCredits(), Busy(retry_after=1.0), SignInNeeded(), NotSent()])
async def test_no_refusal_is_believed_that_a_gateway_may_have_written(harness: Make, said: MediawrightError) -> None:
    b = harness(submits=[said], reconciles=[Found(TASK)], polls=[DONE])
    real: Any = b.contexts.open

    def opened(provider: object, **more: object) -> Any:
        context = real(provider, **more)
        context.sent_once = context.doubtful = True
        return context

    b.contexts.open = opened  # type: ignore[method-assign]
    job = await b.runner.run(b.approved())
    assert (job.state, b.script.seen.count("submit"), b.script.seen.count("reconcile")) == (State.DONE, 1, 1)


async def test_each_try_is_judged_by_its_own_calls(harness: Make) -> None:
    b = harness(submits=[Busy(retry_after=1.0), NotSent(), TASK])
    assert (await b.runner.run(b.approved())).state is State.DONE
    assert len(b.contexts.opened) == 4


@pytest.mark.parametrize("timeout", [0.0, 10.0])
async def test_no_time_for_a_second_poll_is_uncertain_not_running(harness: Make, timeout: float) -> None:
    b = harness(submits=[Uncertain()], reconciles=[CannotTell()])
    with pytest.raises(Uncertain):
        await b.runner.run(b.approved(), timeout=timeout)


async def test_surely_not_arrived_asks_for_a_new_approval(harness: Make) -> None:
    b = harness(submits=[Uncertain()], reconciles=[NotAccepted()])
    with pytest.raises(NotArrived):
        await b.runner.run(b.approved())


async def test_not_arrived_is_believed_only_once_nothing_can_be_on_its_way(harness: Make) -> None:
    b = harness(submits=[Uncertain()], reconciles=[NotAccepted(), Found(TASK)])
    began = b.clock.now()
    assert (await b.runner.run(b.approved())).state is State.DONE
    assert (b.clock.now() - began).total_seconds() >= UNSURE_S
    assert b.script.seen.count("submit") == 1


@pytest.mark.parametrize("timeout", [0.0, UNSURE_S - 1])
async def test_too_early_to_be_sure_is_uncertain_and_says_when_it_is(harness: Make, timeout: float) -> None:
    b = harness(submits=[Uncertain()], reconciles=[NotAccepted()])
    job = b.approved()
    with pytest.raises(Uncertain) as raised:
        await b.runner.run(job, timeout=timeout)
    assert raised.value.message.values["seconds"] == UNSURE_S
    assert b.ledger.get(job.id).state is State.UNCERTAIN


async def test_long_after_the_submit_one_poll_is_enough(harness: Make) -> None:
    b = harness(submits=[Uncertain()], reconciles=[NotAccepted()])
    job = b.approved()
    with pytest.raises(Uncertain):
        await b.runner.run(job, timeout=0.0)
    b.clock.advance(UNSURE_S)
    with pytest.raises(NotArrived):
        await b.runner.run(job, timeout=0.0)


async def test_a_clock_that_went_back_makes_it_wait_no_longer(harness: Make) -> None:
    b = harness(submits=[Uncertain()], reconciles=[NotAccepted()])
    job = b.approved()
    with pytest.raises(Uncertain):
        await b.runner.run(job, timeout=0.0)
    b.clock.jump(-86_400.0)
    with pytest.raises(NotArrived):
        await b.runner.run(job, timeout=UNSURE_S + 1)


async def test_a_lost_answer_while_polling_is_only_a_poll(harness: Make) -> None:
    b = harness(polls=[Uncertain(), RUNNING, DONE], downloads=[Uncertain(), None])
    assert (await b.runner.run(b.approved())).state is State.DONE


async def test_a_file_without_an_end_is_not_asked_for_again(harness: Make) -> None:
    b = harness(downloads=[TooLarge()])
    with pytest.raises(TooLarge):
        await b.runner.run(b.approved())
    assert b.script.seen.count("download") == 1


async def test_a_result_that_ends_early_is_fetched_whole_three_times_and_then_told(harness: Make) -> None:
    b = harness(downloads=[ResultCut(again=True), ResultCut(again=True), None])
    assert (await b.runner.run(b.approved())).state is State.DONE


@pytest.mark.parametrize(("again", "times"), [(True, 3), (False, 1)])
async def test_a_result_that_stays_short_leaves_the_job_to_be_resumed(harness: Make, again: bool, times: int) -> None:
    b = harness(downloads=[ResultCut(again=again)])
    job = b.approved()
    with pytest.raises(ResultCut):
        await b.runner.run(job)
    assert b.script.seen.count("download") == times
    assert b.ledger.get(job.id).state is State.DOWNLOADING


async def test_a_link_that_ran_out_is_asked_for_anew(harness: Make) -> None:
    b = harness(downloads=[LinkExpired(), None])
    assert (await b.runner.run(b.approved())).state is State.DONE
    assert b.script.seen == ["submit", "poll", "download", "poll", "download"]


async def test_finished_without_a_file_for_long_is_a_failure_that_is_seen(harness: Make) -> None:
    b = harness(polls=[Progress(state=State.SUCCEEDED)])
    job = b.approved()
    began = b.clock.monotonic()
    with pytest.raises(TaskFailed, match="no_file"):
        await b.runner.run(job)
    assert b.ledger.get(job.id).state is State.FAILED
    assert 300 <= b.clock.monotonic() - began < 400
    assert 5 < b.script.seen.count("poll") < 20


async def test_a_file_that_shows_later_is_waited_for(harness: Make) -> None:
    b = harness(polls=[Progress(state=State.SUCCEEDED), Progress(state=State.SUCCEEDED), DONE])
    assert (await b.runner.run(b.approved())).state is State.DONE
    assert b.script.charges == 1


async def test_a_result_that_was_cancelled_meanwhile_does_not_wait_for_ever(harness: Make) -> None:
    b = harness(polls=[DONE, Progress(state=State.CANCELLED)], downloads=[LinkExpired(), None])
    with pytest.raises(TaskFailed):
        await b.runner.run(b.approved())


async def test_sending_only_waits_no_longer_than_it_may(harness: Make) -> None:
    b = harness(submits=[Busy(retry_after=30.0)])
    job = b.approved()
    with pytest.raises(StillRunning):
        await b.runner.send(job, timeout=45)
    assert b.ledger.get(job.id).state is State.APPROVED


async def test_sending_twice_is_one_submit(harness: Make) -> None:
    b = harness()
    job = b.approved()
    assert [(await b.runner.send(job)).state for _ in range(2)] == [State.SUBMITTED, State.SUBMITTED]
    assert b.script.charges == 1


async def test_every_failure_says_which_job_it_concerns(harness: Make) -> None:
    b = harness(downloads=[LocalFault()])
    job = b.approved()
    with pytest.raises(LocalFault) as caught:
        await b.runner.run(job)
    assert caught.value.data["job"] == job.id


@pytest.mark.parametrize("stop", [SignInNeeded(provider="acme"), LocalFault(Message("files.disk_full"))])
async def test_paid_work_that_only_a_person_can_help_is_noted_as_stopped(harness: Make, stop: MediawrightError) -> None:
    b = harness(polls=[RUNNING, stop, stop])
    job = b.approved()
    with pytest.raises(type(stop)):
        await b.runner.run(job)
    stopped = [event for event in b.ledger.events(job.id) if event.kind == STOPPED]
    assert [event.data["error"] for event in stopped] == [stop.code]
    assert b.ledger.get(job.id).state is State.RUNNING


async def test_what_was_never_sent_did_not_stop(harness: Make) -> None:
    b = harness(submits=[SignInNeeded(provider="acme")])
    job = b.approved()
    with pytest.raises(SignInNeeded):
        await b.runner.run(job)
    assert STOPPED not in {event.kind for event in b.ledger.events(job.id)}

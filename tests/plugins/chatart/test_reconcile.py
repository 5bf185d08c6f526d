"""A submit whose answer was lost: shown with what may be ours, taken by a person's word alone, never sent again."""

from typing import TYPE_CHECKING

import pytest
from tests.plugins.chatart.harness import Harness, Sim, job_of, media_request, until_done

from mediawright.plugin import CannotTell, Found, Job, NotAccepted, Operation, Request, Uncertain
from mediawright_chatart import hooks, journal

if TYPE_CHECKING:
    from mediawright.context.plugin import PluginContext
    from mediawright.testing.fakes import FakeClock


def candidates(verdict: object) -> list[str]:
    """The ids that are shown; a verdict that takes one by itself is wrong."""
    assert isinstance(verdict, CannotTell)
    return [item.id for item in verdict.candidates]


async def lose(ctx: "PluginContext", sim: Sim, job: Job, fault: str = "submit-lost") -> None:
    sim.faults.arm(fault)
    with pytest.raises(Uncertain):
        await hooks.submit(ctx, job)


@pytest.mark.parametrize(
    "request_", [media_request(), media_request(Operation.TEXT_TO_IMAGE, aspect_ratio="1:1")], ids=["clip", "picture"]
)
async def test_c_r02_one_new_entry_is_shown_and_continues_by_a_word(
    request_: Request, harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    ctx, job = harness.open("job-1"), job_of(request_, fake_clock)
    await lose(ctx, sim, job)
    verdict = await hooks.reconcile(ctx, job)
    assert candidates(verdict) == ["5120347"]
    progress = await until_done(ctx, verdict.candidates[0].task)  # type: ignore[union-attr]
    assert (len(progress.outputs), sim.submits) == (1, 1)


async def test_c_r02_nothing_there_is_asked_about(harness: Harness, sim: Sim, fake_clock: "FakeClock") -> None:
    ctx, job = harness.open("job-1"), job_of(media_request(), fake_clock)
    await lose(ctx, sim, job, "submit-dropped")
    for _ in range(2):
        verdict = await hooks.reconcile(ctx, job)
    assert isinstance(verdict, CannotTell)
    assert verdict.check is not None
    assert verdict.check.values["found"].key == "chatart.reason.not_found"  # type: ignore[attr-defined]
    assert sim.submits == 1


async def test_an_older_entry_and_one_we_know_are_not_it(harness: Harness, sim: Sim, fake_clock: "FakeClock") -> None:
    other = harness.open("job-0")
    await hooks.submit(other, job_of(media_request(prompt="another"), fake_clock, job_id="job-0"))
    ctx, job = harness.open("job-1"), job_of(media_request(), fake_clock)
    await lose(ctx, sim, job)
    assert candidates(await hooks.reconcile(ctx, job)) == ["5120348"]


async def test_two_new_entries_are_a_question(harness: Harness, sim: Sim, fake_clock: "FakeClock") -> None:
    ctx, job = harness.open("job-1"), job_of(media_request(), fake_clock)
    await lose(ctx, sim, job)
    stray = sim.service_state.tasks["5120347"]
    sim.service_state.tasks["99"] = type(stray)(99, "video", stray.account, {}, 90, fake_clock.now())
    assert candidates(await hooks.reconcile(ctx, job)) == ["5120347", "99"]


async def test_two_lost_answers_are_a_question(harness: Harness, sim: Sim, fake_clock: "FakeClock") -> None:
    jobs = [job_of(media_request(prompt=name), fake_clock, job_id=name) for name in ("one", "two")]
    await lose(harness.open("one"), sim, jobs[0], "submit-dropped")
    await lose(harness.open("two"), sim, jobs[1])
    assert candidates(await hooks.reconcile(harness.open("one"), jobs[0])) == ["5120347"]


async def test_an_entry_that_a_poll_does_not_know_is_not_it(
    harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    from mediawright_chatart.simulator.faults import BY_NAME, coded

    ctx, job = harness.open("job-1"), job_of(media_request(), fake_clock)
    await lose(ctx, sim, job)
    BY_NAME["poll-4004"] = coded("poll", 4004)
    sim.faults.arm("poll-4004")
    assert candidates(await hooks.reconcile(ctx, job)) == []
    del BY_NAME["poll-4004"]


async def test_killed_while_uploading_nothing_was_asked_for(
    harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    ctx = harness.open("job-1")
    journal.write(ctx, "job-1", journal.Entry())
    assert isinstance(await hooks.reconcile(ctx, job_of(media_request(), fake_clock)), NotAccepted)
    assert sim.service_state.log == []


async def test_killed_after_the_answer_the_task_is_known(harness: Harness, sim: Sim, fake_clock: "FakeClock") -> None:
    ctx, job = harness.open("job-1"), job_of(media_request(), fake_clock)
    await hooks.submit(ctx, job)
    found = await hooks.reconcile(ctx, job)
    assert isinstance(found, Found)
    assert (found.task.id, len(sim.asked("/web/video/history"))) == ("5120347", 0)


async def test_without_a_note_of_our_own_only_the_history_can_tell(
    harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    assert isinstance(await hooks.reconcile(harness.open("job-1"), job_of(media_request(), fake_clock)), CannotTell)


async def test_c_r27_of_several_results_the_known_ones_are_brought_home(
    harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    ctx, job = harness.open("job-1"), job_of(media_request(count=2), fake_clock)
    entry = journal.write(ctx, "job-1", journal.Entry(), began=fake_clock.now().isoformat(), ids=(1,), sending=True)
    assert isinstance(await hooks.reconcile(ctx, job), CannotTell)
    second = await hooks.reconcile(ctx, job)
    assert isinstance(second, Found)
    assert (entry.sending, second.task.handle["ids"]) == (True, [1])


async def test_what_was_made_much_later_is_not_it(harness: Harness, sim: Sim, fake_clock: "FakeClock") -> None:
    ctx, job = harness.open("job-1"), job_of(media_request(), fake_clock)
    await lose(ctx, sim, job, "submit-dropped")
    fake_clock.advance(3600)
    made = sim.service_state.accounts["sim-identity"]
    from mediawright_chatart.simulator.state import Work

    sim.service_state.tasks["77"] = Work(77, "video", made.identity_id, {}, 90, fake_clock.now())
    assert candidates(await hooks.reconcile(ctx, job)) == []

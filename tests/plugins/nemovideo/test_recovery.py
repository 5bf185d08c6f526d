"""A process that dies in mid-turn, and the way back that never sends (docs/contracts/nemovideo.md §5.7)."""

import asyncio

import pytest
from tests.plugins.nemovideo.harness import SCALE, Harness, Outcome, Sim, generation, talk

from mediawright.plugin import Busy, Job, State
from mediawright.testing.builders import a_job
from mediawright_nemovideo import hooks, turn_records
from mediawright_nemovideo.chat import live_stream
from mediawright_nemovideo.handle import Handle, Phase


def waits(outcome: Outcome, recorded_harness: str = "recover") -> list[int]:
    """The waits between the polls of a stage, in the service's seconds."""
    found = [look.look_again_s for look in outcome.polls if look.stage == recorded_harness]
    return [round(wait / SCALE) for wait in found if wait is not None]


def another(text: str) -> Job:
    return a_job(talk(text), provider="nemovideo", id="second")


async def test_n_r10_a_killed_process_resumes_at_the_recovery_not_at_the_message(harness: Harness, sim: Sim) -> None:
    sim.fault("double_send_trap")
    outcome = harness.killed(await harness.submit(generation()))
    outcome = await harness.follow(outcome)
    assert outcome.last.state is State.SUCCEEDED
    assert "progress.resumed" in outcome.keys
    assert len(sim.sent("/run_sse")) == 1
    assert sim.charges == 1
    assert await harness.fetch(outcome)


async def test_a_drop_then_a_kill_then_a_resume_end_in_the_file(harness: Harness, sim: Sim) -> None:
    sim.fault("drop_mid_stream", after=2, late=200)
    outcome = await harness.submit(generation())
    stream = hooks.watch(harness.ctx(outcome.job.id), outcome.task)
    async for progress in stream:
        outcome.task = progress.task or outcome.task
        if progress.stage == "recover" and progress.look_again_s:
            break
    await stream.aclose()  # type: ignore[attr-defined]
    outcome = await harness.follow(harness.killed(outcome))
    assert outcome.last.state is State.SUCCEEDED
    assert len(await harness.fetch(outcome)) == 1
    assert len(sim.messages) == sim.charges == 1


async def test_the_reads_come_at_30_90_150_210_and_270_s(harness: Harness, sim: Sim) -> None:
    await harness.made()
    sim.fault("drop_and_fail", after=1)
    outcome = await harness.run(talk("add a title 'First Snow'"))
    assert waits(outcome) == [30, 60, 60, 60, 60]
    assert outcome.last.state is State.FAILED


async def test_frozen_credits_keep_the_watch_going(harness: Harness, sim: Sim) -> None:
    """§5.7.5: the credits are still reserved, so the job lives: on at 60 s until 900 s after the message."""
    sim.fault("drop_mid_stream", late=450)
    outcome = await harness.run(generation())
    assert len(waits(outcome)) > 5
    assert outcome.last.state is State.SUCCEEDED


async def test_after_a_change_the_last_of_two_more_reads_counts(harness: Harness, sim: Sim) -> None:
    sim.fault("drop_mid_stream")
    outcome = await harness.run(generation())
    assert waits(outcome, "settle") == [10, 10]


async def test_n_r15_a_raw_clip_found_by_polling_is_announced(harness: Harness, sim: Sim) -> None:
    sim.fault("drop_mid_stream")
    outcome = await harness.run(generation())
    order = [key for key in outcome.keys if key in ("progress.raw_ready", "progress.tracks", "done.export")]
    assert order == ["progress.raw_ready", "progress.tracks", "done.export"]


async def test_a_kill_after_the_stream_ended_keeps_the_reply(harness: Harness, sim: Sim) -> None:
    await harness.made()
    outcome = await harness.submit(talk("what can you do?"))
    stream = hooks.watch(harness.ctx(outcome.job.id), outcome.task)
    async for progress in stream:
        outcome.task = progress.task or outcome.task
        if progress.stage == "stopped":
            break
    await stream.aclose()  # type: ignore[attr-defined]
    outcome = await harness.follow(harness.killed(outcome))
    assert outcome.last.state is State.SUCCEEDED
    assert "What kind of video would you like?" in outcome.told()


async def test_a_wait_that_was_cut_short_goes_on_with_the_open_stream(harness: Harness, sim: Sim) -> None:
    """The stream is listened to on its own: a later wait in the same process hears everything."""
    await harness.made()
    outcome = await harness.submit(talk("what can you do?"))
    stream = hooks.watch(harness.ctx(outcome.job.id), outcome.task)
    await stream.aclose()  # type: ignore[attr-defined]
    assert live_stream.listening(outcome.job.id) is not None
    outcome = await harness.follow(outcome)
    assert "What kind of video" in outcome.words
    assert live_stream.listening(outcome.job.id) is None


async def test_n_r09_one_turn_at_a_time_and_the_queue_is_announced(harness: Harness, sim: Sim) -> None:
    await harness.made()
    first = await harness.submit(talk("add a title 'One'"))
    with pytest.raises(Busy) as caught:
        await hooks.submit(harness.ctx("second"), another("add a title 'Two'"))
    assert caught.value.message.key == "nemovideo.turn.queued"
    assert "turn.queued" in [message.key.removeprefix("nemovideo.") for message in harness.said]
    await harness.follow(first)
    second = await harness.run(talk("add a title 'Two'"))
    assert second.last.state is State.SUCCEEDED
    assert sim.messages[1:] == ["add a title 'One'", "add a title 'Two'"]


async def test_a_generation_beside_a_running_turn_gets_a_project_of_its_own(harness: Harness, sim: Sim) -> None:
    first = await harness.submit(generation())
    second = await harness.submit(generation("a grey wolf in the rain at night"))
    assert first.task.handle["session_id"] != second.task.handle["session_id"]
    assert (await harness.follow(second)).last.state is State.SUCCEEDED
    assert (await harness.follow(first)).last.state is State.SUCCEEDED
    assert sim.charges == 2


async def test_many_at_once_have_projects_of_their_own_and_no_guessed_cost(harness: Harness, sim: Sim) -> None:
    prompts = [f"a red fox in the snow, take {number}" for number in range(4)]
    outcomes = await asyncio.gather(*(harness.run(generation(prompt)) for prompt in prompts))
    assert len({outcome.task.handle["project"] for outcome in outcomes}) == 4
    assert {outcome.last.state for outcome in outcomes} == {State.SUCCEEDED}
    assert [outcome.last.charged for outcome in outcomes] == [None] * 4
    assert sorted(sim.messages) == prompts
    assert sim.charges == 4
    assert (await harness.made()).last.charged is not None


async def test_a_connection_never_made_leaves_the_project_free(harness: Harness, sim: Sim) -> None:
    await harness.made()
    ctx = harness.ctx("first")
    handle = Handle(phase=Phase.TURN, job="first", project="p", session_id="s", sent_at=ctx.clock.now().isoformat())
    turn_records.started(ctx, handle)
    assert turn_records.runs(ctx, "s")
    turn_records.finished(ctx, handle)
    assert turn_records.runs(ctx, "s") is None


async def test_a_poll_by_another_process_decides_nothing(harness: Harness, sim: Sim) -> None:
    outcome = await harness.submit(generation())
    assert (await hooks.poll(harness.ctx(), outcome.task)).state is State.RUNNING
    outcome = await harness.follow(outcome)
    again = await hooks.poll(harness.ctx(), outcome.task)
    assert again.state is State.SUCCEEDED
    assert again.outputs[0].url == outcome.last.outputs[0].url

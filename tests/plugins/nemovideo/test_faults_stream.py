"""Every fault of the stream (docs/contracts/nemovideo.md §15.3) over a real socket: what the client does, and that the
log shows one charge per user action."""

import pytest
from tests.plugins.nemovideo.harness import Harness, Outcome, Sim, generation, talk

from mediawright.plugin import OutOfCredits, Rejected, State


def assert_charged_once(sim: Sim, outcome: Outcome, times: int = 1) -> None:
    """One user action, one accepted message, one charge."""
    assert len(sim.messages) == len(set(sim.messages)) == times
    assert sim.charges == times
    assert sim.log()["trapped"] == []


async def test_n_r12_heartbeats_only_end_at_600_s_and_a_late_result_is_reported(harness: Harness, sim: Sim) -> None:
    sim.fault("hb_stall", mode="late")
    outcome = await harness.run(generation())
    assert outcome.last.state is State.SUCCEEDED
    assert outcome.task.handle["ended"] == "stalled"
    assert "progress.link_lost" in outcome.keys
    assert_charged_once(sim, outcome)


async def test_n_r11_heartbeats_that_never_end_are_a_timeout_without_a_resend(harness: Harness, sim: Sim) -> None:
    sim.fault("hb_stall", mode="never")
    outcome = await harness.run(generation())
    assert outcome.last.state is State.FAILED
    assert outcome.reason == "reason.timeout"
    assert outcome.keys.count("progress.still") >= 3
    assert len(sim.sent("/run_sse")) == 1


async def test_n_r13_a_cut_stream_is_recovered_from_the_state(harness: Harness, sim: Sim) -> None:
    sim.fault("double_send_trap")
    sim.fault("drop_mid_stream", after=2)
    outcome = await harness.run(generation())
    assert outcome.last.state is State.SUCCEEDED
    assert "progress.link_lost" in outcome.keys
    assert outcome.task.handle["ended"] == "detached"
    assert await harness.fetch(outcome)
    assert_charged_once(sim, outcome)


async def test_n_r08_a_cut_and_failed_turn_is_polled_five_times_and_never_sent_again(
    harness: Harness, sim: Sim
) -> None:
    sim.fault("drop_and_fail")
    outcome = await harness.run(generation())
    assert outcome.reason == "reason.lost"
    assert outcome.last.charged is not None
    assert outcome.last.charged.value == 0
    assert outcome.task.handle["reads"] == 5
    assert len(sim.sent("/run_sse")) == 1
    assert "try again" in outcome.told()


async def test_n_r14_a_silent_edit_is_answered_from_the_difference(harness: Harness, sim: Sim) -> None:
    await harness.made()
    sim.fault("silent")
    outcome = await harness.run(talk("add a title 'First Snow'"))
    assert outcome.words == ""
    assert outcome.task.handle["ended"] == "silent"
    assert 'Title added: "First Snow" (0-3s).' in outcome.told("en")
    assert "新增标题：“First Snow”（0-3秒）。" in outcome.told("zh")
    assert_charged_once(sim, outcome, 2)


async def test_n_r14_a_silent_edit_without_a_change_shows_the_timeline(harness: Harness, sim: Sim) -> None:
    await harness.made()
    sim.fault("silent_nochange")
    outcome = await harness.run(talk("add a title 'First Snow'"))
    waits = [look.look_again_s for look in outcome.polls if look.look_again_s]
    assert [round(wait / 0.002) for wait in waits] == [3, 6, 12]
    assert "without a change" in outcome.told()
    assert "Timeline (3 tracks)" in outcome.told()


async def test_credits_refused_before_the_stream_give_the_link_to_sign_up(harness: Harness, sim: Sim) -> None:
    sim.fault("credits_2001", where="before")
    with pytest.raises(OutOfCredits) as caught:
        await harness.submit(generation())
    assert caught.value.message.key == "nemovideo.error.credits_free"
    assert "https://nemovideo.com/register?bind=anon_" in caught.value.data["link"]
    assert len(sim.sent("/run_sse")) == 1


async def test_credits_refused_as_the_first_event_are_a_refusal_too(harness: Harness, sim: Sim) -> None:
    sim.fault("credits_2001", where="event")
    with pytest.raises(OutOfCredits):
        await harness.submit(generation())
    assert sim.charges == 0


async def test_credits_refused_in_mid_stream_are_a_verdict(harness: Harness, sim: Sim) -> None:
    sim.fault("credits_2001", where="late")
    outcome = await harness.run(generation())
    assert outcome.last.state is State.FAILED
    assert outcome.last.provider_code == "2001"
    assert "register?bind=" in outcome.told()


async def test_an_error_in_json_instead_of_a_stream_is_read(harness: Harness, sim: Sim) -> None:
    sim.fault("sse_json_error", code=4001)
    with pytest.raises(Exception, match=r"nemovideo\.error\.file_type"):
        await harness.submit(generation())
    assert sim.charges == 0


async def test_n_r07_a_429_is_waited_for_once(harness: Harness, sim: Sim) -> None:
    sim.fault("rate_429_once", path="/run_sse", retry_after=40)
    outcome = await harness.run(generation())
    assert outcome.last.state is State.SUCCEEDED
    assert len(sim.sent("/run_sse")) == 2
    assert_charged_once(sim, outcome)


async def test_n_r07_a_second_429_is_the_end(harness: Harness, sim: Sim) -> None:
    sim.fault("rate_429_always", path="/run_sse")
    with pytest.raises(Rejected) as caught:
        await harness.submit(generation())
    assert caught.value.message.key == "nemovideo.error.rate_again"
    assert len(sim.sent("/run_sse")) == 2
    assert sim.charges == 0


@pytest.mark.parametrize("shape", ["A", "B", "B_partial", "C"])
@pytest.mark.parametrize("split", [False, True])
async def test_every_shape_gives_the_same_transcript(harness: Harness, sim: Sim, shape: str, split: bool) -> None:
    sim.fault("sse_shape", shape=shape)
    if split:
        sim.fault("sse_split")
    outcome = await harness.run(generation("一只狐狸在黎明的雪地里奔跑，5秒"), lang="zh")
    subject = "“狐狸在黎明的雪地里奔跑”"
    said = f"好的，正在制作一段{subject}的视频。\n{subject}已完成，加了音乐和标题。"
    assert outcome.task.handle["said"] == said
    assert outcome.words == said.replace("\n", "")
    assert outcome.last.state is State.SUCCEEDED


async def test_the_noise_after_a_normal_text_is_dropped(harness: Harness, sim: Sim) -> None:
    sim.fault("noise_tail")
    outcome = await harness.run(generation())
    assert outcome.last.state is State.SUCCEEDED
    assert "temporary issue" not in outcome.words + outcome.task.handle["said"]


@pytest.mark.parametrize(
    ("prompt", "lang"), [("a red fox in the snow at dawn", "en"), ("一只狐狸在雪地里奔跑的视频", "zh")]
)
async def test_n_r29_instructions_for_a_screen_are_taken_out(
    harness: Harness, sim: Sim, prompt: str, lang: str
) -> None:
    sim.fault("gui_text")
    outcome = await harness.run(generation(prompt), lang=lang)
    told = outcome.words + outcome.task.handle["said"]
    for word in ("click", "panel", "drag", "account", "点击", "拖动", "面板", "账户"):
        assert word not in told.lower()
    assert set(outcome.task.handle["wants"]) >= {"timeline", "export", "credits", "edit"}
    assert len(sim.sent("/run_sse")) == 1


async def test_two_equal_messages_are_two_charges_and_the_trap_sees_it(harness: Harness, sim: Sim) -> None:
    """The trap works: what the other tests prove by its silence would be seen."""
    sim.fault("double_send_trap")
    await harness.made()
    for _ in range(2):
        await harness.run(talk("add a title 'Twice'"))
    assert sim.log()["trapped"] == ["add a title 'Twice'"]
    assert sim.charges == 3


async def test_an_answer_that_is_cut_after_its_head_is_recovered(harness: Harness, sim: Sim) -> None:
    sim.fault("sse_lost_reply")
    outcome = await harness.run(generation())
    assert outcome.last.state is State.SUCCEEDED
    assert_charged_once(sim, outcome)

"""Every fault of the export (docs/contracts/nemovideo.md §15.3) over a real socket."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from tests.plugins.nemovideo.harness import Harness, Outcome, Sim, exporting, generation

from mediawright.plugin import NotPossible, OutOfCredits, State, StillRunning, Stopped
from mediawright_nemovideo import hooks, service
from mediawright_nemovideo.responses import Refusal

SUBMIT = "/api/render/proxy/lambda"


def submits(sim: Sim) -> list[str]:
    """The render ids that were submitted, in order."""
    return [entry["body"]["id"] for entry in sim.sent(SUBMIT) if entry["path"] == SUBMIT]


async def test_n_r01_the_three_headers_are_there_so_that_export_passes(harness: Harness, sim: Sim) -> None:
    sim.fault("export_402_headers")
    outcome = await harness.made()
    assert outcome.last.state is State.SUCCEEDED
    calls = [entry for entry in sim.log()["requests"] if not entry["path"].startswith("/files/")]
    assert all(len(entry["attribution"]) == 3 for entry in calls)
    assert all(entry["bearer"] for entry in calls if "anonymous-token" not in entry["path"])


async def test_n_r23_a_plan_problem_is_no_credit_problem_and_no_loop(harness: Harness, sim: Sim) -> None:
    sim.fault("export_402_plan")
    outcome = await harness.made()
    assert outcome.last.state is State.FAILED
    assert outcome.last.provider_code == "402"
    assert "free plan" in outcome.told()
    assert "credit" not in outcome.told()
    assert "积分" not in outcome.told("zh")
    assert len(submits(sim)) == 1


async def test_n_r23_a_plan_problem_of_an_export_by_itself(harness: Harness, sim: Sim) -> None:
    await harness.made()
    sim.fault("export_402_plan")
    with pytest.raises(OutOfCredits) as caught:
        await harness.submit(exporting())
    assert caught.value.message.key == "nemovideo.error.plan"


async def test_n_r07_a_failed_export_is_tried_once_more_with_a_new_id(harness: Harness, sim: Sim) -> None:
    sim.fault("render_fail_once")
    outcome = await harness.made()
    assert outcome.last.state is State.SUCCEEDED
    assert len(set(submits(sim))) == 2
    assert "progress.export_again" in outcome.keys


def outdated(monkeypatch: pytest.MonkeyPatch, sent: int) -> None:
    """The draft is read as it was before the second stage wrote on, until so many exports were sent."""
    count = 0
    read, submit = service.session_state, service.submit_render

    async def reads(*arguments: Any) -> Any:
        found = await read(*arguments)
        if isinstance(found, Refusal) or not found.draft or count >= sent:
            return found
        return replace(found, draft={**found.draft, "d": -1})

    async def submits(*arguments: Any, **more: Any) -> Any:
        nonlocal count
        count += 1
        return await submit(*arguments, **more)

    monkeypatch.setattr("mediawright_nemovideo.chat.execution.session_state", reads)
    monkeypatch.setattr("mediawright_nemovideo.export.render.submit_render", submits)


async def test_n_r18_a_draft_that_was_written_on_meanwhile_goes_out_as_it_is_now(
    harness: Harness, sim: Sim, monkeypatch: pytest.MonkeyPatch
) -> None:
    outdated(monkeypatch, 1)
    outcome = await harness.made()
    assert outcome.last.state is State.SUCCEEDED, outcome.told()
    assert len(set(submits(sim))) == 2
    assert sim.charges == 1


async def test_n_r18_a_draft_that_is_refused_as_it_is_now_ends_the_export(
    harness: Harness, sim: Sim, monkeypatch: pytest.MonkeyPatch
) -> None:
    outdated(monkeypatch, 9)
    outcome = await harness.made()
    assert outcome.last.state is State.FAILED
    assert len(submits(sim)) == 1


async def test_n_r07_exports_that_always_fail_end_after_two(harness: Harness, sim: Sim) -> None:
    sim.fault("render_fail_always")
    outcome = await harness.made()
    assert outcome.last.state is State.FAILED
    assert outcome.reason == "reason.render"
    assert len(submits(sim)) == 2
    assert sim.charges == 1


@pytest.mark.parametrize("alone", [False, True])
async def test_n_r20_a_duplicate_id_gets_a_new_one(harness: Harness, sim: Sim, alone: bool) -> None:
    if alone:
        await harness.made()
    sim.fault("render_dup_id")
    outcome = await harness.run(exporting() if alone else generation())
    assert outcome.last.state is State.SUCCEEDED
    assert len(set(submits(sim))) == 2 + alone


@pytest.mark.parametrize("alone", [False, True])
async def test_n_r20_a_lost_answer_is_searched_for_under_the_same_id(harness: Harness, sim: Sim, alone: bool) -> None:
    if alone:
        await harness.made()
    sim.fault("render_lost_reply")
    outcome = await harness.run(exporting() if alone else generation())
    assert outcome.last.state is State.SUCCEEDED
    assert len(submits(sim)) == 1 + alone
    polls = [entry["path"] for entry in sim.sent(f"{SUBMIT}/")]
    assert polls[-1].endswith(submits(sim)[-1])


async def test_a_stuck_export_stops_after_ten_polls_keeps_the_id_and_goes_on_later(harness: Harness, sim: Sim) -> None:
    sim.fault("render_stuck")
    outcome = await harness.submit(generation())
    with pytest.raises(StillRunning) as caught:
        await harness.follow(outcome)
    assert caught.value.message.key == "nemovideo.error.render_slow"
    assert len(sim.sent(f"{SUBMIT}/")) == 10
    assert outcome.task.handle["render_id"] == submits(sim)[0]
    sim.fault("render_stuck", times=0)
    outcome = await harness.follow(harness.killed(outcome))
    assert outcome.last.state is State.SUCCEEDED
    assert len(submits(sim)) == 1


@pytest.mark.parametrize("shape", ["T", "W", "code", "mixed"])
async def test_n_r21_every_render_shape_gives_the_same_result(harness: Harness, sim: Sim, shape: str) -> None:
    sim.fault("render_shape", shape=shape)
    outcome = await harness.made()
    assert outcome.last.state is State.SUCCEEDED
    assert outcome.last.outputs[0].url.endswith(f"/render-result/{submits(sim)[0]}.mp4")
    assert len(await harness.fetch(outcome)) == 1


@pytest.mark.parametrize("fault", ["url_403", "url_html"])
async def test_an_unusable_link_falls_back_to_the_download(harness: Harness, sim: Sim, fault: str) -> None:
    sim.fault(fault)
    outcome = await harness.made()
    [path] = await harness.fetch(outcome)
    assert path.read_bytes()[4:8] == b"ftyp"
    assert [entry["path"].rpartition("/")[2] for entry in sim.sent("/download")] == ["download", "download"]


async def test_n_r02_a_direct_link_gets_no_bearer_and_no_attribution(harness: Harness, sim: Sim) -> None:
    await harness.fetch(await harness.made())
    [entry] = sim.sent("/files/render-result")
    assert entry["bearer"] == ""
    assert entry["attribution"] == {}


async def test_n_r22_a_poll_that_fails_is_no_failed_export(harness: Harness, sim: Sim) -> None:
    sim.fault("poll_502")
    outcome = await harness.made()
    assert outcome.last.state is State.SUCCEEDED
    assert len(submits(sim)) == 1


async def test_a_429_on_the_export_is_waited_for_once(harness: Harness, sim: Sim) -> None:
    sim.fault("rate_429_once", path=SUBMIT)
    outcome = await harness.made()
    assert outcome.last.state is State.SUCCEEDED
    assert len(submits(sim)) == 2
    assert len(set(submits(sim))) == 1


async def test_n_r18_n_r19_the_draft_goes_back_as_it_came(harness: Harness, sim: Sim) -> None:
    """The simulator refuses a draft that is not the session's own, byte for byte."""
    await harness.made()
    body = sim.sent(SUBMIT)[0]["body"]
    assert isinstance(body["draft"], dict)
    assert set(body) == {"id", "sessionId", "draft", "output"}


async def test_an_export_can_be_cancelled_a_turn_cannot(harness: Harness, sim: Sim) -> None:
    await harness.made()
    sim.fault("render_stuck")
    outcome = await harness.submit(exporting())
    assert await hooks.cancel(harness.ctx(), outcome.task) == Stopped()
    assert (await hooks.poll(harness.ctx(), outcome.task)).state is State.CANCELLED
    turn = await harness.submit(generation())
    assert await hooks.cancel(harness.ctx(), turn.task) == NotPossible()


async def test_n_r20_kills_before_the_export_is_sent_use_up_no_try(harness: Harness, sim: Sim) -> None:
    outcome = await harness.submit(generation())
    for _ in range(3):
        outcome = harness.killed(await until_exporting(harness, outcome))
    outcome = await harness.follow(outcome)
    assert outcome.last.state is State.SUCCEEDED
    assert len(submits(sim)) == 1
    assert sim.charges == 1


async def until_exporting(harness: Harness, outcome: Outcome) -> Outcome:
    """Watch as far as the id that is written down and not sent."""
    stream = hooks.watch(harness.ctx(outcome.job.id), outcome.task)
    async for progress in stream:
        outcome.task = progress.task or outcome.task
        if outcome.task.handle.get("render_id") and not outcome.task.handle.get("render_sent"):
            break
        await asyncio.sleep(progress.look_again_s or 0.0)
    await stream.aclose()  # type: ignore[attr-defined]
    return outcome

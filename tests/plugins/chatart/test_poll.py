"""One poll: whatever the answer's shape, a verdict, a word or trouble that is looked through again."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.plugins.chatart.conftest import MakeHarness
from tests.plugins.chatart.harness import Harness, Sim, job_of, media_request, until_done

from mediawright.plugin import Busy, NotFound, Operation, SignInNeeded, State, Task, Unreachable
from mediawright_chatart import hooks

if TYPE_CHECKING:
    from mediawright.testing.fakes import FakeClock


async def begun(harness: Harness, clock: "FakeClock", operation: Operation = Operation.TEXT_TO_VIDEO) -> Task:
    fields = {"aspect_ratio": "1:1"} if operation is Operation.TEXT_TO_IMAGE else {}
    return await hooks.submit(harness.open("job-1"), job_of(media_request(operation, **fields), clock))


@pytest.mark.parametrize("fault", ["poll-500", "poll-5000", "poll-5003", "poll-html", "poll-cut", "poll-429"])
async def test_f15_trouble_while_polling_moves_nothing(
    fault: str, harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    task = await begun(harness, fake_clock)
    sim.faults.arm(fault, 9)
    ctx = harness.open("job-1")
    with pytest.raises((Unreachable, Busy)):
        await hooks.poll(ctx, task)
    sim.faults.clear()
    assert (await until_done(ctx, task)).state is State.SUCCEEDED
    assert sim.submits == 1


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ("poll-status-text", State.RUNNING),
        ("poll-status-3", State.UNKNOWN),
        ("poll-status-null", State.UNKNOWN),
        ("poll-status-missing", State.UNKNOWN),
    ],
)
async def test_f16_c_r20_a_status_nobody_documented_moves_nothing(
    fault: str, state: State, harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    task = await begun(harness, fake_clock)
    sim.faults.arm(fault)
    assert (await hooks.poll(harness.open("job-1"), task)).state is state


@pytest.mark.parametrize("fault", ["poll-no-url", "poll-message-null", "poll-message-empty"])
async def test_f17_done_without_a_file_is_polled_for_a_minute(
    fault: str, harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    task, ctx = await begun(harness, fake_clock), harness.open("job-1")
    sim.faults.arm(fault, None)
    first = await hooks.poll(ctx, task)
    assert (first.state, first.task is not None) == (State.RUNNING, True)
    progress = await until_done(ctx, first.task or task)
    assert progress.state is State.FAILED
    assert progress.reason is not None
    assert progress.reason.key == "chatart.error.no_file"
    assert sum(fake_clock.slept) >= 60


async def test_f17_a_file_that_comes_late_is_taken(harness: Harness, sim: Sim, fake_clock: "FakeClock") -> None:
    task, ctx = await begun(harness, fake_clock), harness.open("job-1")
    sim.faults.arm("poll-no-url", 2)
    assert (await until_done(ctx, task)).state is State.SUCCEEDED


@pytest.mark.parametrize(
    ("fault", "operation"),
    [("poll-message-list", Operation.TEXT_TO_VIDEO), ("poll-message-dict", Operation.TEXT_TO_IMAGE)],
)
async def test_f17_a_list_for_a_clip_and_an_object_for_a_picture_are_read(
    fault: str, operation: Operation, harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    task, ctx = await begun(harness, fake_clock, operation), harness.open("job-1")
    sim.faults.arm(fault, None)
    assert len((await until_done(ctx, task)).outputs) == 1


@pytest.mark.parametrize(
    ("fault", "key", "words"),
    [
        ("fail-error", "failed_because", "Generation failed"),
        ("fail-real-error", "failed", "upstream: no answer"),
        ("fail-output-message", "failed_because", "service unavailable"),
        ("fail-silent", "failed", None),
    ],
)
async def test_f18_c_r26_a_failure_is_one_sentence_without_the_services_words(
    fault: str, key: str, words: str | None, harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    sim.faults.arm(fault)
    progress = await until_done(harness.open("job-1"), await begun(harness, fake_clock))
    assert (progress.state, progress.provider_code, progress.provider_message) == (State.FAILED, "TASK_FAILED", words)
    assert progress.reason is not None
    assert progress.reason.key == f"chatart.error.{key}"


async def test_f20_c_r09_a_proxy_may_drop_the_bodies_of_polls(
    harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    sim.faults.arm("get-bodies-dropped", None)
    task = await begun(harness, fake_clock)
    assert (await until_done(harness.open("job-1"), task)).state is State.SUCCEEDED
    look = sim.asked("/web/video/get-video-task")[0]
    assert (look["query"], look["json"]) == ({"question_id": "5120347"}, {"question_id": 5120347})


async def test_f21_c_r09_a_poll_whose_body_is_refused_is_made_without_one(
    harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    sim.faults.arm("get-bodies-refused", None)
    task = await begun(harness, fake_clock)
    assert (await until_done(harness.open("job-1"), task)).state is State.SUCCEEDED


@pytest.mark.parametrize("fault", ["poll-http-401", "poll-code-401"])
async def test_f7_c_r22_a_sign_in_that_ends_keeps_the_task(
    fault: str, harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    task, ctx = await begun(harness, fake_clock), harness.open("job-1")
    sim.faults.arm(fault)
    with pytest.raises(SignInNeeded):
        await hooks.poll(ctx, task)
    assert (await until_done(ctx, task)).outputs[0].url.endswith("/5120347.mp4")


async def test_f28_c_r18_the_real_cost_is_reported(harness: Harness, sim: Sim, fake_clock: "FakeClock") -> None:
    sim.faults.arm("other-price", None)
    progress = await until_done(harness.open("job-1"), await begun(harness, fake_clock))
    assert progress.charged is not None
    assert str(progress.charged) == "77 credits"


async def test_a_task_taken_over_by_its_bare_id_is_found_in_either_list(
    harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    await begun(harness, fake_clock, Operation.TEXT_TO_IMAGE)
    progress = await until_done(harness.open(), Task(provider="chatart", id="5120347"))
    assert [(output.kind, output.name) for output in progress.outputs] == [("image", "image_5120347")]


async def test_a_task_that_chatart_does_not_know_ends_the_wait(harness: Harness, sim: Sim) -> None:
    with pytest.raises(NotFound) as unknown:
        await hooks.poll(harness.open(), Task(provider="chatart", id="1"))
    assert unknown.value.message.key == "chatart.error.not_found"


async def test_f19_c_r23_a_wait_has_the_contracts_length_and_a_task_outlives_it(
    simulate: Callable[..., Sim], harness_for: MakeHarness, fake_clock: "FakeClock"
) -> None:
    sim = simulate(work_s="1300")
    harness = harness_for(sim)
    task, ctx = await begun(harness, fake_clock), harness.open("job-1")
    assert hooks.describe().limits.wait_s == 1200
    await fake_clock.sleep(1200)
    assert (await hooks.poll(ctx, task)).state is State.RUNNING
    await fake_clock.sleep(120)
    assert (await until_done(ctx, task)).state is State.SUCCEEDED

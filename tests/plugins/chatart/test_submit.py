"""The one that spends: once per result, written down before it leaves, waiting when told to, never guessing."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.plugins.chatart.conftest import MakeHarness
from tests.plugins.chatart.harness import Harness, Sim, clip, filled, image, job_of, media_request, until_done

from mediawright.plugin import (
    Busy,
    InvalidRequest,
    NotSent,
    Operation,
    OutOfCredits,
    Rejected,
    SignInNeeded,
    Uncertain,
)
from mediawright_chatart import hooks, journal

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediawright.testing.fakes import FakeClock

REFUSALS = {
    "submit-10058": (OutOfCredits, "credits_of"),
    "submit-4100": (OutOfCredits, "credits_of"),
    "submit-30027": (OutOfCredits, "plan"),
    "submit-6001": (Rejected, "safety"),
    "submit-4000": (Rejected, "setting"),
    "submit-4001": (Rejected, "setting"),
    "submit-4002": (Rejected, "setting"),
    "submit-4003": (Rejected, "setting"),
    "submit-4004": (Rejected, "not_found"),
    "submit-4005": (Rejected, "setting"),
    "submit-4006": (Rejected, "refused"),
}
LOST = ["submit-lost", "submit-lost-502", "submit-lost-5000", "submit-dropped", "submit-5000"]
SHAPELESS = ["submit-no-id", "submit-null-data", "submit-no-data"]


@pytest.mark.parametrize(("fault", "kind", "key"), [(f, *told) for f, told in REFUSALS.items()])
async def test_f8_a_refusal_is_one_sentence_and_no_repeat(
    fault: str, kind: type[Exception], key: str, harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    sim.faults.arm(fault)
    with pytest.raises(kind) as refusal:
        await hooks.submit(harness.open("job-1"), job_of(media_request(), fake_clock))
    assert refusal.value.message.key == f"chatart.error.{key}"  # type: ignore[attr-defined]
    assert sim.submits == 1


async def test_f9_c_r01_a_running_task_is_waited_for_then_there_is_one(
    harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    sim.faults.arm("submit-4007", 2)
    waits = []
    for _ in range(2):
        with pytest.raises(Busy) as busy:
            await hooks.submit(harness.open("job-1"), job_of(media_request(), fake_clock))
        waits.append(busy.value.retry_after)
    await hooks.submit(harness.open("job-1"), job_of(media_request(), fake_clock))
    assert waits == [30, 30]
    assert (sim.submits, len(sim.service_state.tasks)) == (3, 1)


@pytest.mark.parametrize(
    ("fault", "waits", "key"),
    [
        ("submit-4007", [30, 30, 30], "queued_long"),
        ("submit-5003", [10, 20, 30], "busy"),
    ],
)
async def test_f9_f10_after_three_waits_the_person_is_asked(
    fault: str, waits: list[float], key: str, harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    sim.faults.arm(fault, None)
    heard: list[float | None] = []
    for _ in range(3):
        with pytest.raises(Busy) as busy:
            await hooks.submit(harness.open("job-1"), job_of(media_request(), fake_clock))
        heard.append(busy.value.retry_after)
    with pytest.raises(Rejected) as end:
        await hooks.submit(harness.open("job-1"), job_of(media_request(), fake_clock))
    assert heard == waits
    assert end.value.message.key == f"chatart.error.{key}"


@pytest.mark.parametrize("fault", [*LOST, *SHAPELESS, "submit-429"])
async def test_f11_f12_f13_c_r02_a_lost_answer_is_uncertain_and_never_sent_again(
    fault: str, harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    sim.faults.arm(fault)
    ctx = harness.open("job-1")
    with pytest.raises(Uncertain):
        await hooks.submit(ctx, job_of(media_request(), fake_clock))
    entry = journal.read(ctx, "job-1")
    assert entry is not None
    assert (sim.submits, entry.sending, ctx.sent_once) == (1, True, True)


async def test_f13_c_r07_a_code_as_text_is_a_success(harness: Harness, sim: Sim, fake_clock: "FakeClock") -> None:
    sim.faults.arm("submit-code-text")
    assert (await hooks.submit(harness.open("job-1"), job_of(media_request(), fake_clock))).id == "5120347"


@pytest.mark.parametrize("fault", ["id-text", "id-huge"])
async def test_f14_ids_of_any_type_and_size_are_kept_as_received(
    fault: str, harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    sim.faults.arm(fault)
    ctx = harness.open("job-1")
    task = await hooks.submit(ctx, job_of(media_request(), fake_clock))
    await hooks.poll(ctx, task)
    (given,) = (work.id for work in sim.service_state.tasks.values())
    look = sim.asked("/web/video/get-video-task")[0]
    assert (task.id, look["json"]) == (str(given), {"question_id": given})
    assert type(look["json"]["question_id"]) is type(given)


async def test_no_sign_in_no_call(harness_for: MakeHarness, sim: Sim, fake_clock: "FakeClock") -> None:
    with pytest.raises(SignInNeeded):
        await hooks.submit(harness_for(sim, signed_in=False).open("job-1"), job_of(media_request(), fake_clock))
    assert sim.service_state.log == []


async def test_nobody_there_is_not_sent(harness_for: MakeHarness, fake_clock: "FakeClock") -> None:
    ctx = harness_for(environ={"CHATART_BASE_URL": "http://127.0.0.1:9"}).open("job-1")
    with pytest.raises(NotSent):
        await hooks.submit(ctx, job_of(media_request(), fake_clock))
    entry = journal.read(ctx, "job-1")
    assert entry is not None
    assert not entry.sending


async def test_c_r27_several_results_are_several_tasks_brought_home_together(
    harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    ctx = harness.open("job-1")
    request = media_request(Operation.TEXT_TO_IMAGE, aspect_ratio="1:1", count=3)
    assert (await hooks.quote(ctx, request)).amount.value == 18  # type: ignore[union-attr]
    task = await hooks.submit(ctx, job_of(request, fake_clock, ceiling=18))
    progress = await until_done(ctx, task)
    assert list(sim.service_state.accepted().values()) == [3]
    assert [output.name.rpartition("_")[2] for output in progress.outputs] == ["1", "2", "3"]
    assert progress.charged.value == 18  # type: ignore[union-attr]


async def test_c_r27_what_was_accepted_is_never_given_up_for_the_rest(
    harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    sim.service_state.accounts["sim-identity"].balance = 150
    ctx = harness.open("job-1")
    task = await hooks.submit(ctx, job_of(media_request(count=4), fake_clock))
    assert task.handle["ids"] == [5120347]
    assert [(m.key, m.values) for m in harness.said] == [("chatart.note.only_some", {"n": 1, "asked": 4})]


async def test_one_task_at_a_time_makes_the_second_wait_inside(
    simulate: "Callable[..., Sim]", harness_for: MakeHarness, fake_clock: "FakeClock"
) -> None:
    sim = simulate(single_flight="on")
    ctx = harness_for(sim).open("job-1")
    task = await hooks.submit(ctx, job_of(media_request(count=2), fake_clock))
    assert task.handle["ids"] == [5120347]
    assert [s for s in fake_clock.slept if s == 30] == [30, 30, 30]


async def test_f30_c_r21_a_crash_after_the_answer_finds_the_task_again(
    harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    job = job_of(media_request(), fake_clock)
    first = await hooks.submit(harness.open("job-1"), job)
    again = await hooks.submit(harness.open("job-1"), job)
    assert (first.id, again.id, sim.submits) == ("5120347", "5120347", 1)


async def test_c_r12_a_dearer_clip_behind_the_link_needs_a_new_approval(
    harness: Harness, sim: Sim, fixtures: Path, fake_clock: "FakeClock"
) -> None:
    from mediawright_chatart.simulator.state import Upload

    key = "chat-skill-upload/20260101/clip.mp4"
    sim.service_state.uploads[key] = Upload((fixtures / "clip480.mp4").read_bytes(), "video/mp4")
    media = (image("d.png"), clip(f"{sim.url}/cdn/{key}"))
    request = harness.measured(
        filled(media_request(Operation.REPLACE_CHARACTER, media=media, scope="full_scene", prompt=""))
    )
    assert (await hooks.quote(harness.open("job-1"), request)).amount.value == 126  # type: ignore[union-attr]
    with pytest.raises(InvalidRequest) as refusal:
        await hooks.submit(harness.open("job-1"), job_of(request, fake_clock, ceiling=125))
    assert refusal.value.message.key == "chatart.error.dearer"
    assert sim.submits == 0


async def test_f31_c_r04_a_redirect_takes_no_sign_in_along(harness: Harness, sim: Sim, fake_clock: "FakeClock") -> None:
    sim.faults.arm("redirect-api")
    with pytest.raises(Uncertain):
        await hooks.submit(harness.open("job-1"), job_of(media_request(), fake_clock))
    assert len(sim.service_state.log) == 1

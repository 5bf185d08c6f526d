"""Submit, looks, and what a lost answer left behind: never two tasks for one job."""

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.plugins.kling.harness import Harness, Sim, image, job_of, picture, until_done, video

from mediawright.plugin import (
    CannotTell,
    Found,
    InvalidRequest,
    LocalFault,
    MediaKind,
    MediawrightError,
    NotAccepted,
    NotFound,
    SignInNeeded,
    State,
    Task,
    Uncertain,
)
from mediawright_kling import hooks

if TYPE_CHECKING:
    from tests.plugins.kling.conftest import MakeHarness

    from mediawright.testing.fakes import FakeClock

JOB = "0b6f1c1e-0000-4000-8000-000000000001"


async def lost(harness: Harness, sim: Sim, clock: "FakeClock", kind: str) -> Any:
    """A submit whose answer is lost: before or after the provider took it. The job."""
    sim.fault(kind, "POST *")
    job = job_of(video(), clock, JOB)
    with pytest.raises(Uncertain):
        await hooks.submit(harness.open(JOB), job)
    return job


async def test_our_id_travels_with_every_submit(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    for number, kling_request in enumerate((video(), picture())):
        await hooks.submit(harness.open(), job_of(kling_request, clock, f"job-{number}"))
    assert sim.service_state.charges()["external_ids"] == ["job-0", "job-1"]


async def test_it_can_be_left_out(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    kling_request = video(options={"external_task_id": "off"})
    await hooks.submit(harness.open(), job_of(kling_request, clock))
    assert sim.asked("/v1/", "POST")[0]["json"]["external_task_id"] == ""
    assert isinstance(await hooks.reconcile(harness.open(), job_of(kling_request, clock)), CannotTell)


async def test_what_a_rule_forbids_never_leaves(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    with pytest.raises(InvalidRequest):
        await hooks.submit(harness.open(), job_of(video(duration=99), clock))
    assert sim.service_state.log == []


async def test_nobody_signed_in_gets_the_link(harness_for: "MakeHarness", sim: Sim, clock: "FakeClock") -> None:
    harness = await harness_for(sim, signed_in=False)
    with pytest.raises(SignInNeeded) as refusal:
        await hooks.submit(harness.open(), job_of(video(), clock))
    assert refusal.value.data["verification_uri"].startswith(f"{sim.url}/device?user_code=")
    assert sim.creates == 0
    assert harness.open().recall("bind")["link"] == refusal.value.data["verification_uri"]


async def test_k_r17_a_picture_outside_the_allowed_folders(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    with pytest.raises((InvalidRequest, LocalFault)):
        await hooks.submit(harness.open(), job_of(video(media=(image("/etc/hostname"),)), clock))
    assert sim.service_state.log == []


async def test_a_picture_is_sent_as_text_again_with_a_fresh_signature(
    harness: Harness, sim: Sim, clock: "FakeClock", fixtures: Path
) -> None:
    clock.jump(-7200)
    await hooks.submit(harness.open(), job_of(harness.measured(video(media=(image("a.jpg"),), duration=3)), clock))
    sent = [entry["json"]["image"]["$sha256"] for entry in sim.asked("/v1/", "POST")]
    text = base64.b64encode((fixtures / "a.jpg").read_bytes())
    assert sent == [hashlib.sha256(text).hexdigest()] * 2


async def test_a_picture_that_changed_after_the_approval_never_leaves(
    harness: Harness, sim: Sim, clock: "FakeClock", fixtures: Path
) -> None:
    kling_request = harness.measured(video(media=(image("a.jpg"),), duration=3))
    (fixtures / "a.jpg").write_bytes((fixtures / "a.jpg").read_bytes() + b"\0")
    with pytest.raises(InvalidRequest) as refusal:
        await hooks.submit(harness.open(), job_of(kling_request, clock))
    assert (refusal.value.message.key, sim.creates) == ("files.changed", 0)


async def test_k_r18_one_id_one_task(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    first = await hooks.submit(harness.open(), job_of(video(), clock, JOB))
    assert (await hooks.submit(harness.open(), job_of(video(), clock, JOB))).id == first.id
    assert sim.service_state.charges()["tasks"] == 1


async def test_a_lost_answer_is_found_again(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    job = await lost(harness, sim, clock, "drop_after")
    found = await hooks.reconcile(harness.open(JOB), job)
    assert isinstance(found, Found)
    assert (await until_done(harness.open(JOB), sim, found.task)).state is State.SUCCEEDED
    assert sim.service_state.charges()["tasks"] == 1


async def test_a_submit_that_never_arrived_is_a_no_once_it_has_settled(
    harness: Harness, sim: Sim, clock: "FakeClock"
) -> None:
    job = await lost(harness, sim, clock, "drop_before")
    assert isinstance(await hooks.reconcile(harness.open(JOB), job), CannotTell)
    clock.advance(121)
    assert isinstance(await hooks.reconcile(harness.open(JOB), job), NotAccepted)
    assert sim.creates == 1


async def test_another_account_cannot_say_no(
    harness: Harness, harness_for: "MakeHarness", sim: Sim, clock: "FakeClock"
) -> None:
    job = await lost(harness, sim, clock, "drop_before")
    sim.service_state.keys["another-key-01"] = "another-not-a-secret"
    other = await harness_for(sim, KLING_ACCESS_KEY="another-key-01", KLING_SECRET_KEY="another-not-a-secret")
    clock.advance(3600)
    assert isinstance(await hooks.reconcile(other.open(JOB), job), CannotTell)


@pytest.mark.parametrize("fault", [{"kind": "html", "status": 404}, {"kind": "code", "code": 1201}])
async def test_only_the_documented_no_counts(
    fault: dict[str, Any], harness: Harness, sim: Sim, clock: "FakeClock"
) -> None:
    job = await lost(harness, sim, clock, "drop_before")
    clock.advance(3600)
    sim.fault(on="GET *", **fault)
    assert isinstance(await hooks.reconcile(harness.open(JOB), job), CannotTell)


async def test_a_success_without_a_task_is_searched_for(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    job = await lost(harness, sim, clock, "no_task_id")
    assert isinstance(await hooks.reconcile(harness.open(JOB), job), Found)


async def test_nothing_is_kept_of_a_submit_that_was_answered(harness: Harness, clock: "FakeClock") -> None:
    await hooks.submit(harness.open(JOB), job_of(video(), clock, JOB))
    assert harness.open().recall(f"submit.{JOB}") is None


async def test_states_over_time(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    ctx = harness.open()
    task = await hooks.submit(ctx, job_of(video(), clock))
    seen = []
    for _ in range(4):
        seen.append((await hooks.poll(ctx, task)).state)
        sim.pass_time(2.5)
    assert seen == [State.SUBMITTED, State.RUNNING, State.RUNNING, State.SUCCEEDED]


async def test_a_word_nobody_documented_is_unknown(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    sim.fault("unknown_status", "POST *", message="queueing")
    task = await hooks.submit(harness.open(), job_of(video(), clock))
    progress = await hooks.poll(harness.open(), task)
    assert (progress.state, progress.data) == (State.UNKNOWN, {"status": "queueing"})
    assert (await until_done(harness.open(), sim, task)).state is State.SUCCEEDED


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        ({"kind": "moderation"}, "kling.code.1301"),
        ({"kind": "fail", "message": "Image pixel is invalid"}, "kling.task.picture"),
        ({"kind": "fail", "message": "internal error"}, "kling.task.failed"),
    ],
)
async def test_how_a_task_can_fail(
    fault: dict[str, Any], key: str, harness: Harness, sim: Sim, clock: "FakeClock"
) -> None:
    sim.fault(on="POST *", **fault)
    progress = await until_done(harness.open(), sim, await hooks.submit(harness.open(), job_of(video(), clock)))
    assert (progress.state, progress.reason and progress.reason.key) == (State.FAILED, key)


@pytest.mark.parametrize(
    ("kling_request", "kind"), [(video(), "video"), (video(media=(image(),)), "video"), (picture(), "image")]
)
async def test_a_task_known_only_by_its_id(
    kling_request: Any, kind: str, harness: Harness, sim: Sim, clock: "FakeClock"
) -> None:
    task = await hooks.submit(harness.open(), job_of(kling_request, clock))
    third_party = Task(provider="kling", id=task.id, handle={"kind": kind})
    progress = await hooks.poll(harness.open(), third_party)
    assert progress.task is not None
    assert progress.task.handle["path"] == task.handle["path"]
    polls = [entry["path"] for entry in sim.asked("/v1/", "GET")]
    assert [path.rpartition("/")[0].rpartition("/")[2] for path in polls] == {
        "/v1/videos/text2video": ["omni-video", "image2video", "text2video"],
        "/v1/videos/image2video": ["omni-video", "image2video"],
        "/v1/images/generations": ["omni-image", "generations"],
    }[task.handle["path"]]


async def test_an_id_that_nobody_knows(harness: Harness) -> None:
    with pytest.raises(NotFound):
        await hooks.poll(harness.open(), Task(provider="kling", id="885000000000000001", handle={"kind": "video"}))


async def test_a_cut_download_is_continued(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    task = await hooks.submit(harness.open(), job_of(video(), clock))
    progress = await until_done(harness.open(), sim, task)
    sim.fault("truncated", "GET /media/*")
    sink = harness.contexts.sink("job-1", str(harness.cwd))
    await hooks.download(task, progress, sink)
    asked = [entry["headers"].get("range") for entry in sim.asked("/media/")]
    assert (len(asked), asked[0]) == (2, None)
    assert asked[1] is not None
    assert progress.outputs[0].kind is MediaKind.VIDEO


async def test_packs_that_are_empty(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    sim.post("/__sim/packs", {"video": 1})
    with pytest.raises(MediawrightError) as refusal:
        await hooks.submit(harness.open(), job_of(video(), clock))
    assert (refusal.value.code, refusal.value.provider_code) == ("out_of_credits", "1102")

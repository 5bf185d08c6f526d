"""One job of every route through a real socket: sent once, looked at, delivered as a playable file, paid as quoted."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.plugins.kling.harness import (
    Harness,
    Sim,
    clip,
    element,
    image,
    job_of,
    picture,
    planned,
    series,
    shots,
    story,
    until_done,
    video,
)

from mediawright.plugin import MediaKind, Request, Role, State
from mediawright_kling import hooks

if TYPE_CHECKING:
    from mediawright.testing.fakes import FakeClock

FIRST, END = image("a.jpg", Role.FIRST_FRAME), image("b.jpg", Role.END_FRAME)

VIDEOS: dict[str, tuple[Request, str]] = {
    "text": (video(), "4"),
    "text, 4k": (video(mode="4k", duration=3), "9"),
    "text, sound": (video(sound=True, duration=10), "12"),
    "picture": (video(media=(image("a.jpg"),)), "4"),
    "first and last frame": (video(media=(FIRST, END)), "4"),
    "omni text": (video(model="kling-v3-omni", mode="std", sound=True, duration=10), "8"),
    "several pictures": (video(media=(image("a.jpg"), image("d.png"))), "4"),
    "a clip's style": (video(media=(clip(role=Role.FEATURE),)), "6"),
    "elements": (video("<<<element_1>>> dances", subject_ids=("829836802793406551",)), "4"),
    "storyboard": (story(2, 3, 5), "8"),
    "o1": (video(model="kling-video-o1", media=(image("a.jpg"), image("b.jpg"))), "4"),
    "2.6": (video(model="kling-v2-6", sound=True), "5"),
}


async def delivered(harness: Harness, sim: Sim, clock: "FakeClock", kling_request: Request) -> tuple[Any, list[Any]]:
    """The verdict on a request, and its files."""
    request, problems = planned(harness.measured(kling_request))
    assert problems == []
    ctx = harness.open("job-1")
    price = await hooks.quote(request)
    task = await hooks.submit(ctx, job_of(request, clock))
    progress = await until_done(ctx, sim, task)
    assert progress.state is State.SUCCEEDED, progress.provider_message
    assert progress.charged == price.amount or price.amount is None
    sink = harness.contexts.sink("job-1", str(harness.cwd / "out"))
    (harness.cwd / "out").mkdir(exist_ok=True)
    await hooks.download(task, progress, sink)
    return progress, sorted((harness.cwd / "out").iterdir())


@pytest.mark.parametrize(("kling_request", "units"), VIDEOS.values(), ids=VIDEOS)
async def test_every_video_route_to_a_playable_file(
    kling_request: Request, units: str, harness: Harness, sim: Sim, clock: "FakeClock", fixtures: Path
) -> None:
    progress, files = await delivered(harness, sim, clock, kling_request)
    assert progress.charged.value == Decimal(units)
    (task_id,) = sim.service_state.works
    assert [file.name for file in files] == [f"{task_id}.mp4"]
    assert (sim.creates, sim.service_state.charges()["external_ids"]) == (1, ["job-1"])


PICTURES: dict[str, tuple[Request, str, int]] = {
    "one": (picture(), "8", 1),
    "three": (picture(count=3, aspect_ratio="9:16"), "24", 3),
    "from a picture": (picture(media=(image("a.jpg"),)), "8", 1),
    "4k": (picture(resolution="4k", count=2), "32", 2),
    "several": (picture(media=(image("a.jpg"), image("b.jpg"))), "8", 1),
    "a series": (series(media=(image("a.jpg"),), series_amount=4, resolution="2k"), "32", 4),
    "with an element": (picture("<<<element_1>>> at sea", subject_ids=("829836802793406551",)), "8", 1),
    "2.1, from a picture": (picture(media=(image("a.jpg"),), model="kling-v2-1"), "8", 1),
    "2.1": (picture(model="kling-v2-1"), "4", 1),
}


@pytest.mark.parametrize(("kling_request", "units", "count"), PICTURES.values(), ids=PICTURES)
async def test_every_picture_route_to_files(
    kling_request: Request, units: str, count: int, harness: Harness, sim: Sim, clock: "FakeClock", fixtures: Path
) -> None:
    progress, files = await delivered(harness, sim, clock, kling_request)
    assert progress.charged.value == Decimal(units)
    (task_id,) = sim.service_state.works
    names = [f"{task_id}.png"] if count == 1 else [f"{task_id}_{index}.png" for index in range(count)]
    assert [file.name for file in files] == names


async def test_an_element_is_made_and_used(harness: Harness, sim: Sim, clock: "FakeClock", fixtures: Path) -> None:
    front, side = image("a.jpg", Role.CHARACTER), image("b.jpg")
    made, files = await delivered(harness, sim, clock, element(media=(front, side), tags="o_102"))
    assert files == []
    assert made.subject_id is not None
    # a snowflake holds its time: it is 18 digits long until 2036
    assert len(made.subject_id) in (18, 19)
    sim.service_state.works.clear()
    progress, _ = await delivered(harness, sim, clock, video("<<<element_1>>> waves", subject_ids=(made.subject_id,)))
    assert progress.outputs[0].kind is MediaKind.VIDEO


async def test_a_watermark_comes_as_a_second_file(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    progress, files = await delivered(harness, sim, clock, video(watermark=True))
    assert [output.watermarked for output in progress.outputs] == [False, True]
    assert [file.name.removesuffix(".mp4").rpartition("_")[2] for file in files][1] == "watermark"


async def test_a_storyboard_of_three_shots_is_sent_as_written(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    await delivered(harness, sim, clock, story(3, 3, 4))
    body = sim.asked("/v1/videos/text2video", "POST")[0]["json"]
    assert body["multi_prompt"] == [
        {"index": shot.index, "prompt": shot.prompt, "duration": str(shot.duration)} for shot in shots(3, 3, 4)
    ]
    assert (body["duration"], body["multi_shot"], body["prompt"]) == ("10", True, "")

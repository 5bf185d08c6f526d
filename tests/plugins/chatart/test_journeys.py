"""One job of every type through a real socket: uploaded, submitted once, looked at, delivered, paid as it was quoted."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.plugins.chatart.harness import Harness, Keeping, Sim, clip, filled, found_problems, image, job_of, until_done

from mediawright.plugin import Operation, Request, Role, State
from mediawright_chatart import hooks

if TYPE_CHECKING:
    from mediawright.testing.fakes import FakeClock

JourneyRequest = dict[str, Any]
PEOPLE = (clip("clip480.mp4", Role.FEATURE), image("d.png"))
PAIR = (image("b.jpg", Role.END_FRAME), image("a.jpg", Role.FIRST_FRAME))
T2V: JourneyRequest = {"operation": Operation.TEXT_TO_VIDEO, "aspect_ratio": "16:9", "duration": 5}
I2V: JourneyRequest = {
    "operation": Operation.IMAGE_TO_VIDEO,
    "media": (image("a.jpg"),),
    "model": "kling v3",
    "resolution": "4k",
}
FRAMED: JourneyRequest = {"operation": Operation.IMAGE_TO_VIDEO, "media": PAIR}
THREE = tuple(image(f"{name}.jpg") for name in "abc")
OMNI: JourneyRequest = {"operation": Operation.REFERENCE_TO_VIDEO, "media": THREE, "sound": True, "duration": 10}
EXTEND: JourneyRequest = {
    "operation": Operation.EXTEND_VIDEO,
    "media": (clip("portrait.mp4"),),
    "model": "Seedance 2.0",
}
FULL: JourneyRequest = {"operation": Operation.REPLACE_CHARACTER, "media": PEOPLE, "scope": "full_scene", "prompt": ""}
BODY: JourneyRequest = FULL | {"scope": "body_only", "resolution": "480p"}
DRAWN: JourneyRequest = {"operation": Operation.TEXT_TO_IMAGE, "aspect_ratio": "3:2", "model": "Gpt Image 2"}
EDITED: JourneyRequest = {"operation": Operation.EDIT_IMAGE, "aspect_ratio": "auto", "media": THREE, "resolution": "4k"}

CASES = {
    "t2v": (T2V, 90, "video_5120347"),
    "i2v": (I2V, 200, "video"),
    "frames": (FRAMED, 90, "video"),
    "omni": (OMNI, 180, "video"),
    "extend": (EXTEND, 90, "video"),
    "full scene": (FULL, 126, "video"),
    "body only": (BODY, 42, "video"),
    "text2image": (DRAWN, 6, "image"),
    "image_edit": (EDITED, 10, "image"),
}


@pytest.mark.parametrize(("media_request", "credits", "name"), CASES.values(), ids=CASES)
async def test_every_type_to_a_playable_file(
    media_request: dict[str, Any],
    credits: int,
    name: str,
    harness: Harness,
    sim: Sim,
    fixtures: Path,
    fake_clock: "FakeClock",
) -> None:
    request = harness.measured(filled(Request(**({"prompt": "a tram in the rain"} | media_request))))
    assert found_problems(request) == []
    ctx = harness.open("job-1")
    assert (await hooks.quote(ctx, request)).amount.value == credits  # type: ignore[union-attr]
    task = await hooks.submit(ctx, job_of(request, fake_clock, ceiling=credits))
    progress = await until_done(ctx, task)
    assert progress.state is State.SUCCEEDED, progress.provider_message
    assert (sim.submits, progress.charged.value) == (1, Decimal(credits))  # type: ignore[union-attr]
    kept = Keeping(harness.contexts.sink("job-1", str(harness.cwd / "out")))
    await hooks.download(task, progress, kept)
    assert [asset.media_type for asset in kept.assets] == ["video/mp4" if name.startswith("video") else "image/png"]
    assert progress.outputs[0].name.startswith(name.partition("_")[0])

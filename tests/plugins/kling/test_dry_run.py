"""What `--dry-run` shows is what `submit` sends, with nothing secret."""

from pathlib import Path
from typing import TYPE_CHECKING

from tests.plugins.kling.harness import Harness, Sim, image, job_of, video

from mediawright_kling import hooks

if TYPE_CHECKING:
    from mediawright.testing.fakes import FakeClock


def test_files_by_name_and_no_bearer() -> None:
    (call,) = hooks.wire(hooks.complete(video(media=(image("photos/a.jpg"),))), "job-1")
    assert (call.method, call.url) == ("POST", "/v1/videos/image2video")
    assert call.json["image"] == {"$file": "a.jpg"}
    assert call.headers["Authorization"] == "Bearer ***"


async def test_the_same_body_goes_out(harness: Harness, sim: Sim, clock: "FakeClock", fixtures: Path) -> None:
    request = hooks.complete(video(media=(image("a.jpg"),), duration=7))
    (call,) = hooks.wire(request, "job-1")
    await hooks.submit(harness.open(), job_of(request, clock))
    (submit,) = sim.asked("/v1/", "POST")
    assert {**submit["json"], "image": call.json["image"]} == call.json

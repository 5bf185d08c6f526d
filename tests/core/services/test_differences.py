"""What came back is not what was asked for, and the answer says so."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mediawright.services.differences import differences
from mediawright.types.job import Asset, Job
from mediawright.types.operations import MediaKind
from mediawright.types.request import Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.runner.conftest import Harness


def job_of(harness: "Callable[..., Harness]", request: dict[str, Any], *assets: Asset) -> Job:
    job = harness().approved()
    wanted: Request = job.request.with_(**{"duration": None} | request)
    return replace(job, request=wanted, assets=assets)


def clip(number: int = 1, **facts: Any) -> Asset:
    plain: dict[str, Any] = {"path": f"{number}.mp4", "kind": MediaKind.VIDEO, "media_type": "video/mp4", "size": 1}
    return Asset(**plain | {"sha256": str(number) * 64} | facts)


CASES: list[tuple[dict[str, Any], tuple[Asset, ...], list[str]]] = [
    ({"duration": 5}, (clip(duration=5.04),), []),
    ({"duration": 10}, (clip(duration=9.4),), []),
    ({"duration": 10}, (clip(duration=5.0),), ["differs.length"]),
    ({"duration": 5}, (clip(duration=10.0),), ["differs.length"]),
    ({"duration": 5}, (clip(),), []),
    ({"count": 4}, (clip(1), clip(2)), ["differs.fewer"]),
    ({"count": 2}, (clip(1), clip(2)), []),
    ({"count": 2}, (clip(1), clip(1)), ["differs.twins"]),
    ({"aspect_ratio": "16:9"}, (clip(width=1280, height=720),), []),
    ({"aspect_ratio": "16:9"}, (clip(width=1272, height=720),), []),
    ({"aspect_ratio": "16:9"}, (clip(width=720, height=1280),), ["differs.shape"]),
    ({"aspect_ratio": "1:1"}, (clip(width=1280, height=720),), ["differs.shape"]),
    ({"aspect_ratio": "auto"}, (clip(width=1280, height=720),), []),
    (
        {"count": 3, "duration": 5},
        (clip(1, duration=9.0), clip(1, duration=9.0)),
        ["differs.fewer", "differs.twins", "differs.length"],
    ),
]


@pytest.mark.parametrize(("request_", "assets", "found"), CASES)
def test_each_difference_is_named(
    harness: "Callable[..., Harness]", request_: dict[str, Any], assets: tuple[Asset, ...], found: list[str]
) -> None:
    assert [message.key for message in differences(job_of(harness, request_, *assets))] == found


@pytest.mark.parametrize(("asked", "heard", "found"), [(True, False, True), (True, True, False), (False, False, False)])
def test_missing_sound_is_named(
    harness: "Callable[..., Harness]", tmp_path: Path, *, asked: bool, heard: bool, found: bool
) -> None:
    av = pytest.importorskip("av")
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as container:
        picture = container.add_stream("libx264", rate=24)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        sound = container.add_stream("aac", rate=44100) if heard else None
        for _ in range(12):
            container.mux(picture.encode(av.VideoFrame(64, 48, "yuv420p")))
        container.mux(picture.encode(None))
        if sound is not None:
            frame = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
            frame.sample_rate = 44100
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            container.mux(sound.encode(frame))
            container.mux(sound.encode(None))
    told = differences(job_of(harness, {"sound": asked}, clip(path=str(path))))
    assert [message.key for message in told] == (["differs.silent"] if found else [])

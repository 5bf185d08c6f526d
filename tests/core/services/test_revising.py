"""Requests changed, taken again, begun from a result: spelled back, laid over, and read by the same rules."""

from datetime import UTC, datetime
from typing import Any

import pytest

from mediawright.services.request_reader import read_request
from mediawright.services.revising import again, numbered, revised, unfilled, used, values_of
from mediawright.types.errors import InvalidRequest
from mediawright.types.job import Asset, Job
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.request import Request
from mediawright.types.states import State

SPELLED: list[tuple[str, dict[str, Any]]] = [
    ("video", {"prompt": "a fox", "duration": 5, "aspect_ratio": "9:16", "sound": False, "mode": "pro"}),
    ("video", {"prompt": "it moves", "image": ["a.png"], "resolution": "1080p", "watermark": True, "seed": 7}),
    ("video", {"first_frame": "a.png", "end_frame": "b.png", "negative_prompt": "blur"}),
    ("video", {"image": ["a.png", "b.png"], "image_types": "first_frame,", "operation": "reference_to_video"}),
    ("video", {"video": ["c.mp4"], "video_refer_type": "feature", "keep_original_sound": True, "prompt": "x"}),
    ("video", {"video": ["c.mp4"], "operation": "extend_video", "duration": 5}),
    ("video", {"image": ["a.png"], "audio": ["v.wav"], "model": "m", "provider": "kling"}),
    ("video", {"image": ["a.png"], "video": ["c.mp4"], "operation": "replace_character", "scope": "full_scene"}),
    ("video", {"element_ids": ["1", "2"], "prompt": "both", "option": ["steps=4", "cfg=0.5"]}),
    ("image", {"prompt": "a cat", "count": 4, "quality": "high", "style": "ink"}),
    ("image", {"prompt": "four of them", "result_type": "series", "series_amount": "auto"}),
    ("image", {"prompt": "blue", "image": ["a.png"]}),
    ("element", {"name": "Mia", "frontal_image": "a.png", "refer_images": ["b.png"], "tags": ["t"]}),
    ("edit", {"prompt": "add titles", "project": "p1", "provider": "nemovideo"}),
    (
        "video",
        {
            "multi_shot": True,
            "shot_type": "customize",
            "multi_prompt": [{"index": 1, "prompt": "a", "duration": 3}, {"index": 2, "prompt": "b", "duration": 4}],
        },
    ),
]


@pytest.mark.parametrize(("command", "values"), SPELLED)
def test_a_request_spelled_back_is_the_same_request(command: str, values: dict[str, Any]) -> None:
    request = read_request(command, values)
    assert read_request(request.operation.command, values_of(request)) == request
    assert revised(request, {}) == request


FOX = read_request("video", {"prompt": "a fox", "duration": 5, "mode": "pro", "model": "m", "provider": "kling"})


@pytest.mark.parametrize(
    ("values", "drop", "changed"),
    [
        ({"duration": "10"}, (), {"duration": 10}),
        ({"prompt": "a hare", "aspect_ratio": "9:16"}, (), {"prompt": "a hare", "aspect_ratio": "9:16"}),
        ({}, ("duration", "mode"), {"duration": None, "mode": None}),
        ({"sound": "off"}, (), {"sound": False}),
        ({"provider": "chatart"}, (), {"provider": "chatart", "model": None, "mode": None}),
        ({}, ("provider",), {"provider": None, "model": None, "mode": None}),
        ({"operation": "text_to_image"}, (), {"operation": Operation.TEXT_TO_IMAGE, "duration": None, "mode": None}),
        ({"model": "m2"}, (), {"model": "m2"}),
    ],
)
def test_only_what_is_said_changes(values: dict[str, Any], drop: tuple[str, ...], changed: dict[str, Any]) -> None:
    found = revised(FOX, values, drop)
    if "operation" in values:
        changed = changed | {"model": None}
    assert found == FOX.with_(**changed)


def test_an_input_that_comes_along_makes_it_the_operation_that_takes_it() -> None:
    moved = revised(FOX, {"image": ["a.png"]})
    assert (moved.operation, moved.prompt, moved.duration) == (Operation.IMAGE_TO_VIDEO, "a fox", 5)
    still = revised(moved, {"image": ["b.png"]})
    assert (still.operation, [item.source for item in still.images]) == (Operation.IMAGE_TO_VIDEO, ["b.png"])
    assert revised(moved, {}, ("image",)).operation is Operation.TEXT_TO_VIDEO
    longer = read_request("video", {"video": ["c.mp4"], "operation": "extend_video"})
    assert revised(longer, {"video": ["d.mp4"]}).operation is Operation.EXTEND_VIDEO


@pytest.mark.parametrize(("values", "drop"), [({"operation": "fly"}, ()), ({"duration": "x"}, ()), ({}, ("lenght",))])
def test_what_no_command_takes_is_refused(values: dict[str, Any], drop: tuple[str, ...]) -> None:
    with pytest.raises(InvalidRequest):
        revised(FOX, values, drop)


def test_another_take_has_no_seed() -> None:
    assert again(FOX.with_(seed=7), 3) == FOX.with_(seed=None, count=3)
    assert again(FOX.with_(seed=7)) == FOX


def job(*kinds: MediaKind) -> Job:
    now = datetime(2026, 10, 1, tzinfo=UTC)
    assets = tuple(
        Asset(kind=kind, path=f"/out/{n}.{kind.value}", media_type="x", size=1, sha256=str(n))
        for n, kind in enumerate(kinds, 1)
    )
    request = Request(operation=Operation.TEXT_TO_IMAGE, prompt="a fox")
    return Job(
        id="J1",
        request=request,
        request_hash="h",
        provider="kling",
        state=State.DONE,
        created_at=now,
        updated_at=now,
        assets=assets,
    )


def test_results_are_used_by_their_numbers() -> None:
    pictures = job(MediaKind.IMAGE, MediaKind.IMAGE, MediaKind.IMAGE)
    wanted = {"operation": "image_to_video", "prompt": "it moves", "duration": "5"}
    found = used(pictures, (2,), wanted)
    assert (found.operation, found.provider, found.images[0].source) == (
        Operation.IMAGE_TO_VIDEO,
        "kling",
        "/out/2.image",
    )
    assert len(used(pictures, (), {"operation": "edit_image", "prompt": "one"}).images) == 3
    assert used(pictures, (1,), wanted | {"provider": ""}).provider is None
    clip = used(job(MediaKind.VIDEO), (1,), {"operation": "lip_sync", "audio": ["v.wav"]})
    assert [item.source for item in clip.media] == ["/out/1.video", "v.wav"]


@pytest.mark.parametrize(
    ("made", "numbers", "operation"),
    [
        ((MediaKind.IMAGE,), (2,), "image_to_video"),
        ((MediaKind.IMAGE,), (0,), "image_to_video"),
        ((MediaKind.VIDEO,), (1,), "image_to_video"),
        ((MediaKind.IMAGE,), (1,), "extend_video"),
        ((MediaKind.IMAGE,), (1,), "text_to_video"),
        ((MediaKind.IMAGE,), (1,), ""),
        ((), (1,), "edit_image"),
        ((MediaKind.IMAGE, MediaKind.VIDEO), (), "reference_to_video"),
    ],
)
def test_what_a_result_is_no_good_for_is_refused(
    made: tuple[MediaKind, ...], numbers: tuple[int, ...], operation: str
) -> None:
    with pytest.raises(InvalidRequest):
        used(job(*made), numbers, {"operation": operation, "prompt": "x"})


@pytest.mark.parametrize(
    ("typed", "found"),
    [("J1", ("J1", (1,))), ("J1:2", ("J1", (2,))), ("J1:1, 3", ("J1", (1, 3))), (" J1:all ", ("J1", ()))],
)
def test_a_job_is_named_with_its_results(typed: str, found: object) -> None:
    assert numbered(typed) == found


@pytest.mark.parametrize("typed", ["J1:", "J1:x", "J1:-1", "J1:999999999", "J1:１"])
def test_a_number_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(InvalidRequest):
        numbered(typed)


def test_what_a_model_filled_in_goes_with_it() -> None:
    from tests.core.runner.scripted_provider import PROVIDER

    model = PROVIDER.models[0]
    capability = model.capability(Operation.TEXT_TO_VIDEO)
    assert capability is not None
    request = Request(operation=Operation.TEXT_TO_VIDEO, prompt="x", model=model.name)
    filled = request.with_(**capability.defaults)
    assert unfilled(filled, PROVIDER) == request
    assert unfilled(filled.with_(model="unknown"), PROVIDER) == filled.with_(model="unknown")

"""Every recorded request of Runway's own client that asks for something is ours too, from our own flags.

What differs on purpose stands in docs/evidence/wire-differences-runway.md, by the same names.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.services.request_reader import read_request
from mediawright.testing.contexts import ContextOpener
from mediawright.types.constraints import check, choose_model, complete
from mediawright_runway import hooks
from mediawright_runway.provider import RUNWAY

ROOT = Path(__file__).parents[3]
CASES = {
    case["id"]: case
    for case in json.loads((ROOT / "tests" / "data" / "wire" / "runway-examples.json").read_text("utf-8"))["cases"]
}
DIFFERENCES = (ROOT / "docs" / "evidence" / "wire-differences-runway.md").read_text("utf-8")
LINK = "https://media.example.net/"
KITE = "A red kite over a grey sea, slow pan"
FOX = {"prompt": "A fox over fresh snow"}
#: case → command and flags
ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "w-seedance25-draft": ("video", {"prompt": KITE, "model": "seedance2_5", "option": "draft=true"}),
    "w-hailuo3-t2v": (
        "video",
        {"prompt": KITE, "model": "hailuo3", "duration": "6", "resolution": "2k", "aspect_ratio": "21:9"},
    ),
    "w-upload-i2v": (
        "video",
        {
            "operation": "image_to_video",
            "prompt": "Wind",
            "model": "gen4_turbo",
            "first_frame": LINK + "first.png",
            "aspect_ratio": "9:16",
            "duration": "5",
        },
    ),
    "w-aleph2-edit": (
        "video",
        {
            "operation": "edit_video",
            "prompt": "Make it snow",
            "video": LINK + "in.mp4",
            "image": LINK + "snow.png",
            "option": 'keyframes=[{"seconds": 1.5}]',
        },
    ),
    "w-aleph2-window": (
        "video",
        {
            "operation": "edit_video",
            "prompt": "Lightning",
            "model": "aleph2",
            "video": LINK + "in.mp4",
            "option": 'keyframes=[{"at": 0.5, "uri": "https://media.example.net/bolt.png",'
            ' "range": {"start_seconds": 2, "end_seconds": 4}}]',
        },
    ),
    "w-klingo3-v2v": (
        "video",
        {
            "operation": "edit_video",
            "prompt": "Swap the car",
            "model": "klingO3_standard",
            "video": LINK + "in.mp4",
            "keep_original_sound": "off",
        },
    ),
    "w-fps": (
        "video",
        {
            "operation": "upscale_video",
            "model": "enhance_frame_rate",
            "video": LINK + "in.mp4",
            "option": "targetFramerate=60",
        },
    ),
    "w-gen4image-turbo": (
        "image",
        FOX
        | {
            "operation": "edit_image",
            "model": "gen4_image_turbo",
            "image": LINK + "a.png",
            "resolution": "720p",
            "seed": "7",
        },
    ),
    "w-bad-field": ("video", {"prompt": KITE, "model": "gen4.5"}),
    "w-no-key": ("video", {"prompt": KITE, "model": "gen4.5"}),
    "w-day-full": ("video", {"prompt": KITE, "model": "gen4.5"}),
}
#: asked for by roles that only a request has: the figure of a clip, a person in a picture
ROLES = {
    "w-act-two-clip": mw.Request(
        operation=mw.Operation.REPLACE_CHARACTER,
        media=(
            mw.Media(kind=mw.MediaKind.VIDEO, role=mw.Role.CHARACTER, source=LINK + "figure.mp4"),
            mw.Media(kind=mw.MediaKind.VIDEO, role=mw.Role.SOURCE, source=LINK + "actor.mp4"),
        ),
    ),
    "w-banana-pro": mw.Request(
        operation=mw.Operation.EDIT_IMAGE,
        prompt=FOX["prompt"],
        model="gemini_image3_pro",
        count=4,
        resolution="4k",
        aspect_ratio="16:9",
        media=(mw.Media(kind=mw.MediaKind.IMAGE, role=mw.Role.CHARACTER, source=LINK + "mia.png"),),
        options={"tags": "mia"},
    ),
    "w-seedance2-i2v-refs": mw.Request(
        operation=mw.Operation.REFERENCE_TO_VIDEO,
        prompt="They talk",
        model="seedance2",
        duration=6,
        aspect_ratio="9:16",
        media=tuple(
            mw.Media(kind=mw.MediaKind.IMAGE, role=mw.Role.REFERENCE, source=LINK + name) for name in ("a.png", "b.png")
        ),
    ),
}
NOT_SENT = {"w-recipe", "w-voices", "w-usage", "w-lane-change", "w-lane-i2v", "w-lane-edit"}
LOOKS = {"w-look-running", "w-look-failed"}
ELSEWHERE = {"w-cancel", "w-org", "w-upload.1", "w-upload.2"}


def call_of(name: str) -> mw.WireCall:
    asked = ROLES[name] if name in ROLES else read_request(*ASKED[name])
    model = choose_model(RUNWAY, asked)
    ready = complete(asked, model)
    assert [*check(RUNWAY, model, ready), *hooks.validate(ready)] == []
    return hooks.wire(ready, "job-1")[0]


@pytest.mark.parametrize("name", [*ASKED, *ROLES])
def test_a_recorded_create_is_ours(name: str) -> None:
    case, call = CASES[name], call_of(name)
    recorded, ours = dict(case["json"]), dict(call.json)
    if name == "w-seedance2-i2v-refs":
        assert f"`{name}`" in DIFFERENCES
        assert (call.url, ours.pop("references")) == (f"{case['host']}/v1/text_to_video", recorded.pop("promptImage"))
    else:
        assert (call.method, call.url) == (case["method"], case["host"] + case["path"])
    if str(recorded.get("promptImage", "")).startswith("runway://"):
        recorded["promptImage"] = LINK + "first.png"  # uploaded before
    assert json.dumps(ours, sort_keys=True) == json.dumps(recorded, sort_keys=True)
    assert call.headers["x-runway-version"] == case["headers"]["x-runway-version"]
    assert dict(call.query) == {}


@pytest.mark.parametrize("name", sorted(LOOKS))
def test_a_recorded_look_is_ours_and_read(name: str) -> None:
    case = CASES[name]
    number = case["path"].rpartition("/")[2]
    assert case["path"] == hooks.API.endpoints[0].poll.format(id=number)
    found = hooks.API.progress(
        mw.Task(provider="runway", id=number, handle={"endpoint": "task"}), case["response"]["body"]
    )
    assert found is not None
    if name == "w-look-running":
        assert (found.state, found.percent) == (mw.State.RUNNING, 42.0)
    else:
        assert (found.state, found.provider_code) == (mw.State.FAILED, "SAFETY.INPUT.TEXT")
        assert found.charged is not None
        assert (str(found.charged), found.reason and found.reason.key) == ("60 credits", "sdk.content")


async def test_the_calls_around_a_create_are_the_recorded_ones(
    start: Callable[..., Any], open_context: ContextOpener, tmp_path: Path
) -> None:
    from mediawright.sdk import simulator as kit

    service, environ = start(queue_s=60.0)
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "first.png").write_bytes(kit.make_picture(1280, 720))
    picture = mw.Media(kind=mw.MediaKind.IMAGE, role=mw.Role.FIRST_FRAME, source="first.png")
    async with open_context(RUNWAY, job_id="job-1", **environ) as ctx:
        await hooks.API.place(ctx, picture, ROLES["w-banana-pro"])
        await hooks.quota(ctx, mw.Window())
        task = service.tasks.create("t-1", {}, model="gen4.5", path="", end=("", False), waits=0)
        await hooks.cancel(ctx, mw.Task(provider="runway", id=task.id, handle={"endpoint": "task"}))
    sent = {(entry["method"], entry["path"].replace("t-1", "{id}")): entry for entry in service.requests}
    for name in sorted(ELSEWHERE):
        case = CASES[name]
        path = case["path"].replace("3f2b6f0e-3c3e-4b57-9b0a-7d0c0c0c0001", "{id}")
        entry = sent[(case["method"], path)]
        assert ("authorization" in entry["headers"]) == ("authorization" in case["headers"])
        if "json" in case:
            assert entry["json"].keys() == case["json"].keys()


def test_every_recorded_request_is_compared_or_explained() -> None:
    assert CASES.keys() == ASKED.keys() | ROLES.keys() | NOT_SENT | LOOKS | ELSEWHERE
    assert all(f"`{name}`" in DIFFERENCES for name in NOT_SENT)

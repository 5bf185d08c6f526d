"""Every recorded request of Ark's own client that asks for something is ours too, from our own flags.

What differs on purpose stands in docs/evidence/wire-differences-ark.md, by the same names.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.sdk import json_paths
from mediawright.services.request_reader import read_request
from mediawright.types.constraints import check, choose_model, complete
from mediawright_ark import hooks
from mediawright_ark.provider import ARK

ROOT = Path(__file__).parents[3]
CASES = {
    case["id"]: case
    for case in json.loads((ROOT / "tests" / "data" / "wire" / "ark-examples.json").read_text("utf-8"))["cases"]
}
DIFFERENCES = (ROOT / "docs" / "evidence" / "wire-differences-ark.md").read_text("utf-8")
#: always said by us, left to the service's defaults by the recordings (A-R5, A-R29)
ALWAYS = {"watermark", "generate_audio", "safety_identifier"}
LINK = "https://media.example.net/"
#: case → command, flags, and what the recording has otherwise
ASKED: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "a-t2v-silent-1080": (
        "video",
        {"prompt": "Dunes at dawn, slow pan", "resolution": "1080p", "duration": "5", "sound": "off"},
        {},
    ),
    "a-t2v-4k": (
        "video",
        {"prompt": "Glacier from above", "resolution": "4k", "aspect_ratio": "21:9", "duration": "4"},
        {},
    ),
    "a-t2v-25-30s": (
        "video",
        {"prompt": "A train crosses four seasons", "model": "seedance-2.5", "duration": "30", "sound": "on"},
        {},
    ),
    "a-t2v-priority-expiry-callback": (
        "video",
        {"prompt": "A lantern festival", "option": ["priority=9", "execution_expires_after=3600"]},
        {"callback_url": "https://media.example.net/hook"},
    ),
    "a-t2v-endpoint-id": ("video", {"prompt": "A lantern festival", "option": "endpoint=ep-20261130-abcde"}, {}),
    "a-i2v-first-data": (
        "video",
        {"operation": "image_to_video", "prompt": "The boat starts to move", "first_frame": "first.png"},
        {},
    ),
    "a-i2v-no-prompt-no-role": (
        "video",
        {"operation": "image_to_video", "first_frame": "first.png", "resolution": "480p", "duration": "4"},
        {"content": None},
    ),
    "a-r2v-25-audio-only": (
        "video",
        {
            "operation": "reference_to_video",
            "model": "seedance-2.5",
            "prompt": "A singer on stage performs Audio 1",
            "audio": LINK + "song.mp3",
            "aspect_ratio": "16:9",
            "duration": "12",
        },
        {},
    ),
    "a-edit-20": (
        "video",
        {
            "operation": "edit_video",
            "prompt": "Replace the red car in Video 1 with the one in Image 1, keep everything else",
            "video": LINK + "street.mp4",
            "image": LINK + "car.png",
        },
        {"content": None},
    ),
    "a-t2i-size": (
        "image",
        {
            "prompt": "A teapot in morning light",
            "model": "seedream-5.0-pro",
            "aspect_ratio": "16:9",
            "resolution": "2K",
            "option": "output_format=png",
        },
        {"response_format": "b64_json"},
    ),
    "a-t2i-flash-tier": (
        "image",
        {"prompt": "A flat icon of a fox", "model": "seedream-5.0-flash", "resolution": "1K"},
        {},
    ),
}
#: kept as history (retired ids), or not offered here
NOT_SENT = {"a-t2v-10-frames-seed", "a-layers"}
LOOKS = {name for name in CASES if name.startswith("a-get")}


def call_of(name: str) -> mw.WireCall:
    command, flags, _ = ASKED[name]
    asked = hooks.complete(read_request(command, flags))
    model = choose_model(ARK, asked)
    ready = complete(asked, model)
    assert [*check(ARK, model, ready), *hooks.validate(ready)] == []
    return hooks.wire(ready, "0123")[0]


def plain(value: Any) -> Any:
    """The recorded body with a file by its name, as a dry run shows it."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, str) and "{{file:" in value:
        return {"$file": value.partition("{{file:")[2].removesuffix("}}")}
    return value


@pytest.mark.parametrize("name", ASKED)
def test_a_recorded_create_is_ours(name: str) -> None:
    case, call, other = CASES[name], call_of(name), ASKED[name][2]
    assert (call.method, call.url) == (case["method"], "https://ark.cn-beijing.volces.com" + case["path"])
    assert dict(call.query) == {}
    recorded, ours = plain(case["json"]), dict(call.json)
    for key in other:
        assert recorded.pop(key) != ours.pop(key, None)
        assert f"`{name}`" in DIFFERENCES
    assert json.dumps({key: ours[key] for key in recorded}, sort_keys=True) == json.dumps(recorded, sort_keys=True)
    assert ours.keys() - recorded.keys() <= ALWAYS
    assert call.headers.keys() == {"authorization", "accept", "x-client-request-id"}


def test_the_content_that_differs_holds_the_same() -> None:
    """The order and the role alone are otherwise (A-R17, §3.2)."""
    for name in ("a-i2v-no-prompt-no-role", "a-edit-20"):
        recorded = [plain(item) | {"role": None} for item in CASES[name]["json"]["content"]]
        ours = [item | {"role": None} for item in call_of(name).json["content"]]
        assert sorted(map(str, recorded)) == sorted(map(str, ours))


@pytest.mark.parametrize("name", sorted(LOOKS))
def test_a_recorded_look_is_ours_and_read(name: str) -> None:
    case = CASES[name]
    number = case["path"].rpartition("/")[2]
    assert case["path"] == "/api/v3" + hooks.API.endpoints[0].poll.format(id=number)
    if case["response"]["status"] == 200:
        task = mw.Task(provider="ark", id=number, handle={"endpoint": "task"})
        found = hooks.API.progress(task, case["response"]["body"])
        word = json_paths.text(case["response"]["body"], "status")
        assert found is not None
        assert found.state is hooks.STATES[word]


def test_every_recorded_request_is_compared_or_explained() -> None:
    assert CASES.keys() == ASKED.keys() | NOT_SENT | LOOKS
    assert all(f"`{name}`" in DIFFERENCES for name in NOT_SENT)

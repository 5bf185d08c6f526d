"""What other clients were recorded sending to the side endpoints is what ours sends for the same choices."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.plugins.kling.harness import planned

from mediawright.services.request_reader import read_request
from mediawright_kling import hooks

DATA = Path(__file__).parents[2] / "data" / "wire" / "kling-more-examples.json"
CASES = {case["id"]: case for case in json.loads(DATA.read_text("utf-8"))["cases"]}
NET = "https://media.example.net/"

#: recorded case → our command and its values
OURS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "ks-ai-motion-26": (
        "video",
        {
            "operation": "motion_control",
            "prompt": "Same coat, studio light",
            "image": NET + "person.png",
            "video": NET + "dance.mp4",
            "mode": "std",
            "keep_original_sound": "no",
            "option": "character_orientation=image",
        },
    ),
    "ks-node-sfx": ("audio", {"operation": "sound_effects", "prompt": "rain on a tin roof", "duration": 5}),
    "ks-node-v2a": (
        "audio",
        {"prompt": "tram bell", "video": NET + "tram.mp4", "option": "bgm_prompt=slow piano"},
    ),
    "ks-node-elements-swap": (
        "video",
        {
            "operation": "edit_video",
            "model": "kling-multi-elements",
            "image": NET + "mug.png",
            "prompt": "swap the glass from <<<video_1>>> for the mug from <<<image_1>>>",
            "option": ["session_id=880000000000000301", "edit_mode=swap"],
        },
    ),
    "ks-om-tts": (
        "audio",
        {"prompt": "末班车九点开出。", "voice": "genshin_vindi2", "option": "voice_speed=0.9"},
    ),
    "ks-om-avatar-file": (
        "video",
        {
            "operation": "talking_photo",
            "image": NET + "face.png",
            "audio": NET + "voice.mp3",
            "mode": "pro",
            "prompt": "Calm, looks at the viewer",
        },
    ),
    "ks-om-faces": (
        "video",
        {"operation": "lip_sync", "option": ["video_id=880000000000000101", "audio_id=1", "sound_end_time=4000"]},
    ),
    "ks-om-lipsync": (
        "video",
        {
            "operation": "lip_sync",
            "video": NET + "talk.mp4",
            "option": ["audio_id=880000000000000202", "sound_end_time=4000", "sound_insert_time=500"],
        },
    ),
    "ks-om-lipsync/2": (
        "video",
        {
            "operation": "lip_sync",
            "video": NET + "talk.mp4",
            "option": [
                "audio_id=880000000000000202",
                "sound_end_time=4000",
                "sound_insert_time=500",
                "session_id=880000000000000401",
                "face_id=0",
            ],
        },
    ),
    "ks-ex-multi-shot-views": (
        "image",
        {"operation": "image_series", "model": "kling-ai-multi-shot", "image": NET + "mug.png"},
    ),
    "ks-ex-recognize": ("image", {"operation": "remove_background", "image": NET + "person.png"}),
    "ks-ex-add-selection": (
        "video",
        {
            "operation": "edit_video",
            "model": "kling-multi-elements",
            "video": NET + "cup.mp4",
            "prompt": "remove the glass",
            "option": ["edit_mode=removal", "marks=12:0.4,0.6"],
        },
    ),
}


def calls_of(command: str, values: dict[str, Any]) -> list[tuple[str, Any]]:
    """Path and body of every call of a request, our own id left out; sessions as the recordings name them."""
    request, problems = planned(read_request(command, {"provider": "kling", **values}))
    assert problems == [], (values, problems)
    found = []
    for call in hooks.wire(request, "our-id"):
        body = {key: value for key, value in dict(call.json).items() if key != "external_task_id"}
        found.append((call.url, json.loads(json.dumps(body).replace("<session_id>", "880000000000000301"))))
    return found


def typed(value: Any) -> Any:
    """With the type beside every value, so that "5" is not 5 and 1 is not 1.0."""
    if isinstance(value, Mapping):
        return {key: typed(item) for key, item in value.items()}
    return [typed(item) for item in value] if isinstance(value, list) else (type(value).__name__, value)


def test_recorded_requests_are_ours() -> None:
    """K-S4, K-S6, K-S11, K-S13, K-S16, K-S17, K-S22, K-S25, K-S26, K-S34: bodies field by field and type by type."""
    for name, (command, values) in OURS.items():
        case, ours = CASES[name], calls_of(command, values)
        theirs = (case["path"], typed(case["json"]))
        assert theirs in [(path, typed(body)) for path, body in ours], (name, ours)


def test_every_shown_case_is_compared_or_has_a_reason() -> None:
    """A poll is no submit; the rest is the new standard's, plain clips, or what is gone from the provider's pages."""
    compared = {*OURS}
    gone = {"ks-node-extend", "ks-npm-extend"}
    left = {n for n, c in CASES.items() if c["method"] == "POST" and n.startswith("ks-")} - compared - gone
    assert left == {"ks-ai-i2v-ends"}

"""The command line asks fal for what fal's own client asked for: every recorded request, and one of each further kind."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from mediawright.cli.app import run
from mediawright.commands.aliases import normalise
from mediawright.types.operations import Operation

DATA = Path(__file__).parents[1] / "data" / "wire" / "fal-examples.json"
CASES = json.loads(DATA.read_text("utf-8"))["cases"]
#: recorded as answered with a refusal, and refused here before anything is sent
REFUSED = {"f-submit-404", "f-submit-422"}
CREATES = [
    case
    for case in CASES
    if case["method"] == "POST" and case["host"] == "https://queue.fal.run" and case["id"] not in REFUSED
]
PLAIN = (
    "prompt",
    "negative_prompt",
    "duration",
    "aspect_ratio",
    "resolution",
    "count",
    "seed",
    "series_amount",
    "quality",
)
#: recorded name of an operation → ours, where they differ
OURS = {"music": "text_to_music", "transcription": "transcribe"}
FRAMES = {"first_frame": "--first-frame", "end_frame": "--end-frame"}
#: what the recorded headers and query were asked for with
EXTRAS: Mapping[str, tuple[str, ...]] = {
    "f-submit-webhook": ("webhook=https://hooks.example.net/fal?job=1",),
    "f-submit-headers": ("no_retry=true", "keep_files=604800"),
}
ASKED = ("x-fal-queue-priority", "x-fal-no-retry", "x-fal-object-lifecycle-preference", "x-fal-request-timeout")
Asked = Callable[..., dict[str, Any]]


def words(data: Mapping[str, Any], *options: str) -> list[str]:
    """The command line that says what a recorded call was asked for."""
    operation = Operation(OURS.get(data["operation"], data["operation"]))
    found = [operation.command, "--operation", operation.value, "--model", data["model"]]
    for name in PLAIN:
        if name in data:
            found += [f"--{name.replace('_', '-')}", str(data[name])]
    if "sound" in data:
        found += ["--sound", "on" if data["sound"] else "off"]
    for media in data.get("media", ()):
        found += [FRAMES.get(media["role"], f"--{media['kind']}"), media["source"]]
    given = {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in data.get("options", {}).items()
    }
    for option in (*(f"{name}={value}" for name, value in given.items()), *options):
        found += ["--option", option]
    return found


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Asked:
    """`asked("video", "--model", …)`: the one request that a dry run shows; without a key, without a network."""
    monkeypatch.setenv("MEDIAWRIGHT_HOME", str(tmp_path / "mw"))
    monkeypatch.setenv("MEDIAWRIGHT_NO_KEYRING", "1")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name in ("FAL_KEY", "FAL_KEY_ID", "FAL_KEY_SECRET", "FAL_QUEUE_URL"):
        monkeypatch.delenv(name, raising=False)

    def shown(*line: str) -> dict[str, Any]:
        with suppress(SystemExit):
            run(normalise([*line, "--provider", "fal", "--dry-run", "--json"]))
        answer = json.loads(capsys.readouterr().out)
        assert answer["ok"], answer["error"]["problems"]
        (request,) = answer["data"]["requests"]
        return dict(request)

    return shown


@pytest.mark.parametrize(
    "case",
    [case for case in CREATES if case["call"]["data"]["operation"] in set(Operation)],
    ids=lambda case: case["id"],
)
def test_the_same_wish_asks_the_same(case: Mapping[str, Any], asked: Asked) -> None:
    """The seed is the one intended difference: where none was given one is drawn before the price is asked (F-R9)."""
    found = asked(*words(case["call"]["data"], *EXTRAS.get(case["id"], ())))
    assert (found["method"], found["url"]) == (case["method"], case["host"] + case["path"])
    assert [list(pair) for pair in found.get("query", {}).items()] == case["query"]
    assert {name: found["headers"].get(name) for name in ASKED} == {name: case["headers"].get(name) for name in ASKED}
    body = {name: value for name, value in found["json"].items() if name != "seed" or "seed" in case["json"]}
    assert json.dumps(body, sort_keys=True) == json.dumps(case["json"], sort_keys=True)


A, B, FACE, CLIP, VOICE = (
    f"https://media.example.net/{name}" for name in ("a.png", "b.png", "face.png", "in.mp4", "v.mp3")
)
KLING = "fal-ai/kling-video/"
SHOTS = '[{"index": 1, "prompt": "one", "duration": "3"}, {"index": 2, "prompt": "two", "duration": 4}]'
WIRE_SHOTS = [{"prompt": "one", "duration": "3"}, {"prompt": "two", "duration": "4"}]
ELEMENTS = [{"frontal_image_url": FACE, "reference_image_urls": [A]}]
#: command, what is said, the body without its seed; docs/contracts/fal.md §9, §12.1, §12.2
KINDS: tuple[tuple[str, tuple[str, ...], dict[str, Any]], ...] = (
    (
        f"video {KLING}v3/pro/text-to-video",
        ("--multi-shot", "--multi-prompt", SHOTS, "--shot-type", "customize"),
        {"multi_prompt": WIRE_SHOTS, "shot_type": "customize"},
    ),
    (
        f"video {KLING}v3/pro/text-to-video",
        ("--option", f"multi_prompt={json.dumps(WIRE_SHOTS)}", "--option", "cfg_scale=0.7"),
        {"multi_prompt": WIRE_SHOTS, "cfg_scale": 0.7},
    ),
    (
        f"video {KLING}o3/pro/reference-to-video",
        (
            "-p",
            "@Element1",
            "--image",
            A,
            "--operation",
            "reference_to_video",
            "--option",
            f"elements={json.dumps(ELEMENTS)}",
        ),
        {"prompt": "@Element1", "image_urls": [A], "elements": ELEMENTS},
    ),
    (
        f"video {KLING}v3/pro/motion-control",
        ("--operation", "animate_image", "--image", A, "--video", CLIP, "--keep-original-sound", "no"),
        {"image_url": A, "video_url": CLIP, "character_orientation": "video", "keep_original_sound": False},
    ),
    (
        f"video {KLING}o3/pro/video-to-video/edit",
        ("-p", "snow", "--video", CLIP, "--image", A, "--keep-original-sound", "yes"),
        {"prompt": "snow", "video_url": CLIP, "image_urls": [A], "keep_audio": True},
    ),
    (f"video {KLING}ai-avatar/v2/pro", ("--image", FACE, "--audio", VOICE), {"image_url": FACE, "audio_url": VOICE}),
    (
        f"video {KLING}lipsync/audio-to-video",
        ("--operation", "lip_sync", "--video", CLIP, "--audio", VOICE),
        {"video_url": CLIP, "audio_url": VOICE},
    ),
    (
        "video bytedance/seedance-2.0/reference-to-video",
        (
            *("-p", "@Image1 @Video1", "--operation", "reference_to_video", "--image", A, "--image", B),
            *("--video", CLIP, "--audio", VOICE, "--duration", "6", "--resolution", "480p"),
        ),
        {
            "prompt": "@Image1 @Video1",
            "image_urls": [A, B],
            "video_urls": [CLIP],
            "audio_urls": [VOICE],
            "duration": "6",
        }
        | {"resolution": "480p"},
    ),
    (
        "video bytedance/seedance-2.5/reference-to-video",
        ("-p", "make it night", "--operation", "edit_video", "--video", CLIP, "--option", "codec=H264"),
        {"prompt": "make it night", "video_urls": [CLIP], "task": "editing", "codec": "H264"},
    ),
    (
        "video fal-ai/wan/v2.7/edit-video",
        ("-p", "rain", "--video", CLIP, "--keep-original-sound", "yes", "--duration", "4", "--resolution", "1080P"),
        {"prompt": "rain", "video_url": CLIP, "audio_setting": "origin", "duration": 4, "resolution": "1080p"},
    ),
    (
        "video fal-ai/wan/v2.7/reference-to-video",
        (
            "-p",
            "two friends",
            "--operation",
            "reference_to_video",
            "--image",
            A,
            "--multi-shot",
            "--aspect-ratio",
            "9:16",
        ),
        {"prompt": "two friends", "reference_image_urls": [A], "multi_shots": True, "aspect_ratio": "9:16"},
    ),
    (
        "video fal-ai/wan/v2.2-14b/animate/replace",
        ("--operation", "replace_character", "--image", A, "--video", CLIP, "--option", "use_turbo=true"),
        {"image_url": A, "video_url": CLIP, "use_turbo": True},
    ),
    (
        "video fal-ai/ltx-2.3/extend-video",
        ("--operation", "extend_video", "--video", CLIP, "--duration", "8", "--option", "mode=start"),
        {"video_url": CLIP, "duration": 8, "mode": "start"},
    ),
    (
        "video fal-ai/veo3.1/extend-video",
        ("-p", "on", "--operation", "extend_video", "--video", CLIP, "--duration", "7", "--sound", "off"),
        {"prompt": "on", "video_url": CLIP, "duration": "7s", "generate_audio": False},
    ),
    (
        "video alibaba/wan-3.0/text-to-video",
        ("-p", "sea", "--duration", "9", "--sound", "on", "--option", "enable_thinking=false"),
        {"prompt": "sea", "duration": 9, "audio": True, "enable_thinking": False},
    ),
    (
        "image openai/gpt-image-2/edit",
        (
            *("-p", "hat", "--image", A, "--quality", "low", "--option", f"mask_url={B}"),
            *("--option", 'image_size={"width": 1024, "height": 1536}'),
        ),
        {
            "prompt": "hat",
            "image_urls": [A],
            "quality": "low",
            "mask_url": B,
            "image_size": {"width": 1024, "height": 1536},
        },
    ),
    ("image ideogram/v4", ("-p", "a sign", "--quality", "high"), {"prompt": "a sign", "rendering_speed": "QUALITY"}),
    (
        "image fal-ai/recraft/v4.1/text-to-image",
        ("-p", "a fox", "--aspect-ratio", "9:16", "--option", 'colors=[{"r": 1, "g": 2, "b": 3}]'),
        {"prompt": "a fox", "image_size": "portrait_16_9", "colors": [{"r": 1, "g": 2, "b": 3}]},
    ),
    (
        "image fal-ai/nano-banana-2",
        ("-p", "a fox", "--resolution", "0.5k", "--aspect-ratio", "1:8", "--option", "safety_tolerance=4"),
        {"prompt": "a fox", "resolution": "0.5K", "aspect_ratio": "1:8", "safety_tolerance": "4"},
    ),
)


@pytest.mark.parametrize(("what", "said", "body"), KINDS, ids=[kind[0] for kind in KINDS])
def test_every_further_kind_is_spelled_as_its_endpoint_wants_it(
    what: str, said: tuple[str, ...], body: dict[str, Any], asked: Asked
) -> None:
    command, _, model = what.partition(" ")
    found = asked(command, "--model", model, *said)
    assert found["url"] == f"https://queue.fal.run/{model}"
    sent = {name: value for name, value in found["json"].items() if name != "seed"}
    assert json.dumps(sent, sort_keys=True) == json.dumps(body, sort_keys=True)


def test_headers_are_sent_where_they_are_asked_for(asked: Asked) -> None:
    line = ("image", "-p", "a fox", "--model", "fal-ai/flux/schnell", "--option", "queue_priority=low")
    headers = asked(*line, "--option", "start_timeout=30")["headers"]
    assert (headers["x-fal-queue-priority"], headers["x-fal-request-timeout"]) == ("low", "30.0")


def test_a_file_that_an_option_names_is_shown_as_what_will_be_uploaded(asked: Asked, tmp_path: Path) -> None:
    Image.new("L", (64, 64)).save(tmp_path / "mask.png")
    line = ("image", "-p", "hat", "--image", A, "--model", "openai/gpt-image-2/edit", "--option", "mask_url=mask.png")
    assert asked(*line)["json"]["mask_url"] == {"$file": "mask.png"}

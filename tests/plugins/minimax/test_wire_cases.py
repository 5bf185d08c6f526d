"""Every recorded request of other clients is ours too, from our own flags, but for reasoned differences.

The flags are read back out of the recorded body by one rule for each family, so that any further recording is compared by
the same. What differs on purpose stands in docs/evidence/wire-differences-minimax.md, by the same names.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.services.request_reader import read_request
from mediawright.types.constraints import check, choose_model, complete
from mediawright_minimax import endpoints, files, hooks
from mediawright_minimax.provider import GROUPS, MINIMAX, TABLE

ROOT = Path(__file__).parents[3]
CASES = json.loads((ROOT / "tests" / "data" / "wire" / "minimax-examples.json").read_text("utf-8"))["cases"]
DIFFERENCES = (ROOT / "docs" / "evidence" / "wire-differences-minimax.md").read_text("utf-8")
BASE = "https://api.minimax.io"
SUBMITS = [case for case in CASES if case["method"] == "POST" and "get_voice" not in case["path"]]
OURS = [case for case in SUBMITS if case["json"]["model"] in GROUPS]
FLAG = {"first_frame": "first_frame", "last_frame": "end_frame", "reference_image": "image"} | {
    "reference_video": "video",
    "reference_audio": "audio",
}


def local(url: str) -> str:
    """A file that the recording holds as base64 is one of ours by name."""
    return url.partition("{{file:")[2].rstrip("}") if "{{file:" in url else url


def asked(body: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The command and the flags that ask for what a recorded body asks for."""
    family = GROUPS[body["model"]]["family"]
    made = {"v2": of_clip, "v1": of_hailuo, "image": of_image, "speech": of_speech, "music": of_music}
    return made[family](body)


def of_clip(body: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    flags: dict[str, Any] = {"duration": str(body["duration"]), "resolution": body["resolution"].lower()}
    for item in body["content"]:
        if item["type"] == "text":
            flags["prompt"] = item["text"]
        else:
            role = item.get("role", "first_frame")
            flags.setdefault(FLAG[role], []).append(local(item[item["type"]]["url"]))
    frames = {"first_frame", "end_frame"} & flags.keys()
    flags |= {name: flags[name][0] for name in frames}
    references = {"image", "video", "audio"} & flags.keys()
    flags["operation"] = "image_to_video" if frames else "reference_to_video" if references else "text_to_video"
    if "ratio" in body and not frames:
        flags["aspect_ratio"] = body["ratio"]
    if body.get("aigc_watermark"):
        flags["watermark"] = "on"
    return "video", flags | options_of(body.get("extra", {}), "prompt_expansion_mode")


def of_hailuo(body: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    names = {"prompt": "prompt", "first_frame_image": "first_frame", "last_frame_image": "end_frame"}
    flags: dict[str, Any] = {flag: local(body[name]) for name, flag in names.items() if name in body}
    flags |= {"duration": str(body["duration"])} if "duration" in body else {}
    flags |= {"resolution": body["resolution"].lower()} if "resolution" in body else {}
    if "subject_reference" in body:
        flags["image"] = local(body["subject_reference"][0]["image"][0])
    framed, subject = "first_frame" in flags, "image" in flags
    flags["operation"] = "reference_to_video" if subject else "image_to_video" if framed else "text_to_video"
    return "video", flags | options_of(body, "prompt_optimizer", "fast_pretreatment")


def of_image(body: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    names = {"prompt": "prompt", "aspect_ratio": "aspect_ratio", "n": "count", "seed": "seed"}
    flags: dict[str, Any] = {flag: str(body[name]) for name, flag in names.items() if name in body}
    flags |= options_of(body, "width", "height", "prompt_optimizer", "response_format")
    if "subject_reference" in body:
        flags |= {"operation": "edit_image", "image": local(body["subject_reference"][0]["image_file"])}
        flags["option"] = [*flags.get("option", []), "subject_reference=character"]
    return "image", flags


def of_speech(body: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    voice, sound = body["voice_setting"], body["audio_setting"]
    flags: dict[str, Any] = {"operation": "text_to_speech", "prompt": body["text"], "voice": voice["voice_id"]}
    told = options_of(voice, "speed", "vol", "pitch").get("option", [])
    sound = {name.removeprefix("audio_"): value for name, value in sound.items()}
    told += options_of(sound, "sample_rate", "bitrate", "format", "channel").get("option", [])
    told += ["call=task"] if "audio_sample_rate" in body["audio_setting"] else []
    spoken = {name: code for code, name in TABLE["languages"].items()}.get(body.get("language_boost"))
    if spoken:
        return "audio", flags | {"language": spoken, "option": told}
    return "audio", flags | {"option": [*told, *options_of(body, "language_boost").get("option", [])]}


def of_music(body: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    told = options_of(body, "lyrics", "is_instrumental", "lyrics_optimizer").get("option", [])
    told += options_of(body["audio_setting"], "sample_rate", "bitrate", "format")["option"]
    return "audio", {"operation": "text_to_music", "prompt": body.get("prompt", ""), "option": told}


def options_of(body: Mapping[str, Any], *names: str) -> dict[str, Any]:
    told = [f"{name}={json.dumps(body[name])}" for name in names if name in body]
    return {"option": [text.replace('"', "") for text in told]} if told else {}


def ready(case: dict[str, Any]) -> mw.Request:
    command, flags = asked(case["json"])
    request = read_request(command, {"model": case["json"]["model"], "provider": "minimax", **flags})
    request = hooks.complete(request)
    model = choose_model(MINIMAX, request)
    whole = complete(request, model)
    assert [*check(MINIMAX, model, whole), *hooks.validate(whole)] == []
    return whole


def expected(body: Mapping[str, Any]) -> dict[str, Any]:
    """The recorded body with what ours has otherwise on purpose (contract §20)."""
    family = GROUPS[body["model"]]["family"]
    made: dict[str, Any] = json.loads(json.dumps(body))
    made.pop("callback_url", None)
    if family == "v2":
        made.setdefault("ratio", "adaptive")
        for item in made["content"]:
            if item["type"] != "text":
                item.setdefault("role", "first_frame")
    elif family == "v1":
        made.setdefault("prompt_optimizer", True)
    elif family == "image":
        made.setdefault("prompt_optimizer", False)
        made.setdefault("n", 1)
    elif family == "speech":
        task = "audio_sample_rate" in made["audio_setting"]
        rate = "audio_sample_rate" if task else "sample_rate"
        usual = {rate: 32000, "bitrate": 128000, "format": "mp3", "channel": 1}
        made.pop("stream", None)
        made["voice_setting"] = {"speed": 1, "vol": 1, "pitch": 0} | made["voice_setting"]
        made["voice_setting"].pop("emotion", None)
        made["audio_setting"] = usual | made["audio_setting"]
        made.setdefault("language_boost", "auto")
        made["output_format"] = "hex"
        if task:
            del made["output_format"]
    elif family == "music":
        made["output_format"] = "url"
    return made


def as_recorded(value: Any) -> Any:
    if isinstance(value, dict) and "$file" in value:
        return f"data:image/png;base64,{{{{file:{value['$file']}}}}}"
    if isinstance(value, dict):
        return {name: as_recorded(item) for name, item in value.items()}
    return [as_recorded(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("case", OURS, ids=lambda case: case["id"])
def test_a_recorded_create_is_ours(case: dict[str, Any]) -> None:
    call = hooks.wire(ready(case), "job-1")[0]
    assert (call.method, call.url, dict(call.query)) == (case["method"], BASE + case["path"], {})
    assert as_recorded(call.json) == expected(case["json"])
    assert {name: call.headers[name] for name in ("authorization",)} == {"authorization": "Bearer ***"}
    assert "mm-api-source" not in call.headers


def test_the_recorded_list_of_voices_is_ours() -> None:
    (case,) = [case for case in CASES if "get_voice" in case["path"]]
    call = hooks.API.voice_list
    assert call is not None
    assert (call.method, call.path, call.json) == (case["method"], case["path"], case["json"])


def test_what_is_not_compared_has_its_reason_written_down() -> None:
    left = {case["json"]["model"] for case in SUBMITS if case not in OURS}
    assert left == {"I2V-01-Director"}
    assert all(f"`{name}`" in DIFFERENCES for name in left)
    assert len(OURS) >= 13


LOOKS = [case for case in CASES if case["method"] != "POST"]


@pytest.mark.parametrize("case", LOOKS, ids=lambda case: case["id"])
def test_a_recorded_look_is_ours(case: dict[str, Any]) -> None:
    """Polls, lists, cancels and files: the id stands in our paths where the recording has it."""
    query = dict(case["query"])
    number = query.get("task_id") or query.get("file_id") or case["path"].rpartition("/")[2]
    whole = case["path"] + "".join(f"?{name}={query[name]}" for name in ("task_id", "file_id") if name in query)
    ours = {"GET " + point.poll.format(id=number) for point in hooks.API.endpoints if point.poll}
    cancel = endpoints.CLIP.cancel
    assert cancel is not None
    ours |= {f"{cancel.method} {cancel.path.format(id=number)}", f"GET {endpoints.LISTED}"}
    ours |= {f"GET {files.FILE.format(number)}", f"GET {files.CONTENT.format(number)}"}
    assert f"{case['method']} {whole}" in ours
    if case["path"] == endpoints.LISTED:
        asked = {endpoints.LISTING.page, endpoints.LISTING.size, *endpoints.LISTING.query, "filter.task_ids"}
        assert query.keys() <= asked | {"filter.status"}


@pytest.mark.parametrize(
    "case",
    [case for case in LOOKS if "/query/" in case["path"] and case["path"] != endpoints.LISTED],
    ids=lambda c: c["id"],
)
def test_a_recorded_answer_is_understood(case: dict[str, Any]) -> None:
    """Every word of a recorded answer has a state; an unknown task is a refusal and no state."""
    body = case["response"]["body"]
    family = "long" if "t2a" in case["path"] else "v2" if "/v2/" in case["path"] else "v1"
    found = hooks.API.state_of(hooks.API.endpoint(family), body)
    refused = hooks.API.refusal(200, body)
    assert (found is None or found[0] is mw.State.UNKNOWN) == (refused is not None)
    if found is not None and found[0] is mw.State.SUCCEEDED:
        task = mw.Task(provider="minimax", id="1", handle={"kind": "video"})
        assert len(list(hooks.API.outputs(hooks.API.endpoint(family), task, body))) == 1


@pytest.mark.parametrize("case", SUBMITS, ids=lambda case: case["id"])
def test_a_recorded_answer_to_a_create_proves_what_it_says(case: dict[str, Any]) -> None:
    from mediawright.sdk import error_table, json_paths

    status, body = case["response"]["status"], case["response"]["body"]
    error = hooks.API.service_error(status, body)
    rule = error_table.rule_for(hooks.API.errors, status, error)
    named = json_paths.text(body, ("task_id", "trace_id", "id"))
    proof = error_table.proof_of(status, named, rule)
    assert proof is (mw.Proof.REFUSED if error else mw.Proof.ACCEPTED)
    assert endpoints.STATES["queueing"] is mw.State.SUBMITTED

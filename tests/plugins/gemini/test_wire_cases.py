"""Every recorded request of Google's own client that asks for something is ours too, but for reasoned differences.

The reasons stand in docs/evidence/wire-differences-gemini.md.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.types.constraints import check, complete
from mediawright_gemini import hooks, request_body
from mediawright_gemini.provider import GEMINI

CASES = json.loads((Path(__file__).parents[2] / "data" / "wire" / "gemini-examples.json").read_text("utf-8"))["cases"]
HOST = "https://generativelanguage.googleapis.com"
#: never ours, by the contract: waiting in the foreground, and batches (§1)
NOT_OURS = ("g-omni-wait", "g-img-batch")
SUBMITS = [case for case in CASES if "operation" in case["call"]["data"] and case["id"] not in NOT_OURS]
OPERATIONS = {"speech": "text_to_speech", "music": "text_to_music"}
#: what the recorded call said that stands in no word of the wish
SAID: dict[str, dict[str, Any]] = {
    "g-img-safety": {"model": "gemini-3-pro-image"},
    "g-img-interaction": {"model": "gemini-nano-banana-2.1", "resolution": "2k", "options": {"call": "interactions"}},
    "g-tts-one": {"model": "gemini-3.8-flash-tts"},
    "g-tts-two": {"model": "gemini-3.8-flash-lite-tts"},
    "g-music-song": {"model": "lyria-3.5"},
    "g-omni-extend-turn": {"model": "gemini-omni-1.2-flash"},
    "g-omni-extend-upload": {"model": "gemini-omni-1.2-flash"},
}
JOB = "5f0c2b1e-7d7a-4a35-9a53-0d9a4a1c0001"
#: words that Google's client writes with an underscore where the API writes none
CAMEL = {
    "voice_config": "voiceConfig",
    "prebuilt_voice_config": "prebuiltVoiceConfig",
    "voice_name": "voiceName",
    "multi_speaker_voice_config": "multiSpeakerVoiceConfig",
    "speaker_voice_configs": "speakerVoiceConfigs",
}


def request_of(data: dict[str, Any], said: dict[str, Any]) -> mw.Request:
    media = tuple(
        mw.Media(kind=mw.MediaKind(item["kind"]), role=mw.Role(item["role"]), source=item["source"])
        for item in data.get("media", ())
    )
    plain = {name: value for name, value in data.items() if name not in ("media", "operation", "options")}
    own = {name: value for name, value in said.items() if name != "options"}
    options = {**data.get("options", {}), **said.get("options", {})}
    operation = mw.Operation(OPERATIONS.get(data["operation"], data["operation"]))
    return mw.Request(operation=operation, media=media, provider="gemini", options=options, **plain | own)


def ready(request: mw.Request) -> mw.Request:
    model = next(model for model in GEMINI.models if model.name == request.model)
    whole = complete(request, model)
    assert [*check(GEMINI, model, whole), *hooks.validate(whole)] == []
    return whole


def camel(value: Any) -> Any:
    if isinstance(value, dict):
        return {CAMEL.get(name, name): camel(item) for name, item in value.items()}
    return [camel(item) for item in value] if isinstance(value, list) else value


def expected(case: dict[str, Any], request: mw.Request) -> Any:
    """The recorded body, with what ours says besides on purpose: the task, a length, our label, a type; `store` unsaid."""
    body = camel(json.loads(json.dumps(case["json"])))
    if case["path"] != "/v1/interactions":
        return body
    body.pop("store", None)
    body["labels"] = {request_body.LABEL: JOB}
    if request.operation in request_body.TASKS:
        told = body.setdefault("generation_config", {})
        told["video_config"] = {"task": request_body.TASKS[request.operation]}
        body["response_format"].setdefault("duration", f"{request.duration}s")
    elif body.get("response_format", {}).get("type") == "image":
        body["response_format"]["mime_type"] = "image/jpeg"
    return body


def as_recorded(value: Any) -> Any:
    """A local file as the recording names it."""
    if isinstance(value, dict) and "$file" in value:
        name = value["$file"]
        return f"{HOST}/v1beta/files/clip0001" if name.endswith("mp4") else f"{{{{file:{name}}}}}"
    if isinstance(value, dict):
        return {name: as_recorded(item) for name, item in value.items()}
    return [as_recorded(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    "case", [case for case in SUBMITS if case["id"] != "g-tts-interaction"], ids=lambda case: case["id"]
)
def test_a_recorded_submit_is_ours(case: dict[str, Any]) -> None:
    request = ready(request_of(case["call"]["data"], SAID.get(case["id"], {})))
    call = hooks.wire(request, JOB)[0]
    assert (call.method, call.url, dict(call.query)) == (case["method"], HOST + case["path"], {})
    assert json.dumps(as_recorded(call.json), sort_keys=True) == json.dumps(expected(case, request), sort_keys=True)
    assert call.headers["x-goog-api-key"] == "***"


def test_most_recorded_requests_are_compared() -> None:
    assert len(SUBMITS) >= 14


@pytest.mark.parametrize("case", [c for c in CASES if c["id"].startswith("g-look")], ids=lambda case: case["id"])
def test_a_recorded_poll_is_ours(case: dict[str, Any]) -> None:
    path, _, query = hooks.INTERACTION.poll.format(id=case["call"]["data"]["look"]).partition("?")
    assert (case["method"], case["path"], case["query"]) == ("GET", f"/v1{path}", [query.split("=")])


def test_the_recorded_sign_in_check_is_ours_with_a_shorter_page() -> None:
    case = next(case for case in CASES if case["id"] == "g-models")
    probe = hooks.Gemini.probe
    assert probe is not None
    assert (probe.method, f"/v1{probe.path}", list(probe.query)) == (case["method"], case["path"], ["pageSize"])


def test_the_recorded_list_of_voices_is_ours() -> None:
    case = next(case for case in CASES if case["id"] == "g-voices")
    call = hooks.Gemini.voice_list
    assert call is not None
    assert (call.method, f"/v1{call.path}", list(call.query)) == (case["method"], case["path"], case["query"])

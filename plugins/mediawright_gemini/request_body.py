"""A request as Google wants it: an interaction, or generateContent (docs/contracts/gemini.md §4.1, §5.1, §6). Pure."""

import mimetypes
from collections.abc import Iterator, Mapping
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_gemini.provider import group_of

TASKS = {
    mw.Operation.TEXT_TO_VIDEO: "text_to_video",
    mw.Operation.IMAGE_TO_VIDEO: "image_to_video",
    mw.Operation.REFERENCE_TO_VIDEO: "reference_to_video",
    mw.Operation.EDIT_VIDEO: "edit",
    mw.Operation.EXTEND_VIDEO: "extend",
    mw.Operation.UPSCALE_VIDEO: "upscale",
}
#: what carries on an earlier clip, and takes its shape from it (G-R9)
FOLLOWING = (mw.Operation.EDIT_VIDEO, mw.Operation.EXTEND_VIDEO, mw.Operation.UPSCALE_VIDEO)
SIZES = {"0.5k": "512", "1k": "1K", "2k": "2K", "4k": "4K"}
TRANSCRIPTION = ("mode", "language_codes", "diarization_mode", "custom_vocabulary")
LABEL = "mediawright-job"


def is_direct(request: mw.Request) -> bool:
    """Tell whether the answer is the result itself, and cannot be had again."""
    call = group_of(request)["call"]
    return call == "speech" or (call == "picture" and request.options.get("call") != "interactions")


def placed(request: mw.Request) -> list[mw.Media]:
    """Return the inputs in the order of the table, and a base before what goes with it."""
    lines = sdk.lines_of(group_of(request), request.operation)
    base = (mw.Role.BASE, mw.Role.SOURCE)
    ordered = [
        media
        for line in lines
        for media in sorted(request.media, key=lambda item: item.role not in base)
        if media.kind is line.kind and media.role in line.roles
    ]
    return list(dict.fromkeys(ordered))


def _shown(media: mw.Media, found: Any) -> Mapping[str, Any]:
    """Return an input as `files.place` made it, or as a dry run shows it."""
    if isinstance(found, dict) and "mimeType" in found:
        return found
    guessed = mimetypes.guess_type(media.source)[0] or f"{media.kind.value}/*"
    told = media.info.media_type if media.info is not None else guessed
    return {"mimeType": told, ("uri" if media.kind is mw.MediaKind.VIDEO else "data"): found}


def interaction(request: mw.Request, job_id: str, link: sdk.Link) -> dict[str, Any]:
    """Return the body of an interaction. A clip and a song go on in the background (G-R6)."""
    group, options = group_of(request), request.options
    background = group["call"] == "video" or (group.get("background") and options.get("background") is not False)
    previous = options.get("previous") or options.get("after")
    body = {
        "model": request.model,
        "background": True if background else None,
        "input": _input(request, link),
        "response_format": dict(_format(group, request)),
        "generation_config": dict(_config(group, request)),
        "previous_interaction_id": previous,
        "labels": {LABEL: job_id.lower()[:63]},
        "service_tier": options.get("service_tier"),
        "safety_settings": options.get("safety_settings"),
    }
    return sdk.without_empty(body)


def _input(request: mw.Request, link: sdk.Link) -> Any:
    """Text alone as it is, with media as one step of one turn (§4.1)."""
    content = []
    for media in placed(request):
        shown = _shown(media, link(media))
        kept = {name: value for name, value in shown.items() if name != "mimeType"}
        content.append({"type": media.kind.value, "mime_type": shown["mimeType"], **kept})
    if not content:
        return request.prompt
    words = [{"type": "text", "text": request.prompt}] if request.prompt.strip() else []
    return [{"type": "user_input", "content": [*content, *words]}]


def _format(group: Mapping[str, Any], request: mw.Request) -> Iterator[tuple[str, Any]]:
    if group["call"] == "video":
        yield from (("type", "video"), ("delivery", "uri"))
        if request.duration is not None and request.operation not in (FOLLOWING[0], FOLLOWING[2]):
            yield "duration", f"{request.duration}s"  # G-R8
        if request.aspect_ratio is not None and request.operation not in FOLLOWING:
            yield "aspect_ratio", request.aspect_ratio
        if request.resolution is not None:
            yield "resolution", request.resolution
    elif group["call"] == "picture":
        yield from (("type", "image"), ("mime_type", "image/jpeg"))
        if request.aspect_ratio is not None:
            yield "aspect_ratio", request.aspect_ratio
        if request.resolution is not None:
            yield "image_size", SIZES[request.resolution]


def _config(group: Mapping[str, Any], request: mw.Request) -> Iterator[tuple[str, Any]]:
    if group["call"] == "video":
        yield "video_config", {"task": TASKS[request.operation]}  # G-R7
        if request.seed is not None:
            yield "seed", request.seed
    if group["call"] == "text":
        told = {name: request.options[name] for name in TRANSCRIPTION if name in request.options}
        if request.language and "language_codes" not in told:
            told["language_codes"] = [request.language]
        yield "transcription_config", {"mode": "verbatim"} | told


def generate(request: mw.Request, link: sdk.Link) -> dict[str, Any]:
    """Return the body of generateContent: pictures first, the text last."""
    parts: list[dict[str, Any]] = []
    for media in placed(request):
        shown = _shown(media, link(media))
        stored = "uri" in shown
        told = {"mimeType": shown["mimeType"], "fileUri" if stored else "data": shown["uri" if stored else "data"]}
        parts.append({"fileData" if stored else "inlineData": told})
    speaks = group_of(request)["call"] == "speech"
    config: dict[str, Any] = {"responseModalities": ["AUDIO" if speaks else "IMAGE"]}
    if speaks:
        config["speechConfig"] = _voices(request)
    else:
        size = SIZES.get(request.resolution or "")
        config["imageConfig"] = sdk.without_empty({"aspectRatio": request.aspect_ratio, "imageSize": size})
    if "thinking_level" in request.options:
        config["thinkingConfig"] = {"thinkingLevel": request.options["thinking_level"]}
    body = {
        "contents": [{"role": "user", "parts": [*parts, {"text": request.prompt}]}],
        "generationConfig": sdk.without_empty(config),
        "safetySettings": request.options.get("safety_settings"),
    }
    return sdk.without_empty(body)


def _voices(request: mw.Request) -> dict[str, Any]:
    def named(name: object) -> dict[str, Any]:
        return {"prebuiltVoiceConfig": {"voiceName": name}}

    several = request.options.get("voices")
    if several:
        told = [{"speaker": who, "voiceConfig": named(name)} for who, name in several.items()]
        return {"multiSpeakerVoiceConfig": {"speakerVoiceConfigs": told}}
    return {"voiceConfig": named(request.voice or request.options.get("voice") or group_of(request)["voice"])}

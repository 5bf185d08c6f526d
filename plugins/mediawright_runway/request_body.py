"""From a request to the body of the one call that spends: docs/contracts/runway.md §4 to §7, §13. Pure."""

from collections.abc import Mapping
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_runway import shapes
from mediawright_runway.shapes import AUTO, V2V

Op, Role = mw.Operation, mw.Role
#: models for which a picture without a position is a reference (§4)
POSITIONED = ("seedance", "hailuo", "wan", "kling_4")
#: options that are ours and stand nowhere in a body by their own name
OURS = ("tags", "duration", "keyframes", "providerSettings")
#: sizes that Ideogram 4.5 has otherwise where pictures go in (§6)
SWAPPED = {"1280:720": "1024:576", "720:1280": "576:1024", "1440:720": "1408:704", "720:1440": "704:1408"}


def build(request: mw.Request, link: sdk.Link) -> tuple[str, dict[str, Any]]:
    """Return the path and the body. What was not asked for, and is not required, is left out (W-R4)."""
    model = str(request.model)
    path = shapes.path_of(request.operation, model)
    fields, own = shapes.fields_of(path, model), request.options
    body: dict[str, Any] = {"model": model}
    if own.get("draftTaskId"):
        return path, body | {"draftTaskId": own["draftTaskId"]}
    if request.prompt and shapes.kind_of(fields, "promptText") is not None:
        body["promptText"] = request.prompt
    body |= _shape(request, path, fields) | _numbers(request, fields)
    body |= _media(request, path, fields, link) | _settings(request)
    known = {name.rstrip("*") for name in fields}
    return path, body | {name: value for name, value in own.items() if name in known and name not in OURS}


def _shape(request: mw.Request, path: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return `ratio`, `resolution` or both, as the model spells them."""
    model, aspect, size = str(request.model), request.aspect_ratio, request.resolution
    table, listed = shapes.sizes(path, model), shapes.choices(shapes.kind_of(fields, "ratio"))
    found: dict[str, Any] = {}
    if "resolution" in fields:
        found |= {"resolution": size} if size else {}
        return found | ({"ratio": "adaptive" if aspect == AUTO else aspect} if aspect else {})
    if shapes.kind_of(fields, "targetAspectRatio") is not None:
        return {"targetAspectRatio": aspect} if aspect else {}
    if aspect == AUTO or (aspect is None and size and f"auto_{size}" in listed):
        auto = [value for value in listed if value.startswith(AUTO)]
        name = f"auto_{size}" if size else next((value for value in auto if value[5:] in ("720p", "1k")), auto[0])
        return {"ratio": AUTO if AUTO in listed else name}
    if aspect is None and size and table:
        aspect = next((name for name, sizes in table.items() if size in sizes), None)
    if aspect and aspect in table:
        ratio = table[aspect][size or shapes.default_size(table[aspect])]
        swapped = model == "ideogram_4_5" and request.images
        return {"ratio": SWAPPED.get(ratio, ratio) if swapped else ratio}
    return {}


def length(request: mw.Request) -> Any:
    """Return what stands for the length: seconds, "auto", or None for the service's own."""
    edits = request.operation is Op.EDIT_VIDEO and request.model == "seedance2_5"
    return AUTO if edits or request.options.get("duration") == AUTO else request.duration


def _numbers(request: mw.Request, fields: Mapping[str, Any]) -> dict[str, Any]:
    given = {
        "duration": length(request),
        "audio": request.sound,
        "seed": request.seed,
        "outputCount": request.count if (request.count or 1) > 1 else None,
        "quality": request.quality,
        "negativePrompt": request.negative_prompt,
        "languageCode": request.language,
        "voice": {"type": "runway-preset", "presetId": request.voice} if request.voice else None,
        "mode": {Op.EDIT_VIDEO: "edit", Op.EXTEND_VIDEO: "extend"}.get(request.operation),
    }
    return {
        name: value for name, value in given.items() if value is not None and shapes.kind_of(fields, name) is not None
    }


def _media(request: mw.Request, path: str, fields: Mapping[str, Any], link: sdk.Link) -> dict[str, Any]:
    found: dict[str, Any] = {}
    beside = [media for media in request.images if media.role not in (Role.FIRST_FRAME, Role.END_FRAME)]
    if shapes.kind_of(fields, "promptImage") is not None:
        found["promptImage"] = _frames(request, fields, link)
    for name in ("promptVideo", "videoUri"):
        if shapes.kind_of(fields, name) is not None:
            found[name] = link(request.videos[0])
    if "imageUri*" in fields:
        found["imageUri"] = link(request.images[0])
    if "character*" in fields:
        return found | _performance(request, link)
    if "keyframes" in fields:
        found |= _keyframes(beside, request.options.get("keyframes"), link)
    elif shapes.kind_of(fields, "referenceImages") is not None and beside:
        found["referenceImages"] = [
            _tagged(request, number, media, fields, link) for number, media in enumerate(beside)
        ]
    elif beside and "references" in fields:
        found["references"] = [{"uri": link(media)} for media in beside]
    clips = request.videos[path == V2V :]
    if clips and "referenceVideos" in fields:
        bare = request.model == "gemini_omni_flash_1.1"
        found["referenceVideos"] = [{"uri": link(clip)} | ({} if bare else {"type": "video"}) for clip in clips]
    if request.audios and "referenceAudio" in fields:
        found["referenceAudio"] = [{"type": "audio", "uri": link(sound)} for sound in request.audios]
    if request.audios and request.operation is Op.TEXT_TO_SPEECH:
        found["voice"] = {"type": "reference-audio", "audioUri": link(request.audios[0])}
    return found


def _frames(request: mw.Request, fields: Mapping[str, Any], link: sdk.Link) -> Any:
    """Return the frames: a lone first one as it is where it can be nothing else, else each with its position."""
    first, last = request.of(None, Role.FIRST_FRAME), request.of(None, Role.END_FRAME)
    placed = "last" in shapes.positions(fields) or str(request.model).startswith(POSITIONED)
    if not placed and not last:
        return link(first[0])
    frames = [(media, "first") for media in first] + [(media, "last") for media in last]
    return [{"uri": link(media), "position": word} for media, word in frames]


def _performance(request: mw.Request, link: sdk.Link) -> dict[str, Any]:
    """The figure and who moves it: of two clips without a word about them the first is the figure."""
    figure = next(iter((*request.images, *request.of(mw.MediaKind.VIDEO, Role.CHARACTER), *request.videos)))
    actor = next(clip for clip in request.videos if clip is not figure)
    character, reference = {"type": figure.kind.value, "uri": link(figure)}, {"type": "video", "uri": link(actor)}
    return {"character": character, "reference": reference}


def _keyframes(pictures: list[mw.Media], given: Any, link: sdk.Link) -> dict[str, Any]:
    """Return the guiding pictures: their times as an option says, in its order, else spread over the clip."""
    if not pictures and not given:
        return {}
    times = given or [{"at": round(number / len(pictures), 3)} for number in range(len(pictures))]
    left = iter(pictures)
    return {"keyframes": [item if "uri" in item else {**item, "uri": link(next(left))} for item in times]}


def _tagged(
    request: mw.Request, number: int, media: mw.Media, fields: Mapping[str, Any], link: sdk.Link
) -> dict[str, Any]:
    """Return a picture, with what the person calls it, and that it shows a person where the model asks (W-R22)."""
    found: dict[str, Any] = {"uri": link(media)}
    names = tags(request)
    if number < len(names) and names[number]:
        found["tag"] = names[number]
    if "subject" in str(shapes.kind_of(fields, "referenceImages")) and media.role is Role.CHARACTER:
        found["subject"] = "human"
    return found


def tags(request: mw.Request) -> list[str]:
    return [word.strip().lstrip("@") for word in str(request.options.get("tags") or "").split(",")]


def _settings(request: mw.Request) -> dict[str, Any]:
    """Return the settings of Kling: a storyboard, and whether a clip keeps its sound."""
    own: dict[str, Any] = dict(request.options.get("providerSettings") or {})
    if request.keep_original_sound is not None and str(request.model).startswith("klingO3"):
        own["keepOriginalSound"] = request.keep_original_sound
    if request.shots:
        own["multiPrompt"] = [{"prompt": shot.prompt, "duration": shot.duration} for shot in request.shots]
    if request.shot_type or request.shots:
        own["shotType"] = request.shot_type or "customize"
    return {"providerSettings": own} if own else {}

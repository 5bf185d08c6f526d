"""A request as the body that its model wants (docs/contracts/dashscope.md §6 to §9). Pure: nothing here sends anything.

What was not asked for is left out, but for the watermark (D-R11) and what a model must be told; nothing that a model's row
does not list is sent (D-R8, D-R9).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_dashscope.provider import PATHS, SIZES, TABLE, group_of

#: entries of `media` that may speak
BEARERS = ("reference_image", "reference_video")
UNSENT = frozenset({"call", "voice", "language", "function"})


def is_sync(request: mw.Request) -> bool:
    """Tell whether the answer is the result itself. A task is preferred where there is one (D-R13)."""
    path = group_of(request)["path"]
    return path in ("sync", "speech") or (path == "pictures" and request.options.get("call") == "sync")


def path_of(request: mw.Request) -> str:
    path = group_of(request)["path"]
    return "/api/v1/services/" + PATHS["sync" if path == "pictures" and is_sync(request) else path]


def body(request: mw.Request, link: sdk.Link) -> dict[str, Any]:
    """Return the whole body of a create."""
    group = group_of(request)
    made = {"media": _media, "fields": _fields, "messages": _messages, "speech": _speech}[group["form"]]
    given = made(group, request, link)
    own = {name: value for name, value in request.options.items() if name not in UNSENT}
    given |= {name: own.pop(name) for name in group.get("in_input", ()) if name in own}
    for name in group.get("as_media", ()):
        own.pop(name, None)
    whole = {"model": request.model, "input": given, "parameters": {**dict(_parameters(group, request)), **own}}
    return {name: value for name, value in whole.items() if name != "parameters" or group["path"] != "speech"}


def words(request: mw.Request) -> str:
    """Return the prompt, with the shots written into it where there are any (§14)."""
    told, start = [request.prompt] if request.prompt.strip() else [], 0
    for shot in request.shots:
        told.append(f"Shot {shot.index} [{start}-{start + shot.duration} s] {shot.prompt}")
        start += shot.duration
    return "\n".join(told)


def placed(request: mw.Request) -> list[tuple[sdk.Line, mw.Media]]:
    """Return every input with the line of the table that takes it."""
    lines = sdk.lines_of(group_of(request), request.operation)
    pairs = [
        (next((line for line in lines if line.kind is media.kind and media.role in line.roles), None), media)
        for media in request.media
    ]
    return [(line, media) for line, media in pairs if line is not None]


def _texts(group: Mapping[str, Any], request: mw.Request) -> dict[str, Any]:
    said: dict[str, Any] = {"prompt": words(request) or None}
    if group.get("negative") == "input":
        said["negative_prompt"] = request.negative_prompt
    if group.get("watermark") == "input":
        said["watermark"] = bool(request.watermark)
    return sdk.without_empty(said)


def _media(group: Mapping[str, Any], request: mw.Request, link: sdk.Link) -> dict[str, Any]:
    entries: list[dict[str, Any]] = []
    voices: list[tuple[int, Any]] = []
    for line, media in placed(request):
        if line.place == "reference_voice":
            voices.append((len(entries), link(media)))
        else:
            entries.append({"type": line.place, "url": link(media)})
    bearers = [number for number, entry in enumerate(entries) if entry["type"] in BEARERS]
    one_each = len(voices) == len(bearers) and all(after == len(entries) for after, _ in voices)
    for number, (after, url) in enumerate(voices):
        before = [bearer for bearer in bearers if bearer < after] or bearers
        if before:
            entries[bearers[number] if one_each else before[-1]]["reference_voice"] = url
    for name in group.get("as_media", ()):
        if name in request.options:
            entries.append({"type": name, "url": request.options[name]})
    return _texts(group, request) | ({"media": entries} if entries else {})


def _fields(group: Mapping[str, Any], request: mw.Request, link: sdk.Link) -> dict[str, Any]:
    found = _texts(group, request)
    function = function_of(group, request)
    if function:
        found["function"] = function
    taken: dict[str, int] = {}
    base_first = sorted(placed(request), key=lambda pair: pair[1].role not in (mw.Role.BASE, mw.Role.SOURCE))
    for line, media in base_first if "," in str([line.place for line, _ in base_first]) else placed(request):
        if line.place.endswith("[]"):
            found.setdefault(line.place[:-2], []).append(link(media))
            continue
        names = line.place.split(",")
        number = taken[line.place] = taken.get(line.place, -1) + 1
        found[names[min(number, len(names) - 1)]] = link(media)
    return found


def function_of(group: Mapping[str, Any], request: mw.Request) -> str:
    """Return what an all-round model is to do: what was named, else the first whose words or options were given."""
    if "function" in request.options:
        return str(request.options["function"])
    given = {*request.options, request.scope or "", f"@{len(request.images)}"}
    for told in group.get("function", {}).get(request.operation.value, ()):
        name, *needs = told.split()
        if not needs or given.intersection(needs):
            return str(name)
    return ""


def _messages(group: Mapping[str, Any], request: mw.Request, link: sdk.Link) -> dict[str, Any]:
    """Pictures first, then the text (§8)."""
    content = [{"image": link(media)} for _, media in placed(request)]
    return {"messages": [{"role": "user", "content": [*content, {"text": words(request)}]}]}


def _speech(group: Mapping[str, Any], request: mw.Request, link: sdk.Link) -> dict[str, Any]:
    language = request.language or request.options.get("language")
    said = {"text": request.prompt, "voice": request.voice or request.options.get("voice") or group["voice"]}
    if group["path"] == "sync" and language:
        said["language_type"] = TABLE["languages"].get(language, language)
    return said


def _parameters(group: Mapping[str, Any], request: mw.Request) -> Iterator[tuple[str, Any]]:
    """The plain fields under the names of DashScope; a length is a whole number, a resolution in capitals (D-R10)."""
    if request.duration is not None and "duration" not in group.get("unsent", ()):
        yield "duration", request.duration
    if "size" in group:
        size = size_of(group, request)
        if size and "size" not in request.options:
            yield "size", size
    else:
        if request.resolution is not None:
            yield "resolution", request.resolution.upper()
        if request.aspect_ratio is not None:
            yield "ratio", request.aspect_ratio
    if request.mode is not None:
        yield "mode", group["modes"][request.mode]
    if request.sound is not None and "sound_as" in group and False in _sounds(group, request):
        yield group["sound_as"], request.sound
    if request.keep_original_sound is not None and group.get("keep_sound"):
        yield "audio_setting", "origin" if request.keep_original_sound else "auto"
    if request.operation is mw.Operation.IMAGE_SERIES:
        yield "enable_sequential", True
        yield "n", request.series_amount
    elif request.count is not None and "counts" in group:
        yield "n", request.count
    if group.get("negative") == "parameters" and request.negative_prompt:
        yield "negative_prompt", request.negative_prompt
    if request.seed is not None:
        yield "seed", request.seed
    if group.get("watermark") == "parameters":
        yield "watermark", bool(request.watermark)


def _sounds(group: Mapping[str, Any], request: mw.Request) -> Any:
    return group.get("sounds", {}).get(request.model, group.get("sound", ()))


def size_of(group: Mapping[str, Any], request: mw.Request) -> str | None:
    """Return "W*H", None where nothing was said of it; KeyError never: what no table has is "" (a problem)."""
    if request.resolution is None and request.aspect_ratio is None:
        return None
    kind, assumed = group["size"], group.get("assumed", {})
    ratio = request.aspect_ratio or assumed.get("aspect_ratio", "1:1")
    if kind == "video":
        row = SIZES["video"].get(request.resolution or assumed.get("resolution", "720p"), {})
        return str(row.get(ratio, ""))
    if request.resolution is None and kind == "classic" and ratio in SIZES["classic"][""]:
        return str(SIZES["classic"][""][ratio])
    if "side" not in group:
        return ""
    found = sdk.picture_size(request.resolution or "1k", ratio, longest=group["side"][1], pixels=group["pixels"])
    return f"{found[0]}*{found[1]}" if found else ""

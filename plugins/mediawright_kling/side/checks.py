"""The rules of the side endpoints that are limits of a table (docs/contracts/kling-more.md §8). Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from mediawright.plugin import Media, Problem, Request
from mediawright_kling.refusals import picture_faults, problem
from mediawright_kling.side.endpoints import Endpoint
from mediawright_kling.side.said import number_of, said

Found = Iterator[Problem]
SOUND_BYTES = 5 * 1024 * 1024
SOUND_TYPES = ("audio/mpeg", "audio/wav", "audio/mp4", "audio/aac")
SOUND_NAMES = ("mp3", "wav", "m4a", "aac")


def limits(endpoint: Endpoint, request: Request) -> Found:
    """Everything in a request that goes beyond the endpoint's row."""
    row = endpoint.row
    yield from _either(row, request)
    yield from _pictures(row, request)
    for clip in request.videos:
        yield from _clip(row.get("clip"), clip, by_id=endpoint.takes_own_clips)
    for sound in request.audios:
        yield from _sound(row.get("sound"), sound)
    yield from _texts(row, request)
    for name, rule in row.get("numbers", {}).items():
        yield from _number(name, rule, request)
    modes = row.get("modes")
    if modes and request.mode not in modes["names"]:
        yield problem(modes["rule"], "mode", "mode", tuple(modes["names"]), mode=request.mode)


def _either(row: Mapping[str, Any], request: Request) -> Found:
    """K-S4: one of the ways to give the same thing, and only one."""
    for ways in row.get("either", ()):
        given = [way for way in ways if _given(way, request)]
        if len(given) != 1:
            key = "side_either" if given else "side_missing"
            yield problem("K-S4", ways[0], key, tuple(way.replace("_", "-") for way in ways))


def _given(way: str, request: Request) -> bool:
    if way in ("video", "audio"):
        return bool(request.videos if way == "video" else request.audios)
    return said(request, way) is not None


def _pictures(row: Mapping[str, Any], request: Request) -> Found:
    rule = row.get("pictures")
    count = len(request.images)
    if rule and not rule["least"] <= count <= rule["most"]:
        allowed = str(rule["most"]) if rule["least"] == rule["most"] else f"{rule['least']}-{rule['most']}"
        yield problem(rule["rule"], "image", "side_pictures", (allowed,), count=count)
    for media in request.images:
        yield from picture_faults(media)


def _clip(rule: Mapping[str, Any] | None, clip: Media, *, by_id: bool) -> Found:
    """K-S5: a clip goes by its link, or by its id where it was made here; and its limits where somebody measured it."""
    if not clip.is_url and not (by_id and clip.made_id):
        yield problem("K-S5", "video", "clip_local")
    info = clip.info
    if rule is None or info is None:
        return
    if info.size > rule["bytes"]:
        yield problem(rule["rule"], "video", "side_clip_size", most=rule["bytes"] // 1024 // 1024)
    if info.duration is not None and not rule["seconds"][0] <= info.duration <= rule["seconds"][1]:
        yield problem(rule["rule"], "video", "side_clip_seconds", (_span(rule["seconds"]),), seconds=info.duration)
    sides = rule.get("sides")
    if sides and info.width and info.height and not all(sides[0] <= s <= sides[1] for s in (info.width, info.height)):
        found = {"width": str(info.width), "height": str(info.height)}
        yield problem(rule["rule"], "video", "side_clip_sides", (_span(sides),), **found)


def _sound(rule: Mapping[str, Any] | None, sound: Media) -> Found:
    """K-S7: its kind and size; K-S8: its length."""
    info = sound.info
    if info is None or rule is None:
        return
    if info.media_type not in SOUND_TYPES:
        yield problem("K-S7", "audio", "side_sound_type", SOUND_NAMES)
    if info.size > SOUND_BYTES:
        yield problem("K-S7", "audio", "side_sound_size", most=SOUND_BYTES // 1024 // 1024)
    if info.duration is not None and not rule["seconds"][0] <= info.duration <= rule["seconds"][1]:
        span = (_span(rule["seconds"]),)
        yield problem(rule["rule"], "audio", "side_sound_seconds", span, seconds=round(info.duration, 2))


def _texts(row: Mapping[str, Any], request: Request) -> Found:
    rule = row.get("prompt")
    if rule and len(request.prompt.strip()) < rule.get("least", 0):
        yield problem(rule["rule"], "prompt", "prompt_missing")
    if rule and len(request.prompt) > rule["most"]:
        yield problem(rule["rule"], "prompt", "prompt_long", length=len(request.prompt), limit=rule["most"])
    more = row.get("texts", {})
    for name in more.get("names", ()):
        if len(said(request, name) or "") > more["most"]:
            length = len(said(request, name) or "")
            yield problem(more["rule"], name, "prompt_long", length=length, limit=more["most"])


def _number(name: str, rule: Mapping[str, Any], request: Request) -> Found:
    written = said(request, name)
    if written is None:
        return
    number = number_of(request, name)
    low, high = rule["span"]
    if number is None or not low <= number <= high or (rule.get("whole") and number != int(number)):
        yield problem(rule["rule"], name, "side_number", (_span(rule["span"]),), name=name, found=written[:40])


def _span(span: list[float]) -> str:
    return f"{span[0]:g}-{span[1]:g}"

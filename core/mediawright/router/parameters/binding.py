"""Which of the parameters that were read belong to the operation, and under which names."""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import Any

from mediawright.router.language.names import Meaning, Name
from mediawright.router.message.features import MessageFeatures
from mediawright.router.message.output_kind import wanted
from mediawright.router.message.verdict import Verdict
from mediawright.router.parameters.inputs import both_frames, uses_element
from mediawright.router.parameters.styles import STYLES, drawn_style
from mediawright.tables import table
from mediawright.types.route import COMMAND_OF

_SIZED = ("aspect_ratio", "resolution")
_TIMED = frozenset(
    (
        "sound_effects",
        "text_to_video",
        "image_to_video",
        "reference_to_video",
        "animate_image",
        "extend_video",
        "lip_sync",
        "replace_character",
    )
)
#: what has a sound by itself, or keeps the one it has
_HEARD_ANYWAY = frozenset(("edit_video", "talking_photo", "video_to_audio", "upscale_video", "motion_control"))
#: how many characters before and behind the name of a tool tell how it is meant
_BEFORE, _AFTER = 12, 10
_STYLE_NAMES = {"style_3d_animation": "3d_animation"}


def named_provider(message: MessageFeatures) -> str | None:
    """The provider that is named: by its own name first, else by a model, else by something only it has."""
    for name in message.names:
        if name.provider_named:
            return name.provider_named
    names = [name for name in message.names if not (name.half and all(m.broker for m in name.meanings))]
    for name in names:
        by_name = [m.provider for m in name.meanings if m.model and _begins_with_provider(message, name, m.provider)]
        if by_name:
            return by_name[0]
    by_model = sorted(names, key=lambda name: not any(meaning.model for meaning in name.meanings))
    told = ({meaning.provider for meaning in name.meanings} for name in by_model)
    return next((next(iter(providers)) for providers in told if len(providers) == 1), None)


def half(message: MessageFeatures) -> Name | None:
    """A model's name that goes on with words that belong to none that is known."""
    return next((name for name in message.names if name.half), None)


def lacked(message: MessageFeatures) -> Name | None:
    """A model that is named where the provider that is named as well has none called so."""
    for part in message.parts:
        providers = {name.provider_named for name in part.names} - {None}
        for name in part.names if len(providers) == 1 else ():
            makers = {meaning.provider for meaning in name.meanings if meaning.model}
            if makers and not name.provider_named and makers.isdisjoint(providers):
                return name
    return None


def foreign(message: MessageFeatures) -> Name | None:
    """A maker, model or program that is to be used and that no installed provider has, as a name without a meaning."""
    if message.reading.quotes:
        return None
    plain = message.reading.plain
    for found in _foreign_words("tools").finditer(plain):
        before = plain[max(0, found.start() - _BEFORE) : found.start()]
        after = plain[found.end() : found.end() + _AFTER]
        if _foreign_words("likened", "before").search(before) or _foreign_words("likened", "after").search(after):
            continue
        name = _between(message, found)
        if name and _foreign_words("wanted", "before").search(before) and not _had_here(message, name):
            return name
    return None


def _between(message: MessageFeatures, found: re.Match[str]) -> Name | None:
    starts = message.reading.starts
    first, last = bisect_left(starts, found.start()), bisect_right(starts, found.end() - 1)
    return Name(first, last, ()) if first < last else None


def _had_here(message: MessageFeatures, name: Name) -> bool:
    """An installed provider is called so, or has a model that is."""
    return any(known.first < name.last and name.first < known.last for known in message.names)


@lru_cache(maxsize=8)
def _foreign_words(kind: str, side: str | None = None) -> re.Pattern[str]:
    """An expression of foreign.toml, compiled when a message first needs it."""
    row = table(__file__, "foreign.toml")[kind]
    if side:
        return re.compile(row[side].strip())
    return re.compile(f"(?<![a-z0-9])(?:{row['en'].strip()})(?![a-z0-9])|{row['zh'].strip()}")


def _begins_with_provider(message: MessageFeatures, name: Name, provider: str) -> bool:
    return message.tokens[name.first].startswith(provider[:5]) if len(provider) > 3 else False


def model(message: MessageFeatures, kind: str | None, operation: str | None = None) -> str | None:
    """The canonical model named, for a kind of result; None where the name fits no model of that kind.

    Of several that are called alike the one that can do the operation is meant.
    """
    provider = named_provider(message)
    for name in message.names:
        fitting = None if name.half else _fitting(name.meanings, provider, kind, operation)
        if fitting:
            return fitting
    return None


def _fitting(
    meanings: tuple[Meaning, ...], provider: str | None, kind: str | None, operation: str | None
) -> str | None:
    models = [m for m in meanings if m.model and provider in (None, m.provider)]
    models = [m for m in models if operation in m.operations] or models
    right = [m.model for m in models if kind is None or m.kind in (None, kind)]
    distinct = list(dict.fromkeys(right or [m.model for m in models if len(models) == 1]))
    return distinct[0] if distinct and (kind or len(distinct) == 1) else None


def fit(message: MessageFeatures, verdict: Verdict) -> dict[str, Any]:
    """The parameters of the route: only what was said, only what the operation can mean by it."""
    said, operation = message.said.values, verdict.operation
    command = COMMAND_OF.get(operation) if operation else verdict.command
    if operation in ("quota", "history"):
        return {"days": said["days"]} if "days" in said else {}
    if operation == "job_status":
        found = said.get("task_id") or said.get("loose_id")
        return {"task_id": found} if found else {}
    if command == "element":
        found = said.get("element_id") or said.get("loose_id")
        return {"element_id": found} if found and operation == "delete_element" else {}
    if operation == "export":
        return {key: said[key] for key in _SIZED if key in said}
    if command in ("auth", "none", "edit"):
        return {}
    return _generating(message, verdict, command)


def _generating(message: MessageFeatures, verdict: Verdict, command: str | None) -> dict[str, Any]:
    said, operation = message.said.values, verdict.operation
    kind = command if command in ("image", "video") else wanted(message)
    params: dict[str, Any] = {key: said[key] for key in _SIZED if key in said}
    if operation != "edit_image" and "count" in said:
        params["count"] = said["count"]
    if kind != "image":
        params |= _moving(message, verdict, kind)
    if uses_element(message) and "element_id" in said:
        params["element_id"] = said["element_id"]
    named = model(message, kind, operation)
    mode = next((name.mode for name in message.names if name.mode), None)
    if mode and kind != "image":
        params["mode"] = mode
    if named and verdict.ask != "model_version":
        params["model"] = named
    return params


def _moving(message: MessageFeatures, verdict: Verdict, kind: str | None) -> dict[str, Any]:
    said, operation = message.said.values, verdict.operation
    params: dict[str, Any] = {}
    if "duration" in said and (operation in _TIMED or operation is None):
        params["duration"] = said["duration"]
    if "sound" in said and operation not in _HEARD_ANYWAY and COMMAND_OF.get(operation or "") != "audio":
        params["sound"] = said["sound"]
    if (
        message.any("multi_shot")
        and operation in ("text_to_video", "image_to_video", "reference_to_video", None)
        and kind == "video"
    ):
        params["multi_shot"] = True
    if operation == "image_to_video" and (both_frames(message) or message.n("image") == 2):
        params["frames"] = "first_last"
    if operation == "animate_image":
        style = drawn_style(message)
        if style in (None, "toon"):
            style = next((named for named in STYLES if named != "toon" and message.any(named)), None)
        if style:
            params["style"] = _STYLE_NAMES.get(style, style)
    if operation == "replace_character":
        params |= _scope(message)
    return params


def _scope(message: MessageFeatures) -> dict[str, str]:
    if message.any("full_scene"):
        return {"scope": "full_scene"}
    return {"scope": "body_only"} if message.any("body_only", "rest_kept") else {}

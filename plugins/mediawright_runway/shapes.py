"""What each model takes, read out of Runway's own field tables (`wire.json`: path, model, field, kind). Pure.

A kind is a word, {"one_of": values}, {"list_of": kind}, {"any_of": kinds} or {field: kind}; "*" ends a required name.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mediawright import plugin as mw

_DATA = json.loads(Path(__file__).with_name("wire.json").read_text("utf-8"))
FIELDS: dict[str, dict[str, dict[str, Any]]] = _DATA["fields"]
RATIOS: dict[str, dict[str, dict[str, dict[str, str]]]] = _DATA["ratios"]
TABLE = mw.table(__file__, "models.toml")
#: a retired model is described as the one that took its place
ABOUT: dict[str, dict[str, Any]] = TABLE["models"] | {
    name: TABLE["models"][gone["like"]] | {"best": [], "aliases": [], **gone} for name, gone in TABLE["retired"].items()
}
Op, Role = mw.Operation, mw.Role
AUTO = "auto"
I2V, V2V = "/v1/image_to_video", "/v1/video_to_video"
PATHS: dict[mw.Operation, str] = {Op(name): path for name, path in TABLE["paths"].items()}
NEUTRAL = frozenset(TABLE["neutral"].split())
LANGUAGES = tuple(TABLE["languages"].split())
#: Runway's own voices, the same in every table that has them
VOICES: tuple[str, ...] = tuple(FIELDS["/v1/text_to_speech"]["eleven_v3"]["voice*"]["presetId*"]["one_of"])
PLAIN = {"int": "integer", "number": "number", "bool": "boolean", "text": "string"}


def like(model: str) -> str:
    """Return the model whose tables a model has: its own, or those of its heir."""
    return str(TABLE["retired"][model]["like"]) if model in TABLE["retired"] else model


def path_of(operation: mw.Operation, model: str) -> str:
    """Return the path of a create; Kling O3 goes by references only beside a first frame (§5.1)."""
    if operation is Op.REFERENCE_TO_VIDEO and model.startswith("klingO3"):
        return I2V
    return PATHS[operation]


def fields_of(path: str, model: str) -> dict[str, Any]:
    return FIELDS.get(path, {}).get(like(model), {})


def kind_of(fields: Mapping[str, Any], name: str) -> Any:
    """Return the kind of a field, whether it is required or not; None where the model has no such field."""
    return fields.get(name, fields.get(f"{name}*"))


def choices(kind: Any) -> list[Any]:
    """Return the values that a kind lists."""
    if not isinstance(kind, dict):
        return []
    return [*kind.get("one_of", ()), *(value for part in kind.get("any_of", ()) for value in choices(part))]


def sizes(path: str, model: str) -> Mapping[str, Mapping[str, str]]:
    """Return aspect → size → the `ratio` to send."""
    return RATIOS.get(path, {}).get(like(model), {})


def default_size(names: Mapping[str, str]) -> str:
    """Return the size of a lone aspect: 720p, pictures 1k, else the smallest (§13)."""
    return next((name for name in ("720p", "1k") if name in names), next(iter(names)))


def json_schema(kind: Any) -> dict[str, Any]:
    """Return a kind as JSON Schema."""
    if isinstance(kind, str):
        return {"type": PLAIN[kind]} if kind in PLAIN else {}
    if "one_of" in kind:
        return {"enum": kind["one_of"]}
    if "list_of" in kind:
        return {"type": "array", "items": json_schema(kind["list_of"])}
    if "any_of" in kind:
        return {"anyOf": [json_schema(part) for part in kind["any_of"]]}
    properties = {name.rstrip("*"): json_schema(part) for name, part in kind.items()}
    required = [name[:-1] for name in kind if name.endswith("*")]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def operations(model: str) -> Iterator[mw.Operation]:
    """Yield what a model can do."""
    for operation in PATHS:
        fields = fields_of(path_of(operation, model), model)
        if fields and _offered(operation, model, fields):
            yield operation


def _offered(operation: mw.Operation, model: str, fields: Mapping[str, Any]) -> bool:
    if operation is Op.REFERENCE_TO_VIDEO:
        return "references" in fields
    if operation is Op.EDIT_VIDEO:
        return model not in TABLE["not_edited"]
    if operation is Op.EXTEND_VIDEO:
        return model in TABLE["extended"]
    if operation is Op.TEXT_TO_IMAGE:
        return "referenceImages*" not in fields and "edits_only" not in ABOUT[model]
    return operation is not Op.EDIT_IMAGE or kind_of(fields, "referenceImages") is not None


def capability(model: str, operation: mw.Operation) -> mw.Capability:
    """Return what a model takes for an operation that it has."""
    path, about = path_of(operation, model), ABOUT[model]
    fields = fields_of(path, model)
    count, sound = kind_of(fields, "outputCount"), kind_of(fields, "audio")
    shapes, tiers = _shapes(operation, path, model, fields)
    own = {name.rstrip("*"): json_schema(kind) for name, kind in fields.items() if name.rstrip("*") not in NEUTRAL}
    needed = [name[:-1] for name in fields if name.endswith("*") and name[:-1] in own]
    if AUTO in choices(kind_of(fields, "duration")) and operation is not Op.EDIT_VIDEO:
        own["duration"] = {"enum": [AUTO]}
    for guide in own.get("keyframes", {}).get("items", {}).get("anyOf", ()):
        guide["required"].remove("uri")  # the pictures of the request, in their order
    if "tag" in str(kind_of(fields, "referenceImages")):
        own["tags"] = {"type": "string"}
    edits_freely = operation is Op.EDIT_VIDEO and "mode" in fields
    durations = () if edits_freely else tuple(_durations(fields, about))
    if edits_freely or (operation is Op.EXTEND_VIDEO):
        shapes, tiers = (), ()
    defaults: dict[str, Any] = {}
    if "ratio*" in fields:
        defaults["aspect_ratio"] = "16:9"
    if "duration*" in fields and durations:
        defaults["duration"] = 5
    if "voice*" in fields:
        defaults["voice"] = VOICES[0]
    return mw.Capability(
        operations=(operation,),
        durations=durations,
        aspect_ratios=shapes,
        resolutions=tiers,
        qualities=tuple(choices(kind_of(fields, "quality"))),
        sound=(True, False) if sound else (False,) if about.get("silent_model") else (),
        counts=tuple(choices(count)) or (tuple(range(1, about.get("counts", 4) + 1)) if count else (1,)),
        inputs=tuple(_inputs(operation, about, fields)),
        voice="voice*" in fields,
        languages=LANGUAGES if kind_of(fields, "languageCode") is not None else (),
        multi_shot="multiPrompt" in str(kind_of(fields, "providerSettings")),
        negative_prompt=kind_of(fields, "negativePrompt") is not None,
        seed=kind_of(fields, "seed") is not None,
        prompt_limit=0 if kind_of(fields, "promptText") is None else None,
        prompt_required="promptText*" in fields or ("mode" in fields and path == V2V),
        defaults=defaults,
        schema={"type": "object", "properties": own, "required": needed},
    )


def _durations(fields: Mapping[str, Any], about: Mapping[str, Any]) -> Iterator[int]:
    kind = kind_of(fields, "duration")
    if kind is None:
        return
    listed = [value for value in choices(kind) if isinstance(value, int)]
    low, high = about.get("seconds", (1, 30))
    yield from listed or range(low, high + 1)


def _shapes(
    operation: mw.Operation, path: str, model: str, fields: Mapping[str, Any]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the aspects and the sizes, in the words of the table or of the fields themselves."""
    table = sizes(path, model)
    ratio, size = choices(kind_of(fields, "ratio")), choices(kind_of(fields, "resolution"))
    free = [AUTO] if any(str(value).startswith(("auto", "adaptive")) for value in ratio) else []
    aspects = list(table) or [value for value in ratio if ":" in value] or choices(kind_of(fields, "targetAspectRatio"))
    if not table:
        aspects = [value for value in aspects if len(value) <= 5]
    tiers = list(dict.fromkeys(name for names in table.values() for name in names))
    tiers = tiers or list(dict.fromkeys(str(value).lower() for value in size))
    tiers = tiers or [str(value)[5:] for value in ratio if str(value).startswith("auto_")]
    return (*aspects, *free), tuple(tiers)


def _inputs(operation: mw.Operation, about: Mapping[str, Any], fields: Mapping[str, Any]) -> Iterator[mw.Inputs]:
    """Yield the inputs of `models.toml`, as far as the model has the field that takes them."""
    named = dict(zip(("pictures", "clips", "sounds"), about.get("most", (0, 0, 0)), strict=True))
    named["beside"] = about.get("edit_pictures", named["pictures"])
    for kind, roles, least, most, needed in TABLE["inputs"].get(operation.value, ()):
        limit = named.get(most, most)
        able = not needed or needed in positions(fields) or any(kind_of(fields, name) for name in needed.split())
        if able and limit:
            yield mw.Inputs(
                kind=mw.MediaKind(kind), roles=tuple(map(Role, roles.split())), at_least=least, at_most=limit
            )


def positions(fields: Mapping[str, Any]) -> list[str]:
    """Return the places that a picture may be given; a list of anything takes both (§4)."""
    text = str(kind_of(fields, "promptImage"))
    return [word for word in ("first", "last") if f"'{word}'" in text or "'any'" in text]

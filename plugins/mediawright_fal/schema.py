"""The inputs of an endpoint as JSON Schema, wherever they come from: a line of `models.toml`, or fal's own OpenAPI. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

#: what a picture size is called, and its pixels (docs/contracts/fal.md §9.2)
SIZES = {
    "square_hd": (1024, 1024),
    "square": (512, 512),
    "portrait_4_3": (768, 1024),
    "portrait_16_9": (576, 1024),
    "landscape_4_3": (1024, 768),
    "landscape_16_9": (1024, 576),
}
#: a list of shots, each with words and a length of its own
SHOTS = {
    "type": "array",
    "minItems": 1,
    "maxItems": 6,
    "items": {
        "type": "object",
        "properties": {"prompt": {"type": "string"}, "duration": {"enum": [str(n) for n in range(1, 16)]}},
        "required": ["prompt"],
    },
}
#: how deep a reference in an OpenAPI document is followed
DEEPEST = 12


def of_lines(text: str) -> dict[str, Any]:
    """Return the schema of a curated endpoint; the notation is explained at the top of `models.toml`."""
    properties, required = {}, []
    for line in filter(str.strip, text.splitlines()):
        name, _, rest = line.strip().partition(" ")
        if name.endswith("!"):
            name = name[:-1]
            required.append(name)
        rest, _, default = rest.partition("=")
        kind, _, values = rest.strip().partition(" ")
        found = _property(kind, values.strip())
        if default.strip():
            found["default"] = _typed(found, default.strip(), kind)
        properties[name] = found
    return {"type": "object", "properties": properties, "required": required}


def _property(kind: str, values: str) -> dict[str, Any]:
    if kind == "text":
        return {"type": "string"} | ({"maxLength": int(values.split()[1])} if values else {})
    if kind in ("image", "video", "audio"):
        return {"type": "string"}
    if kind in ("images", "videos", "audios"):
        return {"type": "array", "items": {"type": "string"}, "maxItems": int(values)}
    if kind == "words":
        return {"type": "string", "enum": values.split(",")}
    if kind == "size":
        return {"anyOf": [{"type": "object"}, {"type": "string", "enum": [*SIZES, *filter(None, values.split(","))]}]}
    if kind in ("secs", "secs_s"):
        unit = "s" if kind == "secs_s" else ""
        return {"type": "string", "enum": [f"{item}{unit}" if item != "auto" else item for item in _listed(values)]}
    if kind == "int":
        return {"type": "integer"} | ({"enum": [_number(item) for item in _listed(values)]} if values else {})
    if kind == "num":
        low, _, high = values.partition("-")
        return {"type": "number", "minimum": float(low), "maximum": float(high)}
    if kind == "json":
        items = {"array": "object", "texts": "string"}.get(values)
        return {"type": "array", "items": {"type": items}} if items else {"type": values}
    return {"type": "boolean"} if kind == "bool" else SHOTS


def _listed(values: str) -> list[str]:
    """Return "auto,4-6" as auto, 4, 5, 6; a wide range stays short of a thousand."""
    found: list[str] = []
    for part in values.split(","):
        low, dash, high = part.partition("-")
        found += [str(n) for n in range(int(low), min(int(high), int(low) + 999) + 1)] if dash else [part]
    return found


def _number(text: str) -> int | str:
    return int(text) if text.isdigit() else text


def _typed(found: Mapping[str, Any], text: str, kind: str) -> Any:
    if kind == "secs_s":
        return f"{text}s"
    kinds = {"integer": int, "number": float, "boolean": lambda word: word == "true"}
    return kinds.get(str(found.get("type")), str)(text)  # type: ignore[operator]


def of_openapi(document: Any, endpoint: str) -> dict[str, Any] | None:
    """Return the input schema of an endpoint from fal's OpenAPI document, references filled in; None where it has none."""
    try:
        post = document["paths"]["/" + endpoint]["post"]
        found = post["requestBody"]["content"]["application/json"]["schema"]
    except (KeyError, TypeError):
        return None
    whole = _resolved(found, document, DEEPEST)
    return whole if isinstance(whole.get("properties"), dict) else None


def _resolved(value: Any, document: Any, left: int) -> Any:
    if left and isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            return _resolved(_at(document, value["$ref"]), document, left - 1)
        return {name: _resolved(item, document, left - 1) for name, item in value.items()}
    return [_resolved(item, document, left - 1) for item in value] if left and isinstance(value, list) else value


def _at(document: Any, reference: str) -> Any:
    found = document
    for step in reference.removeprefix("#/").split("/"):
        found = found.get(step, {}) if isinstance(found, dict) else {}
    return found


def first(schema: Mapping[str, Any], names: Sequence[str]) -> str | None:
    """Return the first of the names that the schema has."""
    return next((name for name in names if name in schema["properties"]), None)


def choices(found: Mapping[str, Any]) -> list[Any]:
    """Return every value that a property lists, those of a union too; empty where it lists none."""
    parts = [found, *(part for part in found.get("anyOf", ()) if isinstance(part, dict))]
    return [value for part in parts for value in part.get("enum", ())]


def kinds(found: Mapping[str, Any]) -> set[str]:
    """Return the JSON types that a property takes."""
    parts = [found, *(part for part in found.get("anyOf", ()) if isinstance(part, dict))]
    return {str(part["type"]) for part in parts if "type" in part}


def is_list(found: Mapping[str, Any]) -> bool:
    return "array" in kinds(found)

"""The inputs of an endpoint as JSON Schema, wherever they come from: lines of a table, or an OpenAPI document. Pure.

A line: name[!] kind values [=the service's own default]; "!" is required. Kinds:

* text [max N] · words a,b,c · secs 3-15 or auto,4-15 ("5") · secs_s 4,6,8 ("8s") · int 5-15 · num 0.5-22 · bool · shots
* json object, array (of objects) or texts
* image · video · audio (one link) · images N · videos N · audios N (lists of at most N) · size (a word or {width, height})
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

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


def schema_of_lines(text: str, sizes: Iterable[str] = ()) -> dict[str, Any]:
    """Return the schema that the lines of a table say; `sizes` are the words that every `size` takes."""
    properties, required = {}, []
    for line in filter(str.strip, text.splitlines()):
        name, _, rest = line.strip().partition(" ")
        if name.endswith("!"):
            name = name[:-1]
            required.append(name)
        rest, _, default = rest.partition("=")
        kind, _, values = rest.strip().partition(" ")
        found = _property(kind, values.strip(), sizes)
        if default.strip():
            found["default"] = _typed(found, default.strip(), kind)
        properties[name] = found
    return {"type": "object", "properties": properties, "required": required}


def _property(kind: str, values: str, sizes: Iterable[str]) -> dict[str, Any]:
    if kind == "text":
        return {"type": "string"} | ({"maxLength": int(values.split()[1])} if values else {})
    if kind in ("image", "video", "audio"):
        return {"type": "string"}
    if kind in ("images", "videos", "audios"):
        return {"type": "array", "items": {"type": "string"}, "maxItems": int(values)}
    if kind == "words":
        return {"type": "string", "enum": values.split(",")}
    if kind == "size":
        return {"anyOf": [{"type": "object"}, {"type": "string", "enum": [*sizes, *filter(None, values.split(","))]}]}
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


def openapi_input(document: Any, endpoint: str) -> dict[str, Any] | None:
    """Return an endpoint's input schema out of an OpenAPI document, references filled in; None where it has none."""
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

"""Arguments as agents write them: null for what is left out, one text for a list of one, a number for its text.

Hosts and models differ in this, and none of it leaves a doubt about what is meant. Anything else is told in a sentence.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from mediawright.mcp.schemas import of_value
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

#: words of a refused value that are shown
_SPAN = ("minimum", "maximum", "minLength", "maxLength")


def as_meant(arguments: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments in the shape of an object's schema, as far as nothing is guessed; nulls are left out."""
    fields = schema.get("properties", {})
    given = {name: value for name, value in arguments.items() if value is not None}
    return {name: _value(value, of_value(fields[name])) if name in fields else value for name, value in given.items()}


def _value(value: Any, schema: Mapping[str, Any]) -> Any:
    kind = schema.get("type")
    if kind == "array":
        return [_value(item, of_value(schema.get("items", {}))) for item in _listed(value) if item is not None]
    if kind == "object" and isinstance(value, str):
        value = _parsed(value, dict)
    if kind == "object" and isinstance(value, Mapping):
        return as_meant(value, schema)
    if kind == "string" and isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and value not in (known := schema.get("enum", ())):
        return next((word for word in known if word == value.strip().lower()), value)
    return value


def _listed(value: Any) -> Iterable[Any]:
    if value == "":
        return ()
    found = _parsed(value, list) if isinstance(value, str) and value.lstrip().startswith("[") else value
    return found if isinstance(found, list) else [found]


def _parsed(text: str, kind: type) -> Any:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return found if isinstance(found, kind) else text


def check_known(arguments: Mapping[str, Any], schema: Mapping[str, Any]) -> None:
    """Raises InvalidRequest naming every argument that the tool does not have: nothing is dropped without a word."""
    known = tuple(schema.get("properties", {}))
    unknown = [name for name in arguments if name not in known]
    if unknown:
        raise InvalidRequest(*(_problem("unknown", name, known) for name in unknown))


def wrong(errors: Iterable[Mapping[str, Any]], schema: Mapping[str, Any]) -> InvalidRequest:
    """What pydantic found (`ValidationError.errors()`), one sentence for each argument."""
    problems: dict[str, Problem] = {}
    for error in errors:
        path = [str(part) for part in error["loc"]]
        inner = _at(schema, path)
        kind = {"missing": "missing", "extra_forbidden": "unknown"}.get(str(error["type"]), "wrong")
        allowed = tuple(_at(schema, path[:-1]).get("properties", {})) if kind == "unknown" else wanted(inner)
        problems.setdefault(".".join(path), _problem(kind, ".".join(path), allowed))
    return InvalidRequest(*problems.values())


def wanted(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """What a value may be, in the schema's words: its list, or its kind with its bounds."""
    if "enum" in schema:
        return tuple(map(str, schema["enum"]))
    bounds = [f"{name} {schema[name]}" for name in _SPAN if name in schema]
    return (str(schema["type"]), *bounds) if "type" in schema else ()


def _at(schema: Mapping[str, Any], path: list[str]) -> Mapping[str, Any]:
    for part in path:
        inner = schema.get("items", {}) if part.isdecimal() else schema.get("properties", {}).get(part, {})
        schema = of_value(inner)
    return schema


def _problem(kind: str, name: str, allowed: tuple[str, ...]) -> Problem:
    return Problem(name, Message(f"mcp.argument_{kind}", {"name": name}), allowed=allowed)

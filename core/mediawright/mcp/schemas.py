"""Schemas without what nobody reads: every tool's schema costs context on every turn."""

from collections.abc import Mapping
from typing import Any

NULL = {"type": "null"}


def titleless(schema: dict[str, Any]) -> None:
    """Take the titles out of an object's schema, in place: they only repeat the names."""
    schema.pop("title", None)
    for field in schema.get("properties", {}).values():
        field.pop("title", None)


def slim(schema: dict[str, Any]) -> None:
    """Also null defaults and "or null" of what goes in: what was not said is left out."""
    titleless(schema)
    for field in schema.get("properties", {}).values():
        if field.get("default", ...) is None:
            del field["default"]
        kinds = [kind for kind in field.get("anyOf", ()) if kind != NULL]
        if len(kinds) == 1 and "default" not in field and len(field["anyOf"]) == 2:
            del field["anyOf"]
            field.update(kinds[0])


def inlined(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema with every definition where it is used: some hosts read no `$ref`. None of ours holds itself."""
    definitions = schema.get("$defs", {})

    def whole(part: Any) -> Any:
        if isinstance(part, list):
            return [whole(item) for item in part]
        if not isinstance(part, Mapping):
            return part
        own = {name: whole(item) for name, item in part.items() if name not in ("$ref", "$defs")}
        if "$ref" not in part:
            return own
        found = whole(definitions[str(part["$ref"]).rpartition("/")[2]])
        found.pop("title", None)
        return {**found, **own}

    return dict(whole(schema))


def of_value(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a value that is there looks like: the only kind beside null."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != NULL]
    return kinds[0] if len(kinds) == 1 else schema

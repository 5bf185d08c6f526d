"""Schemas without what nobody reads: every tool's schema costs context on every turn."""

from typing import Any


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
        kinds = [kind for kind in field.get("anyOf", ()) if kind != {"type": "null"}]
        if len(kinds) == 1 and "default" not in field and len(field["anyOf"]) == 2:
            del field["anyOf"]
            field.update(kinds[0])

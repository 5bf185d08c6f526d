"""Schemas that cost little."""

from typing import Any

from mediawright.mcp.arguments import Settings
from mediawright.mcp.schemas import slim, titleless

NULL = {"type": "null"}


def test_what_may_be_left_out_is_not_also_null() -> None:
    schema: dict[str, Any] = {
        "title": "T",
        "properties": {
            "a": {"anyOf": [{"type": "integer"}, NULL], "default": None, "title": "A"},
            "b": {"anyOf": [{"type": "integer"}, {"type": "string"}, NULL], "default": None},
            "c": {"anyOf": [{"type": "integer"}, NULL], "default": 3},
            "d": {"type": "string", "title": "D"},
        },
    }
    slim(schema)
    assert schema == {
        "properties": {
            "a": {"type": "integer"},
            "b": {"anyOf": [{"type": "integer"}, {"type": "string"}, NULL]},
            "c": {"anyOf": [{"type": "integer"}, NULL], "default": 3},
            "d": {"type": "string"},
        }
    }


def test_what_comes_out_keeps_its_nulls() -> None:
    schema: dict[str, Any] = {"properties": {"a": {"anyOf": [{"type": "integer"}, NULL], "title": "A"}}}
    titleless(schema)
    assert schema["properties"]["a"] == {"anyOf": [{"type": "integer"}, NULL]}


def test_settings_stay_described() -> None:
    duration = Settings.model_json_schema()["properties"]["duration"]
    assert duration["type"] == "integer"
    assert set(duration) == {"type", "description"}

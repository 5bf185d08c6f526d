"""Options that one model knows: read by its schema, and refused with the nearest names before anything is sent."""

from typing import Any

import pytest

from mediawright.plugin import Capability, Operation, Option, Provider, Text
from mediawright.types.options import problems, typed

SCHEMA = {
    "type": "object",
    "properties": {
        "steps": {"type": "integer", "minimum": 1, "maximum": 50},
        "strength": {"type": "number"},
        "fast": {"type": "boolean"},
        "lyrics": {"type": "string", "maxLength": 10},
        "format": {"type": "string", "enum": ["png", "jpeg"]},
        "length": {"anyOf": [{"type": "integer"}, {"type": "string", "enum": ["auto"]}]},
        "size": {"anyOf": [{"type": "object", "properties": {"w": {"type": "integer"}}}, {"type": "string"}]},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["steps"],
}
ABLE = Capability(operations=(Operation.TEXT_TO_IMAGE,), schema=SCHEMA)
ACME = Provider(
    name="acme", title=Text("Acme", "爱克美"), models=(), options=(Option(name="queue", description=Text("q", "队")),)
)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("steps", "4", 4),
        ("strength", "0.5", 0.5),
        ("fast", "true", True),
        ("lyrics", "4", "4"),
        ("format", "png", "png"),
        ("length", "auto", "auto"),
        ("length", "7", 7),
        ("size", '{"w": 3}', {"w": 3}),
        ("size", "12", "12"),
        ("tags", '["a"]', ["a"]),
        ("tags", "a", "a"),
        ("unknown", "4", "4"),
    ],
)
def test_a_text_is_read_as_the_schema_asks(name: str, text: str, value: Any) -> None:
    assert typed(ABLE, {name: text}) == {name: value}


def test_without_a_schema_options_stay_as_they_are() -> None:
    plain = Capability(operations=(Operation.TEXT_TO_IMAGE,))
    assert typed(plain, {"steps": "4"}) == {"steps": "4"}
    assert typed(None, {"steps": "4"}) == {"steps": "4"}


@pytest.mark.parametrize(
    ("options", "key", "allowed"),
    [
        ({"steps": 4, "queue": "x", "format": "png"}, None, ()),
        ({"steps": 99}, "problem.options.schema", ()),
        ({"steps": 4, "format": "gif"}, "problem.options.not_offered", ("png", "jpeg")),
        ({"steps": 4, "step": 4}, "problem.options.unknown", ("steps",)),
        ({"steps": 4, "size": {"w": "wide"}}, "problem.options.schema", ()),
        ({"fast": True}, "problem.options.missing", ("steps",)),
    ],
)
def test_what_the_schema_does_not_allow_is_refused(
    options: dict[str, Any], key: str | None, allowed: tuple[str, ...]
) -> None:
    found = list(problems(ACME, ABLE, options))
    assert [problem.message.key for problem in found] == ([key] if key else [])
    assert not allowed or set(allowed) <= set(found[0].allowed)

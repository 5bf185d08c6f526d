"""A model's own options: texts read as its JSON Schema says, and everything that the schema does not allow. Pure.

The schema library is loaded only where options of such a model are given.
"""

import json
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from mediawright.types.capability import Capability
from mediawright.types.message import Message, Problem
from mediawright.types.provider import Provider

#: names shown in a refusal at most
SHOWN = 10
_PLAIN = {"string", "null"}


def typed(capability: Capability | None, options: Mapping[str, Any]) -> Mapping[str, Any]:
    """The options with every text read as JSON where the schema asks for something else than text.

    `steps=4` is the number 4 for an integer and the text "4" for a string; what is no JSON stays text.
    """
    if capability is None or capability.schema is None or not options:
        return options
    properties = capability.schema.get("properties", {})
    return {name: _read(properties.get(name, {}), value) for name, value in options.items()}


def _read(wanted: Mapping[str, Any], value: Any) -> Any:
    kinds = _kinds(wanted)
    if not isinstance(value, str) or not kinds or (kinds <= _PLAIN) or value in _listed(wanted):
        return value
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return value
    return value if "string" in kinds and not isinstance(found, (dict, list)) and _fits_text(kinds, found) else found


def _fits_text(kinds: set[str], found: Any) -> bool:
    """Whether a union of text and something else means text: "4" for string or object does, for string or number not."""
    if isinstance(found, bool):
        return "boolean" not in kinds
    return not (isinstance(found, (int, float)) and kinds & {"number", "integer"})


def _kinds(wanted: Mapping[str, Any]) -> set[str]:
    own = wanted.get("type", ())
    found = {own} if isinstance(own, str) else set(own)
    for name in ("anyOf", "oneOf"):
        for part in wanted.get(name, ()):
            found |= _kinds(part)
    return found


def _listed(wanted: Mapping[str, Any]) -> list[Any]:
    return [*wanted.get("enum", ()), *(v for part in wanted.get("anyOf", ()) for v in part.get("enum", ()))]


def problems(provider: Provider, capability: Capability, options: Mapping[str, Any]) -> Iterator[Problem]:
    """Every option that neither the provider nor the model takes, or not with that value; and what is missing."""
    schema = capability.schema or {}
    known = {option.name: option for option in provider.options}
    properties: Mapping[str, Any] = schema.get("properties", {})
    for name, value in options.items():
        if name in properties:
            yield from _wrong(name, value, properties[name])
        elif name not in known:
            values = {"option": name[:40], "provider": provider.title}
            yield Problem(
                "options", Message("problem.options.unknown", values), allowed=nearest(name, properties, known)
            )
        elif known[name].allowed and str(value) not in known[name].allowed:
            values = {"option": name, "value": _shown(value)}
            yield Problem("options", Message("problem.options.not_offered", values), allowed=known[name].allowed)
    for name in schema.get("required", ()):
        if name not in options:
            yield Problem("options", Message("problem.options.missing", {"option": name}), allowed=(name,))


def nearest(name: str, *groups: Mapping[str, Any]) -> tuple[str, ...]:
    """The names most like a wrong one, else the first of all."""
    every = list(dict.fromkeys(item for group in groups for item in group))
    return tuple(get_close_matches(name, every, SHOWN, 0.4) or every[:SHOWN])


def _wrong(name: str, value: Any, wanted: Mapping[str, Any]) -> Iterator[Problem]:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    error = best_match(Draft202012Validator(dict(wanted)).iter_errors(value))
    if error is None:
        return
    listed = tuple(str(item) for item in _listed(wanted))[:40]
    values = {"option": name, "value": _shown(value)}
    if listed:
        yield Problem("options", Message("problem.options.not_offered", values), allowed=listed)
        return
    where = ".".join(str(part) for part in error.absolute_path)
    more = {"where": f"{name}.{where}" if where else name, "rule": _rule(error.validator, error.validator_value)}
    yield Problem("options", Message("problem.options.schema", values | more))


def _rule(keyword: object, value: object) -> str:
    """What the schema asks for, as short as it writes it: "maximum 50", "type integer"."""
    return f"{keyword} {_shown(value)}"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:59]}…"

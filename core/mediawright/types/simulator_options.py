"""A simulator's switches from the command line's words: names and types come from a dataclass, nothing else is taken."""

import math
import typing
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

T = TypeVar("T")

BOOLEANS = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}


def switches(cls: type[T], given: Mapping[str, str]) -> T:
    """The dataclass `cls` with the given fields read from text: bool, int, float, str, or one of a `Literal`'s words.

    Raises InvalidRequest for a name that is no field, naming the fields, and for a value that cannot be.
    """
    hints = typing.get_type_hints(cls)
    names = tuple(field.name for field in fields(cls))  # type: ignore[arg-type]
    problems = [_unknown(name, names) for name in given if name not in names]
    values: dict[str, Any] = {}
    for name in names:
        if name in given:
            values[name] = _read(hints[name], given[name].strip())
            if values[name] is None:
                problems.append(_impossible(name, given[name], hints[name]))
    if problems:
        raise InvalidRequest(*problems)
    return cls(**values)


def _read(kind: Any, text: str) -> Any:
    """None where the text is no such value."""
    if typing.get_origin(kind) is typing.Literal:
        return text if text in typing.get_args(kind) else None
    if kind is bool:
        return BOOLEANS.get(text.lower())
    try:
        value = kind(text)
    except ValueError:
        return None
    return None if kind is float and not math.isfinite(value) else value


def _unknown(name: str, names: tuple[str, ...]) -> Problem:
    return Problem("option", Message("simulate.option.unknown", {"option": name[:40]}), allowed=names)


def _impossible(name: str, text: str, kind: Any) -> Problem:
    words = typing.get_args(kind) or {bool: ("on", "off"), int: ("1, 2, 3 …",), float: ("0.5, 1, 2 …",)}[kind]
    return Problem("option", Message("simulate.option.value", {"option": name, "value": text[:40]}), allowed=words)

"""One value of a small TOML file changed, its other lines and comments left as they are."""

import json
import re
import tomllib
from typing import Any

Value = str | list[str] | None

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_TABLE = re.compile(r"\s*\[+([^\]]+)\]+\s*(?:#.*)?$")


def with_value(text: str, path: tuple[str, ...], value: Value) -> str:
    """The text with `path` set to `value`, or without it (None). What cannot be edited line by line is written anew, which
    loses its comments but no value. Raises tomllib.TOMLDecodeError where the text is no TOML."""
    wanted = _changed(tomllib.loads(text), path, value)
    edited = _edited(text, path, value)
    try:
        if tomllib.loads(edited) == wanted:
            return edited
    except tomllib.TOMLDecodeError:
        pass
    return _written(wanted)


def _changed(values: dict[str, Any], path: tuple[str, ...], value: Value) -> dict[str, Any]:
    name, rest = path[0], path[1:]
    if rest:
        inner = values.get(name)
        return {**values, name: _changed(inner if isinstance(inner, dict) else {}, rest, value)}
    others = {key: old for key, old in values.items() if key != name}
    return others if value is None else {**others, name: value}


def _edited(text: str, path: tuple[str, ...], value: Value) -> str:
    lines = text.splitlines()
    start, end = _section(lines, path[:-1])
    fresh = [] if value is None else [f"{_key(path[-1])} = {_spelled(value)}"]
    key = re.compile(rf"\s*[\"']?{re.escape(path[-1])}[\"']?\s*=")
    for number in range(start, end):
        if key.match(lines[number]):
            return _joined([*lines[:number], *fresh, *lines[number + 1 :]])
    if start == len(lines) and path[:-1] and fresh:
        fresh = [f"[{'.'.join(map(_key, path[:-1]))}]", *fresh]
    while end > start and _is_between(lines[end - 1], last=end == len(lines)):
        end -= 1
    return _joined([*lines[:end], *fresh, *lines[end:]])


def _is_between(line: str, *, last: bool) -> bool:
    """Does this line part two tables? (blank, or a comment above the next one's head)"""
    return not line.strip() or (not last and line.lstrip().startswith("#"))


def _section(lines: list[str], table: tuple[str, ...]) -> tuple[int, int]:
    """The lines of a table, without its head; an empty span at the end where it is not there."""
    heads = [number for number, line in enumerate(lines) if _TABLE.match(line)]
    if not table:
        return 0, heads[0] if heads else len(lines)
    for place, number in enumerate(heads):
        match = _TABLE.match(lines[number])
        if match and tuple(part.strip(" \"'") for part in match[1].split(".")) == table:
            return number + 1, heads[place + 1] if place + 1 < len(heads) else len(lines)
    return len(lines), len(lines)


def _joined(lines: list[str]) -> str:
    return "\n".join(lines) + "\n" if lines else ""


def _written(values: dict[str, Any], table: tuple[str, ...] = ()) -> str:
    plain = [f"{_key(k)} = {_spelled(v)}" for k, v in values.items() if not isinstance(v, dict)]
    head = [f"[{'.'.join(map(_key, table))}]"] if table and plain else []
    inner = [_written(v, (*table, k)) for k, v in values.items() if isinstance(v, dict)]
    return "\n".join([*head, *plain, ""] if plain else []) + "".join(inner)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _spelled(name)


def _spelled(value: Value) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_spelled(item) for item in value) + "]"
    return json.dumps(value or "", ensure_ascii=False).replace("\x7f", "\\u007f")

"""One value of a small TOML file changed, its other lines and comments left as they are."""

import tomllib
from collections.abc import Mapping, MutableMapping
from typing import Any

Value = str | list[str] | Mapping[str, Any] | None


def with_value(text: str, path: tuple[str, ...], value: Value) -> str:
    """The text with `path` set to `value`, or without it (None). What cannot be changed in place is written anew, which
    loses its comments but no value. Raises tomllib.TOMLDecodeError where the text is no TOML."""
    import tomlkit

    wanted = _changed(tomllib.loads(text), path, value)
    edited = _edited(text, path, value)
    return edited if _filled(tomllib.loads(edited)) == _filled(wanted) else tomlkit.dumps(wanted)


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """The same without empty tables, which say nothing: a table of tables goes with the last of them."""
    inner = {name: _filled(value) if isinstance(value, dict) else value for name, value in values.items()}
    return {name: value for name, value in inner.items() if value != {}}


def _changed(values: dict[str, Any], path: tuple[str, ...], value: Value) -> dict[str, Any]:
    name, rest = path[0], path[1:]
    if rest:
        inner = values.get(name)
        return {**values, name: _changed(inner if isinstance(inner, dict) else {}, rest, value)}
    others = {key: old for key, old in values.items() if key != name}
    return others if value is None else {**others, name: value}


def _edited(text: str, path: tuple[str, ...], value: Value) -> str:
    import tomlkit

    document = tomlkit.parse(text)
    place: MutableMapping[str, Any] = document
    for name in path[:-1]:
        if not isinstance(place.get(name), MutableMapping):
            place[name] = tomlkit.table()
        place = place[name]
    if value is None:
        place.pop(path[-1], None)
    elif path[-1] in place:
        place[path[-1]] = value
    else:
        _append(place, path[-1], value)
    return tomlkit.dumps(document)


def _append(place: MutableMapping[str, Any], name: str, value: Value) -> None:
    """A new value after the last one: blank lines and comments at the end of a table belong to what follows it."""
    from tomlkit.items import Table

    body = place.value.body if isinstance(place, Table) else []
    end = len(body)
    while end and body[end - 1][0] is None:
        end -= 1
    tail = body[end:]
    del body[end:]
    place[name] = value
    body.extend(tail)

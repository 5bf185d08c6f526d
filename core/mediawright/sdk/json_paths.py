"""Read values out of a JSON answer by a path written as text, so that an answer's shape is data. Pure, never raises.

A path is names with dots between them; `[]` after a name means every element of that list, `[0]` one element:
`task.status`, `output.results[].url`, `choices[0].message.content[].image`.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

_STEP = re.compile(r"([^.\[\]]+)|\[(-?\d*)\]")


def every(data: Any, path: str) -> list[Any]:
    """Return all values that a path leads to, in the order of the answer; nulls are left out."""
    found = [data]
    for name, index in _STEP.findall(path):
        found = [item for value in found for item in _taken(value, name, index)]
    return [value for value in found if value is not None]


def first(data: Any, paths: str | Iterable[str]) -> Any:
    """Return the first value that is neither null nor empty text under any of the paths, else None."""
    for path in (paths,) if isinstance(paths, str) else paths:
        for value in every(data, path):
            if value != "":
                return value
    return None


def text(data: Any, paths: str | Iterable[str], limit: int = 500) -> str:
    """Return the first value as text of at most `limit` characters; "" where there is none or it is no plain value."""
    value = first(data, paths)
    return "" if value is None or isinstance(value, (dict, list)) else str(value)[:limit]


def links(data: Any, beside: Collection[str] = ()) -> Iterator[str]:
    """Yield the `url` of every object that has one (http or data), depth first; nothing below the names of `beside`."""
    if isinstance(data, dict):
        url = data.get("url")
        if isinstance(url, str) and url.startswith(("http", "data:")):
            yield url
        for name, value in data.items():
            if name not in beside:
                yield from links(value, beside)
    elif isinstance(data, list):
        for value in data:
            yield from links(value, beside)


def same(one: Any, other: Any) -> bool:
    """Tell whether two JSON values say the same: 5 and 5.0 do, 1 and true do not, the order of keys says nothing."""
    return bool(_marked(one) == _marked(other))


def _marked(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _marked(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_marked(item) for item in value]
    return ("bool", value) if isinstance(value, bool) else value


def _taken(value: Any, name: str, index: str) -> Iterator[Any]:
    if name:
        if isinstance(value, dict) and name in value:
            yield value[name]
    elif isinstance(value, list):
        if not index:
            yield from value
        elif -len(value) <= int(index) < len(value):
            yield value[int(index)]

"""Values that can be stored and sent: no halves of characters, which bytes that are no UTF-8 and careless JSON make."""

from collections.abc import Iterator, Mapping
from typing import Any

from mediawright.files.text import is_readable, shown
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

#: characters of an unreadable text that are shown
SHOWN = 80


def check_readable(values: Mapping[str, Any]) -> None:
    """Raises InvalidRequest naming every value with half a character in it."""
    problems = []
    for name, value in values.items():
        broken = next((text for text in texts_in(value) if not is_readable(text)), None)
        if broken is not None:
            problems.append(Problem(name, Message("files.half_characters", {"text": shown(broken)[:SHOWN]})))
    if problems:
        raise InvalidRequest(*problems)


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts_in(key)
            yield from texts_in(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from texts_in(inner)

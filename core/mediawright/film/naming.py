"""`@name` in the words of a shot: the longest name of the cast that follows (Chinese needs no blank after it)."""

import re
from collections.abc import Iterator, Sequence

from mediawright.film.plan import Cast

#: an at-sign that begins a name: not the one inside an address
_MARK = re.compile(r"(?<![\w.])[@＠](?=\w)")
#: an unknown name is shown this far at most
_SHOWN = 12
_WORD = re.compile(r"\w+")


def named(text: str, cast: Sequence[Cast]) -> Iterator[tuple[int, int, str, Cast | None]]:
    """Start, end, name and cast entry of each `@name`; the entry is None where no name of the cast follows."""
    by_length = sorted(cast, key=lambda one: -len(one.name))
    for mark in _MARK.finditer(text):
        rest = text[mark.end() :]
        found = next((one for one in by_length if one.name and rest.lower().startswith(one.name.lower())), None)
        if found is not None:
            yield mark.start(), mark.end() + len(found.name), found.name, found
        else:
            word = _WORD.match(rest)
            name = word.group()[:_SHOWN] if word else ""
            yield mark.start(), mark.end() + len(name), name, None


def mentioned(text: str, cast: Sequence[Cast]) -> tuple[Cast, ...]:
    """Who of the cast is named, in order, each once."""
    found: dict[str, Cast] = {}
    for _, _, name, entry in named(text, cast):
        if entry is not None:
            found.setdefault(name, entry)
    return tuple(found.values())


def without_marks(text: str, cast: Sequence[Cast]) -> str:
    """The text with each `@name` of the cast as its plain name."""
    parts: list[str] = []
    at = 0
    for start, end, name, entry in named(text, cast):
        if entry is not None:
            parts += [text[at:start], name]
            at = end
    return "".join([*parts, text[at:]])

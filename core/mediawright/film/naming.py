"""`@name` in the words of a shot: the longest name of the cast that follows (`types.mentions`)."""

from collections.abc import Iterator, Sequence

from mediawright.film.plan import Cast
from mediawright.types.mentions import mentions


def named(text: str, cast: Sequence[Cast]) -> Iterator[tuple[int, int, str, Cast | None]]:
    """Start, end, name and cast entry of each `@name`; the entry is None where no name of the cast follows."""
    entries = {one.name: one for one in reversed(cast) if one.name}
    for found in mentions(text, entries):
        yield found.start, found.end, found.name, entries.get(found.name) if found.known else None


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

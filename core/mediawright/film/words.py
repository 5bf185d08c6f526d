"""The words of a plan and of what is imported, as data: `words.toml` beside this file."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from mediawright.tables import table


@cache
def _read() -> dict[str, Any]:
    return table(__file__, "words.toml")


def spellings(kind: str) -> Mapping[str, str]:
    """Every other spelling (in lower case) of the words of a kind → the word itself."""
    found: dict[str, str] = {}
    for word, others in _read()[kind].items():
        found[word.lower()] = word
        for other in others:
            found[other.lower()] = word
    return found


def listed(kind: str, name: str) -> tuple[str, ...]:
    """A plain list of words."""
    return tuple(_read()[kind][name])

"""The words of a plan and of what is imported, as data: `words.toml` beside this file."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


def spellings(table: str) -> Mapping[str, str]:
    """Every other spelling (in lower case) of the words of a table → the word itself."""
    found: dict[str, str] = {}
    for word, others in _read()[table].items():
        found[word.lower()] = word
        for other in others:
            found[other.lower()] = word
    return found


def listed(table: str, name: str) -> tuple[str, ...]:
    """A plain list of words."""
    return tuple(_read()[table][name])

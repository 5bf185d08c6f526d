"""Retired words stay retired, in identifiers and in docstrings and comments. The list is data: retired_words.toml."""

import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("core", "plugins", "devtools", "examples", "benchmarks", "tests")
TABLE = tomllib.loads((Path(__file__).parent / "retired_words.toml").read_text("utf-8"))
PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
PHRASE = re.compile(r"\b(" + "|".join(map(re.escape, TABLE["phrases"])) + r")\b", re.IGNORECASE)


def retired(text: str) -> Iterator[tuple[int, str]]:
    """Line and word of everything retired in one file."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NAME:
            parts = {part.lower() for part in PART.findall(token.string)}
            yield from ((token.start[0], word) for word in sorted(parts & TABLE["identifiers"].keys()))
        elif token.type == tokenize.COMMENT or (token.type == tokenize.STRING and token.string.startswith('"""')):
            yield from ((token.start[0], found.lower()) for found in PHRASE.findall(token.string))


def allowed(path: str) -> set[str]:
    return {word for prefix, words in TABLE["exempt"].items() if path.startswith(prefix) for word in words}


def test_no_retired_word_is_used() -> None:
    used = []
    for path in sorted(file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        may = allowed(name)
        if "*" not in may:
            used += [f"{name}:{line}: {word}" for line, word in retired(path.read_text("utf-8")) if word not in may]
    assert used == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("desk_for = 1\n", [(1, "desk")]),
        ("class RollCall:\n    seat = 1\n", [(2, "seat")]),
        ('def f():\n    """Take the next look."""\n', [(2, "the next look")]),
        ("x = 1  # a standing yes\n", [(1, "standing yes")]),
        ("desktop = 'desk'\n", []),
    ],
)
def test_a_retired_word_is_found(text: str, found: list[tuple[int, str]]) -> None:
    assert list(retired(text)) == found

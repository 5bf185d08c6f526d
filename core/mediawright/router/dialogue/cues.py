"""The words of each act, from cues.toml, as matchers. Pure; a pattern is compiled when a text first needs it."""

import re
from collections.abc import Mapping
from functools import lru_cache

from mediawright.router.language.chars import has_han
from mediawright.router.language.lazy_pattern import LazyPattern
from mediawright.tables import table
from mediawright.types.dataclass import dataclass

_FRAGMENT = re.compile(r"<<(\w+)>>")
_LATIN = re.compile("[a-z]")
_NEVER = LazyPattern("(?!)")


@dataclass(frozen=True, slots=True)
class Cue:
    """One act's words in both languages."""

    en: LazyPattern
    zh: LazyPattern

    def whole(self, text: str) -> bool:
        """Whether an English clause says this and nothing else, or a Chinese one says it somewhere.

        Latin letters among the Chinese words ("ok", "hi") are no part of an English word: "him" greets nobody.
        """
        if _LATIN.search(text) and self.en.fullmatch(text):
            return True
        if has_han(text):
            return self.zh.search(text) is not None
        return any(_apart(text, found) for found in self.zh.finditer(text))

    def within(self, text: str) -> re.Match[str] | None:
        """Where a text says this, in either language."""
        return (self.zh.search(text) if has_han(text) else None) or (
            self.en.search(text) if _LATIN.search(text) else None
        )

    def without(self, text: str) -> str:
        """The text with every such word taken out."""
        if has_han(text):
            text = self.zh.sub(" ", text)
        return self.en.sub(" ", text) if _LATIN.search(text) else text


def _apart(text: str, found: re.Match[str]) -> bool:
    """Whether what was found is no part of a longer word in Latin letters."""
    before, after = text[: found.start()][-1:], text[found.end() :][:1]
    return not (_LATIN.match(before) or _LATIN.match(after))


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Mapping[str, str]]:
    return table(__file__, "cues.toml")


def _filled(text: str) -> str:
    fragments = _table()["fragments"]
    lines = "|".join(line for line in text.strip().splitlines() if line)
    choices = sorted(_split(lines), key=lambda choice: -len(choice))
    return _FRAGMENT.sub(lambda match: fragments[match[1]], "|".join(choices))


def _split(text: str) -> list[str]:
    """The alternatives of a pattern, outside brackets."""
    found, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char in "([") - (char in ")]")
        if char == "|" and not depth:
            found.append(text[start:at])
            start = at + 1
    return [*found, text[start:]]


@lru_cache(maxsize=1)
def _written() -> Mapping[str, str]:
    return {name: "|".join(text.strip("\n").split("\n")) for name, text in table(__file__, "patterns.toml").items()}


def pattern(name: str) -> LazyPattern:
    """A pattern of patterns.toml, compiled at its first use. Raises KeyError for one that the table does not hold."""
    return LazyPattern(_written()[name])


@lru_cache(maxsize=200)
def cue(name: str) -> Cue:
    """The matcher of one section of cues.toml. Raises KeyError for one that the table does not hold."""
    if name not in _table():
        raise KeyError(name)
    words = _table()[name]
    return Cue(
        en=LazyPattern(lambda: f"(?<![a-z0-9])(?:{_filled(words['en'])})(?![a-z0-9])") if "en" in words else _NEVER,
        zh=LazyPattern(lambda: f"(?:{_filled(words['zh'])})") if "zh" in words else _NEVER,
    )

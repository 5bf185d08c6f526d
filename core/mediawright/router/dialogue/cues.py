"""The words of each act, from cues.toml, as matchers. Pure; patterns are compiled once per installation."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from mediawright.resource_cache import table
from mediawright.router.language.regex_cache import Code, codes, pattern_of
from mediawright.types.dataclass import dataclass

_FRAGMENT = re.compile(r"<<(\w+)>>")
_LATIN = re.compile("[a-z]")
_HAN = re.compile("[\u3400-\u9fff]")
_NEVER = re.compile("(?!)")


@dataclass(frozen=True, slots=True)
class Cue:
    """One act's words in both languages."""

    en: re.Pattern[str]
    en_whole: re.Pattern[str]
    zh: re.Pattern[str]

    def whole(self, text: str) -> bool:
        """Whether an English clause says this and nothing else, or a Chinese one says it somewhere."""
        if _LATIN.search(text) and self.en_whole.fullmatch(text):
            return True
        return self.zh.search(text) is not None

    def within(self, text: str) -> re.Match[str] | None:
        """Where a text says this, in either language."""
        return (self.zh.search(text) if _HAN.search(text) else None) or (
            self.en.search(text) if _LATIN.search(text) else None
        )

    def without(self, text: str) -> str:
        """The text with every such word taken out."""
        if _HAN.search(text):
            text = self.zh.sub(" ", text)
        return self.en.sub(" ", text) if _LATIN.search(text) else text


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


def _sources() -> dict[str, str]:
    found = {}
    for name, words in _table().items():
        if name == "fragments":
            continue
        if "en" in words:
            found[f"{name}.en"] = f"(?<![a-z0-9])(?:{_filled(words['en'])})(?![a-z0-9])"
            found[f"{name}.whole"] = f"(?:{_filled(words['en'])})"
        if "zh" in words:
            found[f"{name}.zh"] = f"(?:{_filled(words['zh'])})"
    return found


@lru_cache(maxsize=1)
def _written() -> tuple[Mapping[str, str], Mapping[str, Code]]:
    own = str(Path(__file__).with_name("patterns.toml"))
    sources = {name: "|".join(text.strip("\n").split("\n")) for name, text in table(__file__, "patterns.toml").items()}
    return sources, codes((own, __file__), lambda: sources)


def pattern(name: str) -> re.Pattern[str]:
    """A pattern of patterns.toml. Raises KeyError for one that the table does not hold."""
    sources, kept = _written()
    return pattern_of(sources[name], kept.get(name))


@lru_cache(maxsize=1)
def _kept() -> tuple[Mapping[str, str], Mapping[str, Code]]:
    own = str(Path(__file__).with_name("cues.toml"))
    sources = _sources()
    return sources, codes((own, __file__), lambda: sources)


def _pattern(name: str) -> re.Pattern[str]:
    sources, kept = _kept()
    return pattern_of(sources[name], kept.get(name)) if name in sources else _NEVER


@lru_cache(maxsize=200)
def cue(name: str) -> Cue:
    """The matcher of one section of cues.toml. Raises KeyError for one that the table does not hold."""
    if name not in _table():
        raise KeyError(name)
    return Cue(_pattern(f"{name}.en"), _pattern(f"{name}.whole"), _pattern(f"{name}.zh"))

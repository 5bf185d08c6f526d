"""Typos in the words that decide: one letter missing, extra, wrong or swapped in a long keyword. Pure."""

import re
from functools import lru_cache

from mediawright.tables import table

_KEYWORDS = frozenset(table(__file__, "spelling.toml")["keywords"].split())
_WORD = re.compile(r"[A-Za-z]{5,14}")
#: real words that are one letter away from a keyword
_REAL = frozenset(table(__file__, "spelling.toml")["real"].split())


@lru_cache(maxsize=1)
def _repairs() -> dict[str, str]:
    found: dict[str, str] = {}
    for word in sorted(_KEYWORDS):
        for at in range(1, len(word)):
            found.setdefault(word[:at] + word[at + 1 :], word)
    return found


def mended(text: str) -> str:
    """The text with typos in keywords repaired, in the case it was written in."""
    return _WORD.sub(_mend, text) if not text.isspace() else text


def _mend(match: re.Match[str]) -> str:
    word = match.group().lower()
    if word in _REAL or word in _KEYWORDS:
        return match.group()
    repairs = _repairs()
    meant = repairs.get(word)
    if meant is None and len(word) >= 6:
        for at in range(1, len(word)):
            candidate = repairs.get(word[:at] + word[at + 1 :])
            if candidate and (
                _swapped(word, candidate) or word[:at] + word[at + 1 :] == candidate or len(word) == len(candidate) >= 7
            ):
                meant = candidate
                break
    if meant is None and word in _extra():
        meant = _extra()[word]
    return meant if meant and meant[0] == word[0] else match.group()


@lru_cache(maxsize=1)
def _extra() -> dict[str, str]:
    return {
        "vidoe": "video",
        "vedio": "video",
        "imgae": "image",
        "iamge": "image",
        "secnds": "seconds",
        "secodns": "seconds",
    }


def _swapped(one: str, other: str) -> bool:
    return sorted(one) == sorted(other)

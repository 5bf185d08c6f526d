"""Known things in a text and of what kind they are: animals, people, plants, times of day. Pure."""

import re
from collections.abc import Mapping
from functools import lru_cache

from mediawright.router.language.chars import normalise
from mediawright.tables import table


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, str]:
    kinds = table(__file__, "scene.toml")["kinds"]
    return {word.strip(): kind for kind, words in kinds.items() for word in words.split(",")}


@lru_cache(maxsize=1)
def _kind_pattern() -> re.Pattern[str]:
    words = sorted(_kinds(), key=len, reverse=True)
    several = "(?:s|es)?"  # more of them
    spelled = (rf"\b{re.escape(w)}{several}\b" if w.isascii() else re.escape(w) for w in words)
    return re.compile("|".join(spelled), re.IGNORECASE)


def _kind(word: str) -> str:
    """The kind of a word of the table, or of several such things."""
    low = word.lower()
    return next(_kinds()[one] for one in (low, low.removesuffix("s"), low.removesuffix("es")) if one in _kinds())


def kinds_in(text: str) -> list[tuple[str, str, int, int]]:
    """Known things in a text: the word, its kind, and where it stands."""
    return [
        (text[m.start() : m.end()], _kind(m.group()), m.start(), m.end())
        for m in _kind_pattern().finditer(normalise(text))
    ]

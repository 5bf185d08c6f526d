"""Words to concepts, compiled once: a trie over words (English) and characters (Chinese), and repairs for typos."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from mediawright.router.chars import normalise
from mediawright.router.patterns import listed

_PIECE = re.compile(r"[a-z0-9]+(?:'[a-z]+)*|[\u3400-\u9fff]")
_UNNAMED = frozenset({"en", "zh", "words"})
#: typos are mended in words at least this long; shorter ones lie too close to other words
_LONG = 6
#: a wrong letter (rather than a missing, extra or swapped one) is mended only in words this long
_VERY_LONG = 8
#: real words one letter away from a keyword
_REAL_WORDS = listed("lexicon", "real_words")

#: concepts whose long words are worth mending
_MENDED = listed("lexicon", "mended")

Trie = dict[str, Any]


@dataclass(slots=True)
class Entry:
    """What a phrase says: always, only at a clause's head, only at its end, or when a second part follows."""

    plain: frozenset[str] = frozenset()
    head: frozenset[str] = frozenset()
    tail: frozenset[str] = frozenset()
    gaps: list[tuple[Trie, int]] = field(default_factory=list)


@dataclass(slots=True)
class Lexicon:
    """`root` is walked token by token; the key "" holds the `Entry` of a phrase that ends there."""

    root: Trie = field(default_factory=dict)
    vocabulary: set[str] = field(default_factory=set)
    repairs: dict[str, str] = field(default_factory=dict)
    mendable: set[str] = field(default_factory=set)

    def add(self, concept: str, phrases: Iterable[str]) -> None:
        """Teach phrases of one concept. The notation is that of words.toml."""
        for raw in phrases:
            phrase = raw.strip()
            if phrase:
                self._add(concept, phrase)

    def _add(self, concept: str, phrase: str) -> None:
        first, _, second = phrase.partition("..")
        pieces = _PIECE.findall(first)
        if not pieces:
            return
        entry = self._entry(self.root, pieces)
        if concept in _MENDED:
            self.mendable.update(pieces)
        says = frozenset((concept,))
        if second:
            rest = _PIECE.findall(second)
            gap: Trie = {}
            self._entry(gap, rest).plain = says
            entry.gaps.append((gap, 8 if rest[0] >= "\u3400" else 5))
        elif first[0] == "^":
            entry.head |= says
        elif first[-1] == "$":
            entry.tail |= says
        else:
            entry.plain |= says

    def _entry(self, node: Trie, pieces: list[str]) -> Entry:
        for piece in pieces:
            node = node.setdefault(piece, {})
        self.vocabulary.update(pieces)
        entry = node.get("")
        if entry is None:
            entry = node[""] = Entry()
        return entry

    def finish(self) -> None:
        """Prepare the repair of typos: every long keyword with one letter left out points back to it."""
        for word in self.vocabulary:
            if len(word) >= _LONG and word.isascii() and word in self.mendable:
                for spelling in _deletions(word):
                    self.repairs.setdefault(spelling, word)

    def mend(self, token: str) -> str:
        """The keyword that `token` is one typo away from, or `token`."""
        if token.endswith("'s") and token not in self.vocabulary and token[:-2] in self.vocabulary:
            return token[:-2]
        if len(token) < 5 or token in self.vocabulary or token in _REAL_WORDS or not token.isalpha():
            return token
        for spelling in (token, *_deletions(token)):
            word = self.repairs.get(spelling)
            if (
                word
                and word[0] == token[0]
                and (len(token) >= _LONG or len(word) > len(token))
                and _one_typo(token, word)
            ):
                return word
        swapped = self._swapped(token) if len(token) == 5 else None
        return swapped or token

    def _swapped(self, token: str) -> str | None:
        for at in range(1, len(token) - 1):
            candidate = token[:at] + token[at + 1] + token[at] + token[at + 2 :]
            if candidate in ("video", "image", "photo", "clips", "login", "music", "voice", "track", "movie"):
                return candidate
        return None


def _deletions(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(1, len(word))]


def _one_typo(said: str, meant: str) -> bool:
    """One letter missing, extra, wrong or two neighbours swapped. An s at the end is grammar, no typo."""
    at = 0
    while at < min(len(said), len(meant)) and said[at] == meant[at]:
        at += 1
    if said[at:] == "s" or meant[at:] == "s":
        return False
    rest, want = said[at:], meant[at:]
    if rest[1:] == want or rest == want[1:] or (rest[1:] == want[1:] and len(said) >= _VERY_LONG):
        return True
    return rest[:2] == want[1::-1] and rest[2:] == want[2:]


@lru_cache(maxsize=1)
def core_words() -> Mapping[str, tuple[str, ...]]:
    """The core's own words by concept, as written in words.toml."""
    data = tomllib.loads(files("mediawright.router").joinpath("words.toml").read_text("utf-8"))
    concepts: dict[str, tuple[str, ...]] = {}
    for section, keys in data.items():
        for key, words in keys.items():
            name = section if key in _UNNAMED else key
            concepts[name] = concepts.get(name, ()) + tuple(words.split(","))
    return concepts


def compile_lexicon(extra: Mapping[str, Iterable[str]]) -> Lexicon:
    """The core's words and those of providers (intent or concept → words) in one matcher."""
    lexicon = Lexicon()
    for concept, words in core_words().items():
        lexicon.add(concept, words)
    for concept, more in extra.items():
        lexicon.add(concept, [normalise(word) for word in more])
    lexicon.finish()
    return lexicon

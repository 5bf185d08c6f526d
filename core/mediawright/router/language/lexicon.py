"""Words to concepts, compiled once: a trie over words (English) and characters (Chinese), and repairs for typos."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from functools import lru_cache
from typing import Any

from mediawright.router.language.chars import normalise
from mediawright.router.language.lazy_pattern import LazyPattern
from mediawright.router.language.patterns import listed
from mediawright.tables import derived, table
from mediawright.types.dataclass import dataclass

_PIECE = LazyPattern(r"[a-z0-9]+(?:'[a-z]+)*|[\u3400-\u9fff]")
_WORD = LazyPattern(r"[a-z0-9]+(?:'[a-z]+)*")
CHINESE = "\u3400"
#: what the learnt words are kept in, and what they are learnt from
BUILT, SOURCES = "lexicon.json", ("words.toml", "lists.toml", "lexicon.py")
_UNNAMED = frozenset({"en", "zh", "words"})
#: typos are mended in words at least this long; shorter ones lie too close to other words
_LONG = 6
_LONGEST = 24
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
    """Phrases by the token they begin with. A beginning's trie is built when a message first holds that token."""

    phrases: dict[str, list[Sequence[str]]] = field(default_factory=dict)
    tries: dict[str, Trie] = field(default_factory=dict)
    vocabulary: set[str] = field(default_factory=set)
    repairs: dict[str, str] = field(default_factory=dict)
    mendable: set[str] = field(default_factory=set)
    mended: frozenset[str] = frozenset()

    def add(self, concept: str, text: str) -> None:
        """Teach phrases of one concept, parted by commas, in the notation of words.toml."""
        words = _WORD.findall(text)
        self.vocabulary.update(words)
        if concept in _MENDED:
            self.mendable.update(words)
        for raw in text.split(","):
            phrase = raw.strip()
            begins = _PIECE.search(phrase)
            if begins:
                self.phrases.setdefault(begins.group(), []).append((concept, phrase))

    def begin(self, token: str) -> Trie | None:
        """The trie of all phrases that begin with `token`, or None."""
        found = self.tries.get(token)
        if found is None and token in self.phrases:
            found = {}
            for concept, phrase in self.phrases[token]:
                _learn(found, concept, phrase)
            self.tries[token] = found
        return found

    def finish(self) -> None:
        """Prepare the repair of typos: every long keyword with one letter left out points back to it."""
        for word in sorted(self.mendable - self.mended):  # the first of two neighbours keeps a spelling
            if len(word) >= _LONG:
                for spelling in _deletions(word):
                    self.repairs.setdefault(spelling, word)

    def mend(self, token: str) -> str:
        """The keyword that `token` is one typo away from, or `token`."""
        if token.endswith("'s") and token not in self.vocabulary and token[:-2] in self.vocabulary:
            return token[:-2]
        if not 5 <= len(token) <= _LONGEST or token in self.vocabulary or token in _REAL_WORDS or not token.isalpha():
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


def _learn(trie: Trie, concept: str, phrase: str) -> None:
    """Put a phrase into the trie of its first token."""
    first, _, second = phrase.partition("..")
    entry = _entry(trie, _PIECE.findall(first)[1:])
    says = frozenset((concept,))
    if second:
        rest = _PIECE.findall(second)
        gap: Trie = {}
        _entry(gap, rest).plain = says
        entry.gaps.append((gap, 8))
    elif first[0] == "^":
        entry.head |= says
    elif first[-1] == "$":
        entry.tail |= says
    else:
        entry.plain |= says


def _entry(node: Trie, pieces: list[str]) -> Entry:
    for piece in pieces:
        node = node.setdefault(piece, {})
    entry: Entry = node.setdefault("", Entry())
    return entry


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
def core_words() -> Mapping[str, str]:
    """The core's own words by concept, as written in words.toml."""
    data = table(__file__, "words.toml")
    concepts: dict[str, str] = {}
    for section, keys in data.items():
        for key, words in keys.items():
            name = section if key in _UNNAMED else key
            concepts[name] = f"{concepts[name]}, {words}" if name in concepts else words
    return concepts


def core_parts() -> dict[str, Any]:
    """The core's words, learnt: plain values, to be kept when the package is built."""
    lexicon = Lexicon()
    for concept, words in core_words().items():
        lexicon.add(concept, words)
    lexicon.finish()
    return {
        "phrases": lexicon.phrases,
        "vocabulary": sorted(lexicon.vocabulary),
        "repairs": lexicon.repairs,
        "mendable": sorted(lexicon.mendable),
    }


def compile_lexicon(extra: Mapping[str, Iterable[str]]) -> Lexicon:
    """The core's words and those of providers (concept → words) in one matcher, shared by all who ask for the same."""
    return _compiled(tuple((concept, tuple(words)) for concept, words in extra.items()))


@lru_cache(maxsize=4)
def _compiled(extra: tuple[tuple[str, tuple[str, ...]], ...]) -> Lexicon:
    parts = derived(__file__, BUILT, SOURCES, core_parts)
    lexicon = Lexicon(
        phrases=parts["phrases"],
        vocabulary=set(parts["vocabulary"]),
        repairs=parts["repairs"],
        mendable=set(parts["mendable"]),
        mended=frozenset(parts["mendable"]),
    )
    for concept, more in extra:
        lexicon.add(concept, ",".join(normalise(word) for word in more))
    lexicon.finish()
    return lexicon

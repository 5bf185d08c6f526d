"""Concepts found in a message, with their places: one pass over the words, no backtracking."""

from dataclasses import field

from mediawright.router.language.lexicon import CHINESE, Entry, Lexicon
from mediawright.router.language.names import Name
from mediawright.router.language.numbers import value
from mediawright.router.language.patterns import listed
from mediawright.router.language.read import Clause, Reading
from mediawright.types.dataclass import dataclass

OPENERS = "openers"
#: a phrase that silences the shorter ones it begins with ("comic shop" is no comic)
QUIET = "quiet"
#: small words do not keep a longer word from beginning inside them
_COUNTED = frozenset("一个张段条点几两三四五六七八九十")
_SOFT = listed("scan", "soft")
#: what joins a tool's name to the wish: "with NAME please a picture of …", "use NAME for a clip of …"
_WITH = frozenset(["use", "using", "with", "via", "in", "on", "用", "拿", "让", "请", "叫", "找", "在"])
_AFTER_NAME = frozenset(["for", "please", "pls", "to", "上", "里", "给"])
_MOVING = frozenset(["motion", "motion_soft", "animate"])


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens `first` to `last` (exclusive) say these concepts."""

    first: int
    last: int
    concepts: frozenset[str]


@dataclass(slots=True)
class Part:
    """One clause with what was found in it. `head` is its first token after openers and names."""

    clause: Clause
    head: int
    hits: list[Hit] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    says: set[str] = field(default_factory=set)

    def first(self, concept: str) -> Hit | None:
        if concept not in self.says:
            return None
        return next((hit for hit in self.hits if concept in hit.concepts), None)


def mended(reading: Reading, lexicon: Lexicon) -> list[str]:
    """The message's words with the typos in long keywords repaired."""
    tokens = [lexicon.mend(t) if len(t) > 4 and t.isascii() else t for t in reading.tokens]
    for at, token in enumerate(tokens):
        if token == "second" and at and value(tokens[at - 1]) is not None:
            tokens[at] = "secs"
    return tokens


def scan(reading: Reading, tokens: list[str], lexicon: Lexicon, names: list[Name]) -> list[Part]:
    """Every clause with its concepts."""
    by_start = {name.first: name for name in names}
    return [_part(tokens, clause, lexicon, by_start) for clause in reading.clauses]


def _part(tokens: list[str], clause: Clause, lexicon: Lexicon, names: dict[int, Name]) -> Part:
    part = Part(clause, clause.first)
    at, open_, inside = clause.first, True, clause.first
    while at < clause.last:
        if open_ and tokens[at : at + 2] == ["使", "用"] and at + 2 in names:
            _collect(tokens, at, at + 2, lexicon, part, open_, 1)
            at += 2
        elif open_ and tokens[at] in _WITH and at + 1 in names:
            _collect(tokens, at, at + 1, lexicon, part, open_, 1)
            at += 1
        name = names.get(at)
        if name:
            part.names.append(name)
            _collect(tokens, at, name.last, lexicon, part, open_, 1)
            at = inside = name.last
            while open_ and at < clause.last - 1 and tokens[at] in _AFTER_NAME:
                at += 1
            part.head = at if open_ else part.head
            continue
        within = at < inside
        end = inside if within else clause.last
        longest, opener = _collect(tokens, at, end, lexicon, part, open_, 2 if within else 1)
        if tokens[at] >= CHINESE:
            inside = max(inside, at + longest)
        if open_ and opener and not within:
            at += opener
            inside = max(inside, at)
            part.head = at
        else:
            open_ = open_ and within
            at += 1
    for hit in part.hits:
        part.says |= hit.concepts
    return _stilled(part) if "no_motion" in part.says else part


def _stilled(part: Part) -> Part:
    """What moves inside the words that forbid it does not move: 别让它动起来."""
    denied = {at for hit in part.hits if "no_motion" in hit.concepts for at in range(hit.first, hit.last)}
    part.hits = [
        hit
        for hit in part.hits
        if "no_motion" in hit.concepts
        or hit.concepts.isdisjoint(_MOVING)
        or not (hit.first in denied and hit.last - 1 in denied)
    ]
    part.says = {concept for hit in part.hits for concept in hit.concepts}
    return part


def _collect(
    tokens: list[str], at: int, end: int, lexicon: Lexicon, part: Part, open_: bool, shortest: int
) -> tuple[int, int]:
    """Take in every phrase that begins here. Returns the longest one's length and that of the longest opener.

    Inside a longer Chinese phrase only whole words count (`shortest` 2), lest the middle of a word be read as one.
    """
    node = lexicon.begin(tokens[at])
    longest = opener = 0
    mine = len(part.hits)
    here = at
    while node is not None and here < end:
        here += 1
        entry = node.get("")
        node = node.get(tokens[here]) if here < end else None
        if entry is None or here - at < shortest:
            continue
        says = _says(entry, open_, here == part.clause.last)
        if says:
            if not says <= _SOFT:
                longest = here - at - (tokens[here - 1] in _COUNTED and here - at > 1)
            if OPENERS in says:
                opener = here - at
            if QUIET in says:
                del part.hits[mine:]
            part.hits.append(Hit(at, here, says))
        for gap, reach in entry.gaps:
            _bridge(tokens, at, here, min(part.clause.last, here + reach), gap, part)
    return longest, opener


def _says(entry: Entry, open_: bool, closes: bool) -> frozenset[str]:
    says = entry.plain
    if open_ and entry.head:
        says |= entry.head
    if closes and entry.tail:
        says |= entry.tail
    return says


def _bridge(tokens: list[str], first: int, start: int, end: int, gap: dict[str, object], part: Part) -> None:
    for at in range(start, end):
        node = gap
        here = at
        while here < part.clause.last and tokens[here] in node:
            node = node[tokens[here]]  # type: ignore[assignment]
            here += 1
            entry = node.get("")
            if isinstance(entry, Entry):
                part.hits.append(Hit(first, here, entry.plain))
                return

"""What labelled messages teach: every word and concept speaks a little for or against each intent; the sum is the evidence.

The weights lie in evidence.txt, learnt from the labelled messages of the repository (`python -m tests.core.router.learn`).
One number holds the weights of a feature for all intents side by side, so that adding numbers adds all of them at once.
"""

from collections.abc import Mapping
from functools import lru_cache

from mediawright.router.language.scan import Part
from mediawright.router.message.features import MessageFeatures
from mediawright.tables import text
from mediawright.types.dataclass import dataclass

#: concepts that say nothing about the intent
_EMPTY = frozenset(["polite", "openers", "fill", "quiet", "nothing"])
#: how much of a message is weighed: clauses, words of a clause
_CLAUSES, _WORDS = 12, 40
_LANE = 4
_MIDDLE = 1 << 15
#: how finely weights are kept
SCALE = 100
#: what is said, what is said in a scene, what begins a clause, and words as they are
MARKS = ("+", "-", "^", "")
Features = tuple[set[str], set[str], set[str], set[str]]
#: the intents, and the line of each feature as evidence.txt has it
Table = tuple[tuple[str, ...], Mapping[str, str]]
_KINDS = ("image", "video", "audio", "document")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The intent with the most evidence and by how much it leads. An intent: an operation, or "?reason/command"."""

    intent: str
    lead: float
    second: str


def features(message: MessageFeatures) -> Features:
    """Everything in a message that can speak for an intent, in the order of `MARKS`."""
    said: set[str] = set()
    scene: set[str] = set()
    begun: set[str] = set()
    words: set[str] = set()
    for part, live in zip(message.parts[:_CLAUSES], message.live, strict=False):
        said |= part.says & live
        scene |= part.says - live
        for hit in part.hits:
            if hit.first > part.head:
                break
            begun |= hit.concepts
        words.update(_words(message.tokens, part))
    return said - _EMPTY, scene - _EMPTY, begun - _EMPTY, words | _given(message)


def _given(message: MessageFeatures) -> set[str]:
    """Inputs, parameters and the roles of nouns, each with a colon, which no word has."""
    counts = message.counts
    given = "".join(kind[0] + ("+" if counts[kind] > 1 else "") for kind in _KINDS if counts.get(kind))
    found = {f"in:{given}", *(f"{kind[0]}:{min(counts.get(kind, 0), 3)}" for kind in _KINDS)}
    found.update([f"p:{name}" for name in message.said.values])
    if message.creation:
        found.add(f"new:{message.creation.kind}")
    found.update([f"{noun.kind}:{noun.role}" for nouns in message.nouns[:_CLAUSES] for noun in nouns[:_WORDS]])
    return found


def _words(tokens: list[str], part: Part) -> list[str]:
    found = tokens[part.head : min(part.clause.last, part.head + _WORDS)]
    if "polite" in part.says:
        polite = {at for hit in part.hits if "polite" in hit.concepts for at in range(hit.first, hit.last)}
        found = [token for at, token in enumerate(found, part.head) if at not in polite]
    return found


def weigh(found: Features, impossible: frozenset[str] = frozenset()) -> Evidence:
    """The evidence of these features for the intents that are possible."""
    intents, lines = _table()
    total = 0
    for mark, names in zip(MARKS, found, strict=True):
        total += sum([_packed(lines[mark + name], len(intents)) for name in names if _is_known(lines, mark, name)])
    lanes = memoryview(total.to_bytes(_LANE * len(intents), "little")).cast("I")
    order = [pair for pair in zip(lanes, intents, strict=True) if pair[1] not in impossible]
    first = max(order)
    order.remove(first)
    second = max(order)
    return Evidence(first[1], (first[0] - second[0]) / SCALE, second[1])


def speaking_for(found: Features, intent: str) -> tuple[str, ...]:
    """The concepts among these features that speak for an intent, the strongest first."""
    intents, lines = _table()
    shift = 8 * _LANE * intents.index(intent)
    spoken = {
        name: (_packed(lines[mark + name], len(intents)) >> shift & 0xFFFFFFFF) - _MIDDLE
        for mark, names in zip((MARKS[0], MARKS[2]), (found[0], found[2]), strict=True)
        for name in names
        if _is_known(lines, mark, name)
    }
    return tuple(sorted((name for name in spoken if spoken[name] > 0), key=lambda name: (-spoken[name], name))[:6])


def names_of(found: Features) -> list[str]:
    """The features as evidence.txt spells them; numbers, quotes and links teach nothing."""
    spelled = [mark + name for mark, names in zip(MARKS, found, strict=True) for name in names]
    return sorted(name for name in spelled if name < "\ue000" and not name[0].isdigit())


def _is_known(lines: Mapping[str, str], mark: str, name: str) -> bool:
    """Whether a feature was learnt; a word that begins with a mark was not: it would be read as another feature."""
    return mark + name in lines and (mark != "" or name[:1] not in MARKS[:3])


@lru_cache(maxsize=1)
def _table() -> Table:
    return read(text(__file__, "evidence.txt"))


def read(text: str) -> Table:
    """The intents and the weights of a table. A line is taken apart when a message has its feature."""
    first, *rows = text.splitlines()
    return tuple(first.split(" ")), dict([row.split("\t", 1) for row in rows])


@lru_cache(maxsize=8192)
def _packed(pairs: str, intents: int) -> int:
    """The weights of one feature for all intents, side by side."""
    lanes = [_MIDDLE] * intents
    for pair in pairs.split("\t"):
        at, weight = pair.split(":")
        lanes[int(at)] += int(weight)
    return int.from_bytes(b"".join(lane.to_bytes(_LANE, "little") for lane in lanes), "little")

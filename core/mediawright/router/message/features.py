"""What the decision needs, gathered once: clauses with concepts, nouns with roles, inputs, and where a scene begins."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import field

from mediawright.router.language.names import Name
from mediawright.router.language.noun_roles import INPUT, WISH
from mediawright.router.language.nouns import Noun, nouns
from mediawright.router.language.patterns import listed
from mediawright.router.language.read import Reading
from mediawright.router.language.scan import Hit, Part
from mediawright.router.message.extract import Said
from mediawright.types.dataclass import dataclass

#: concepts that describe no scene
_COMMAND = listed("facts", "command")
#: what a clause after "make a video" must begin with to be a wish of its own rather than the scene
_SERVICE = listed("facts", "service")
#: where inputs are given, a bare noun ("two pictures, …") is one of them unless nothing else is made
_MAKING = frozenset(["verb", "draw", "text_to_video", "image_to_video", "text_to_image"])
_DEFINITE = frozenset(
    ["the", "this", "that", "these", "those", "my", "his", "her", "their", "its", "it", "out", "over"]
)
_BINDERS = listed("facts", "binders")
_SPENT = ("left", "spend")
_LOOKED = ("list", "view")
_SOMEBODY = frozenset(["you", "i", "we", "they", "people", "u"])
_VIEWS = frozenset(["你喜欢", "你觉得", "你认为", "你平时", "你会不", "你最喜", "你看过", "你听过"])
_HOW_MUCH = frozenset(["how", "what", "what's", "少", "几"])


@dataclass(frozen=True, slots=True)
class Creation:
    """A new clip or picture is asked for: in clause `part`, by tokens `first` to `last`; what follows is its scene."""

    part: int
    first: int
    last: int
    kind: str | None
    bare: bool = False


@dataclass(slots=True)
class MessageFeatures:
    """One message, understood word by word but not yet decided."""

    reading: Reading
    tokens: list[str]
    parts: list[Part]
    names: list[Name]
    said: Said
    counts: Mapping[str, int]
    nouns: list[list[Noun]] = field(default_factory=list)
    creation: Creation | None = None
    says: set[str] = field(default_factory=set)
    live: list[set[str]] = field(default_factory=list)
    covered: set[int] = field(default_factory=set)
    content: list[int] = field(default_factory=list)

    def any(self, *concepts: str) -> bool:
        """Whether any of these is said anywhere in the message, scene or not."""
        return not self.says.isdisjoint(concepts)

    def hits(self, concept: str) -> list[Hit]:
        return [hit for part in self.parts if concept in part.says for hit in part.hits if concept in hit.concepts]

    def n(self, kind: str) -> int:
        return self.counts.get(kind, 0)

    @property
    def counts_any(self) -> bool:
        """Whether anything is attached or linked."""
        return any(self.counts.values())

    @property
    def short(self) -> bool:
        small = {at for part in self.parts for at in range(part.clause.first, part.head)}
        small |= {at for hit in self.hits("polite") for at in range(hit.first, hit.last)}
        if len(self.tokens) > 12 + len(small):
            return False
        said = [token for at, token in enumerate(self.tokens) if at not in small]
        han = sum(1 for token in said if "\u3400" <= token < "\ue000")
        return han + (len(said) - han) * 2 <= 12

    def inputs(self, kind: str) -> bool:
        """Whether the message speaks of an input of this kind."""
        return any(noun.kind == kind and noun.role == INPUT for found in self.nouns for noun in found)


def gather(
    reading: Reading, tokens: list[str], parts: list[Part], names: list[Name], said: Said, counts: Mapping[str, int]
) -> MessageFeatures:
    """Put together what was found, and mark which clauses are scene."""
    message = MessageFeatures(reading, tokens, parts, names, said, counts)
    _undrawn(message)
    message.nouns = [nouns(tokens, part) for part in parts]
    for part in parts:
        message.says |= part.says
    message.covered = _covered(message)
    message.content = [at for at in range(len(tokens)) if at not in message.covered]
    message.creation = _creation(message)
    message.live = [_live(message, index) for index in range(len(parts))]
    return message


def _undrawn(message: MessageFeatures) -> None:
    """What a shape is called by draws nothing: 画幅 21:9."""
    start, end = message.said.spans.get("aspect_ratio", (0, 0))
    for part in message.parts:
        if "draw" in part.says and any(start <= message.reading.starts[hit.first] < end for hit in part.hits):
            part.hits = [
                h for h in part.hits if "draw" not in h.concepts or not start <= message.reading.starts[h.first] < end
            ]
            part.says = {concept for hit in part.hits for concept in hit.concepts}


def _covered(message: MessageFeatures) -> set[int]:
    """Tokens that say no scene: command words, names, parameters, quotes, links."""
    covered = {
        at
        for part in message.parts
        for hit in part.hits
        if hit.concepts & _COMMAND
        for at in range(hit.first, hit.last)
    }
    for name in message.names:
        covered.update(range(name.first, name.last))
    starts = message.reading.starts
    for low, high in message.said.spans.values():
        covered.update(range(bisect_left(starts, low), bisect_left(starts, high)))
    covered.update([at for at, token in enumerate(message.tokens) if token[0] == "\ue001" or token[0].isdigit()])
    return covered


def _creation(message: MessageFeatures) -> Creation | None:
    fallback: Creation | None = None
    for index, part in enumerate(message.parts):
        if _talks(message.tokens, part):
            continue
        found = _made_here(message, index, part)
        if found and found.kind and (not message.counts_any or not part.says.isdisjoint(_MAKING)):
            return found
        if found and (fallback is None or (found.kind and not fallback.kind)):
            fallback = found
    return fallback


def _talks(tokens: list[str], part: Part) -> bool:
    """A question about likes and views: "do you like films", 你觉得这部电影…."""
    said = tokens[part.clause.first : part.clause.first + 3]
    return (said[:2] in (["do", "you"], ["did", "you"]) and said[2:] != ["have"]) or "".join(said) in _VIEWS


def _made_here(message: MessageFeatures, index: int, part: Part) -> Creation | None:
    for concept, kind in (("text_to_video", "video"), ("image_to_video", "video"), ("text_to_image", "image")):
        hit = part.first(concept)
        if hit:
            return Creation(index, hit.first, hit.last, kind)
    wanted_thing = next((n for n in message.nouns[index] if _is_wanted(n)), None)
    drawn = _drawn(message, part)
    if drawn and not (wanted_thing and wanted_thing.kind == "video" and wanted_thing.first - drawn.last <= 4):
        return Creation(index, drawn.first, drawn.last, "image")
    verb = _verb(message.tokens, part)
    if wanted_thing and "dont_make" not in part.says:
        start = verb.first if verb and verb.first < wanted_thing.first else wanted_thing.first
        return Creation(index, start, wanted_thing.last, wanted_thing.kind, _bare(message, index, start))
    if verb and verb.first <= part.head and "dont_make" not in part.says:
        return Creation(index, verb.first, verb.last, None, _bare(message, index, verb.first))
    return None


def _drawn(message: MessageFeatures, part: Part) -> Hit | None:
    """A verb of drawing, unless it is done to something given ("paint the fence white")."""
    hit = part.first("draw")
    if hit and message.counts_any and hit.last < part.clause.last and message.tokens[hit.last] in _DEFINITE:
        return None
    return hit


def _asks_somebody(tokens: list[str], hit: Hit) -> bool:
    """ "Do you like …": the verb only makes a question."""
    return tokens[hit.first : hit.last] == ["do"] and "".join(tokens[hit.last : hit.last + 1]) in _SOMEBODY


def _verb(tokens: list[str], part: Part) -> Hit | None:
    """The first verb of making that is neither denied nor in an aside ("so I can make …")."""
    asides = [hit for hit in part.hits if hit.concepts & {"subordinate", "dont_make", "dont"}]
    verbs = [hit for hit in part.hits if "verb" in hit.concepts and not _asks_somebody(tokens, hit)]
    return next((verb for verb in verbs if not any(aside.first <= verb.first for aside in asides)), None)


def _is_wanted(noun: Noun) -> bool:
    return noun.kind in ("video", "image") and noun.role == WISH and noun.weight >= 2 and not noun.negated


def _bare(message: MessageFeatures, index: int, start: int) -> bool:
    """Nothing is said about the scene: neither in the clause nor bound to it by a colon or a word like "scene"."""
    clause = message.parts[index].clause
    scene = bisect_left(message.content, clause.first)
    if ":" in clause.after or (scene < len(message.content) and message.content[scene] < clause.last):
        return False
    if index + 1 < len(message.parts):
        follows = message.parts[index + 1].clause.first
        text = "".join(message.tokens[follows : follows + 2])
        return (
            text not in _BINDERS and message.tokens[follows] not in _BINDERS and message.tokens[follows][0] != "\ue000"
        )
    return True


def _asks(message: MessageFeatures, part: Part) -> bool:
    return "?" in part.clause.after or message.tokens[part.clause.last - 1] in ("吗", "么", "没")


def _titled(part: Part) -> bool:
    """What follows are the words of a title or subtitle: "add a title: …"."""
    return ":" in part.clause.after and "text_on" in part.says and "edit_verb" in part.says


def _accounts(message: MessageFeatures, index: int) -> bool:
    """A balance is asked about, though a clip was spoken of before; in a scene after a colon it belongs to somebody."""
    part, made = message.parts[index], message.creation
    if made is None or index <= made.part or "credit" not in part.says or "person" in part.says:
        return False
    said = message.tokens[part.clause.first : part.clause.last]
    asks = not part.says.isdisjoint(_LOOKED) or not _HOW_MUCH.isdisjoint(said)
    told = any(":" in other.clause.after for other in message.parts[made.part : min(index, made.part + 3)])
    return asks and not told and not part.says.isdisjoint(_SPENT)


def _live(message: MessageFeatures, index: int) -> set[str]:
    """The concepts of a clause that are not part of a scene."""
    part, made = message.parts[index], message.creation
    if index and _titled(message.parts[index - 1]):
        return set()
    if made is None or made.kind is None or index < made.part or _accounts(message, index):
        return part.says
    if (
        made.bare
        and index > made.part
        and (_asks(message, part) or any(h.first <= part.head and h.concepts & _SERVICE for h in part.hits))
    ):
        return part.says
    if index > made.part:
        return set()
    return {
        concept for hit in part.hits if hit.first < made.first or hit.last <= made.first for concept in hit.concepts
    }


def heads(message: MessageFeatures, index: int) -> set[str]:
    """The concepts at the head of a clause, as "^concept"."""
    part = message.parts[index]
    return {f"^{concept}" for hit in part.hits if hit.first <= part.head for concept in hit.concepts}

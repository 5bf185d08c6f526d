"""Picture or clip: which kind of result is wanted, as far as the message says."""

from itertools import pairwise

from mediawright.router.language.noun_roles import INPUT, WISH
from mediawright.router.language.nouns import Noun
from mediawright.router.message.features import MessageFeatures

KINDS = ("video", "image")
#: words that make "a picture" a choice of result where pictures are given
_CHOOSING = frozenset(["verb", "only", "single", "no_motion", "image_measure"])


def wanted(message: MessageFeatures) -> str | None:
    """ "video", "image", or None when it is not said (or both are)."""
    plain = _plainly(message)
    if plain:
        return plain if plain != "both" else None
    if message.any("no_motion") and not message.any("motion"):
        return "image"
    if message.creation and message.creation.kind:
        return message.creation.kind
    if message.any("image_to_video"):
        return "video"
    if message.any("video_measure", "image_measure"):
        return "video" if message.any("video_measure") else "image"
    if message.any("image_count") and not message.counts_any:
        return "image"
    return _weakly(message)


def _plainly(message: MessageFeatures) -> str | None:
    """Clauses made of nothing but the kind and parameters: "just a picture", "要图片，4k". The last one holds."""
    said = None
    for part, found in zip(message.parts, message.nouns, strict=True):
        kinds = {n.kind for n in found if n.kind in KINDS and n.role == WISH and not n.negated}
        if not kinds or any(at not in message.covered for at in range(part.clause.first, part.clause.last)):
            continue
        if message.n("image") and kinds == {"image"} and part.says.isdisjoint(_CHOOSING) and len(message.parts) > 1:
            continue
        if (
            part.clause.first == 0
            and len(message.parts) > 1
            and len(kinds) == 1
            and message.creation
            and message.creation.part
        ):
            continue
        said = kinds.pop() if len(kinds) == 1 else _pair(message)
    return said


def _pair(message: MessageFeatures) -> str | None:
    if message.creation and message.creation.kind and not message.any("choose_kind"):
        return message.creation.kind
    return "both"


_JOINS = frozenset(("和", "跟", "与", "加", "加上", "还有", "以及", "and", "anda", "andan", "plus", "plusa"))


def both_kinds(message: MessageFeatures) -> bool:
    """A picture and a clip in one breath, and nothing given: 海报和视频都要, "a poster and a video for our fair"."""
    for found in () if message.counts_any or message.any("strong_this") else message.nouns:
        wished = [noun for noun in found if noun.kind in KINDS and not noun.negated]
        for one, other in pairwise(wished):
            between = "".join(message.tokens[one.last : other.first])
            if one.kind != other.kind and between in _JOINS:
                return True
    return False


def _weakly(message: MessageFeatures) -> str | None:
    flat = [noun for found in message.nouns for noun in found if noun.kind in KINDS and noun.role == WISH]
    kinds = [noun.kind for noun in flat if not noun.negated]
    if kinds:
        return kinds[0]
    negated = {noun.kind for noun in flat if noun.negated} | _negated_anywhere(message)
    if len(negated) == 1 and (message.creation or message.counts_any):
        return "image" if negated == {"video"} else "video"
    return _by_parameters(message)


def _negated_anywhere(message: MessageFeatures) -> set[str]:
    return {n.kind for found in message.nouns for n in found if n.negated and n.kind in KINDS and n.role != INPUT}


def _by_parameters(message: MessageFeatures) -> str | None:
    values = message.said.values
    if message.any("multi_shot"):
        return "video"
    kinds = model_kinds(message)
    if len(kinds) == 1:
        return next(iter(kinds))
    if "duration" in values or "sound" in values:
        return "video"
    return "image" if values.get("resolution") in ("1k", "2k", "3k") else None


def model_kinds(message: MessageFeatures) -> set[str]:
    """The kinds of result that the named model can make; empty when none is named or its kind is unknown."""
    for name in message.names:
        kinds = {m.kind for m in name.meanings if m.model and m.kind}
        if kinds:
            return {kind for kind in kinds if kind}
    return set()


def two_faced(message: MessageFeatures) -> bool:
    """A model name that means one model for clips and another for pictures ("o1")."""
    for name in message.names:
        by_kind = {m.kind: m.model for m in name.meanings if m.model}
        if (
            len(set(by_kind.values())) > 1
            and len({m.provider for m in name.meanings}) == 1
            and set(by_kind) == set(KINDS)
        ):
            return True
    return False


def wanted_things(message: MessageFeatures, kind: str) -> list[Noun]:
    """The nouns of a kind that are wished for."""
    return [
        n
        for found in message.nouns
        for n in found
        if n.kind == kind and n.role == WISH and not n.negated and n.weight >= 2
    ]

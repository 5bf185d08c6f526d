"""Picture or clip: which kind of result is wanted, as far as the message says."""

from mediawright.router.decision.features import Facts
from mediawright.router.language.nouns import INPUT, WISH, Noun

KINDS = ("video", "image")
#: words that make "a picture" a choice of result where pictures are given
_CHOOSING = frozenset(["verb", "only", "single", "no_motion", "image_measure"])


def wanted(facts: Facts) -> str | None:
    """ "video", "image", or None when it is not said (or both are)."""
    plain = _plainly(facts)
    if plain:
        return plain if plain != "both" else None
    if facts.any("no_motion") and not facts.any("motion"):
        return "image"
    if facts.creation and facts.creation.kind:
        return facts.creation.kind
    if facts.any("image_to_video"):
        return "video"
    if facts.any("video_measure", "image_measure"):
        return "video" if facts.any("video_measure") else "image"
    if facts.any("image_count") and not facts.counts_any:
        return "image"
    return _weakly(facts)


def _plainly(facts: Facts) -> str | None:
    """Clauses made of nothing but the kind and parameters: "just a picture", "要图片，4k". The last one holds."""
    said = None
    for part, found in zip(facts.parts, facts.nouns, strict=True):
        kinds = {n.kind for n in found if n.kind in KINDS and n.role == WISH and not n.negated}
        if not kinds or any(at not in facts.covered for at in range(part.clause.first, part.clause.last)):
            continue
        if facts.n("image") and kinds == {"image"} and part.says.isdisjoint(_CHOOSING) and len(facts.parts) > 1:
            continue
        if (
            part.clause.first == 0
            and len(facts.parts) > 1
            and len(kinds) == 1
            and facts.creation
            and facts.creation.part
        ):
            continue
        said = kinds.pop() if len(kinds) == 1 else _pair(facts)
    return said


def _pair(facts: Facts) -> str | None:
    if facts.creation and facts.creation.kind and not facts.any("choose_kind"):
        return facts.creation.kind
    return "both"


def _weakly(facts: Facts) -> str | None:
    flat = [noun for found in facts.nouns for noun in found if noun.kind in KINDS and noun.role == WISH]
    kinds = [noun.kind for noun in flat if not noun.negated]
    if kinds:
        return kinds[0]
    negated = {noun.kind for noun in flat if noun.negated} | _negated_anywhere(facts)
    if len(negated) == 1 and (facts.creation or facts.counts_any):
        return "image" if negated == {"video"} else "video"
    return _by_parameters(facts)


def _negated_anywhere(facts: Facts) -> set[str]:
    return {n.kind for found in facts.nouns for n in found if n.negated and n.kind in KINDS and n.role != INPUT}


def _by_parameters(facts: Facts) -> str | None:
    values = facts.said.values
    if facts.any("multi_shot"):
        return "video"
    kinds = model_kinds(facts)
    if len(kinds) == 1:
        return next(iter(kinds))
    if "duration" in values or "sound" in values:
        return "video"
    return "image" if values.get("resolution") in ("1k", "2k", "3k") else None


def model_kinds(facts: Facts) -> set[str]:
    """The kinds of result that the named model can make; empty when none is named or its kind is unknown."""
    for name in facts.names:
        kinds = {m.kind for m in name.meanings if m.model and m.kind}
        if kinds:
            return {kind for kind in kinds if kind}
    return set()


def two_faced(facts: Facts) -> bool:
    """A model name that means one model for clips and another for pictures ("o1")."""
    for name in facts.names:
        by_kind = {m.kind: m.model for m in name.meanings if m.model}
        if (
            len(set(by_kind.values())) > 1
            and len({m.provider for m in name.meanings}) == 1
            and set(by_kind) == set(KINDS)
        ):
            return True
    return False


def wishes(facts: Facts, kind: str) -> list[Noun]:
    """The nouns of a kind that are wished for."""
    return [
        n
        for found in facts.nouns
        for n in found
        if n.kind == kind and n.role == WISH and not n.negated and n.weight >= 2
    ]

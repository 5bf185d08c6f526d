"""Inputs that are there, that the message speaks of, and that an operation lacks."""

from collections.abc import Mapping

from mediawright.router.decision.features import Facts
from mediawright.router.decision.verdict import Verdict
from mediawright.router.language.nouns import INPUT


def with_mentioned(facts: Facts) -> dict[str, int]:
    """Inputs that are there, and those the message speaks of as if they were."""
    counts = {kind: facts.n(kind) for kind in ("image", "video", "audio", "document")}
    if not any(counts.values()) or facts.any("replace_set", "speak_hard"):
        for kind in ("image", "video"):
            counts[kind] = max(counts[kind], mentioned(facts, kind))
    counts["audio"] = max(counts["audio"], mentioned(facts, "audio"))
    return counts


def mentioned(facts: Facts, kind: str) -> int:
    """1 when an input of this kind is spoken of ("this picture", "the clip I sent") outside the scene."""
    made = facts.creation
    for index, found in enumerate(facts.nouns):
        for noun in found:
            if noun.kind != kind or noun.role != INPUT or noun.negated:
                continue
            scene = made is not None and made.kind is not None and (index > made.part or noun.first > made.last)
            if (noun.weight >= 2 and (not scene or facts.any("strong_this"))) or (noun.weight >= 1 and made is None):
                return 1
            if noun.weight >= 1 and made is not None and made.kind is None and not scene:
                return 1
    return 0


def missing(facts: Facts, verdict: Verdict, counts: Mapping[str, int]) -> bool:
    """Whether the operation lacks an input that must be there."""
    image, video, audio = facts.n("image"), facts.n("video"), facts.n("audio")
    operation = verdict.operation
    if operation == "lip_sync":
        return not audio or not (image or video)
    if operation == "replace_character":
        return not image or not video
    if operation in ("edit_video", "extend_video"):
        return not video
    if operation == "image_to_video":
        return image < (2 if both_frames(facts) else 1)
    if operation in ("animate_image", "edit_image"):
        return not image
    if operation == "reference_to_video":
        return not (image or video or uses_element(facts) or facts.any("noun"))
    return operation == "image_series" and not image and counts["image"] > 0


def uses_element(facts: Facts) -> bool:
    """A saved subject takes part."""
    if facts.any("kept") and facts.any("noun") and facts.creation and facts.creation.kind:
        return True
    if facts.any("own", "kept") and facts.any("hard_noun") and facts.creation and facts.creation.kind:
        return True
    return facts.any("element_use") or ("element_id" in facts.said.values and facts.any("hard_noun", "noun"))


def both_frames(facts: Facts) -> bool:
    return facts.any("frames") or (facts.any("first_part") and facts.any("last_part"))

"""Inputs that are there, that the message speaks of, and that an operation lacks."""

from collections.abc import Mapping

from mediawright.router.language.noun_roles import INPUT
from mediawright.router.message.features import MessageFeatures
from mediawright.router.message.verdict import Verdict


def with_mentioned(message: MessageFeatures) -> dict[str, int]:
    """Inputs that are there, and those the message speaks of as if they were."""
    counts = {kind: message.n(kind) for kind in ("image", "video", "audio", "document")}
    if not any(counts.values()) or message.any("replace_set", "speak_hard"):
        for kind in ("image", "video"):
            counts[kind] = max(counts[kind], mentioned(message, kind))
    counts["audio"] = max(counts["audio"], mentioned(message, "audio"))
    return counts


def mentioned(message: MessageFeatures, kind: str) -> int:
    """1 when an input of this kind is spoken of ("this picture", "the clip I sent") outside the scene."""
    made = message.creation
    for index, found in enumerate(message.nouns):
        for noun in found:
            if noun.kind != kind or noun.role != INPUT or noun.negated:
                continue
            scene = made is not None and made.kind is not None and (index > made.part or noun.first > made.last)
            if (noun.weight >= 2 and (not scene or message.any("strong_this"))) or (noun.weight >= 1 and made is None):
                return 1
            if noun.weight >= 1 and made is not None and made.kind is None and not scene:
                return 1
    return 0


def missing(message: MessageFeatures, verdict: Verdict, counts: Mapping[str, int]) -> bool:
    """Whether the operation lacks an input that must be there."""
    image, video, audio = message.n("image"), message.n("video"), message.n("audio")
    operation = verdict.operation
    if operation == "lip_sync":
        return not audio or not (image or video)
    if operation == "replace_character":
        return not image or not video
    if operation in ("edit_video", "extend_video"):
        return not video
    if operation == "image_to_video":
        return image < (2 if both_frames(message) else 1)
    if operation in ("animate_image", "edit_image"):
        return not image
    if operation == "reference_to_video":
        return not (image or video or uses_element(message) or message.any("noun"))
    return operation == "image_series" and not image and counts["image"] > 0


def uses_element(message: MessageFeatures) -> bool:
    """A saved subject takes part."""
    if message.any("kept") and message.any("noun") and message.creation and message.creation.kind:
        return True
    if message.any("own", "kept") and message.any("hard_noun") and message.creation and message.creation.kind:
        return True
    return message.any("element_use") or ("element_id" in message.said.values and message.any("hard_noun", "noun"))


def both_frames(message: MessageFeatures) -> bool:
    return message.any("frames") or (message.any("first_part") and message.any("last_part"))

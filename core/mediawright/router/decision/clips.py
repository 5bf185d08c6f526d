"""What is wanted of a clip that is given, alone or with a photo."""

import re

from mediawright.router.language.noun_roles import INPUT
from mediawright.router.message.features import MessageFeatures, heads
from mediawright.router.message.verdict import Verdict
from mediawright.router.parameters.styles import STYLES
from mediawright.router.parameters.swap import person_kept, replaced

#: so much more of a clip: "+5s"
_MORE = re.compile(r"\s*\+ ?\d{1,2} ?(?:s|secs?|seconds?|秒)")


def photo_and_clip(message: MessageFeatures) -> Verdict:
    if person_kept(message):
        return Verdict("edit_video", "something replaced, the person stays", ("stays", "instead", "place"))
    swap = message.any("replace_set") and not message.any("not_me")
    if swap or message.any("body_only", "full_scene"):
        return Verdict("replace_character", "character replaced", ("replace_set", "body_only", "full_scene"), 0.95)
    swapped = replaced(message)
    if message.any("copy_moves") and swapped != "thing" and not (message.any("borrow_hard") and message.any("fresh")):
        return Verdict("replace_character", "the photo copies the moves of the clip", ("copy_moves",))
    if message.any("borrow_hard") or (message.any("borrow") and message.any("fresh")):
        return Verdict(
            "reference_to_video", "style or motion borrowed for a new clip", ("borrow", "borrow_hard", "fresh")
        )
    if swapped == "person":
        return Verdict("replace_character", "a person put in place of another", ("instead", "person"))
    if swapped == "thing" or (message.any("change", "place") and message.any("thing") and not message.any("person")):
        return Verdict("edit_video", "a thing in the clip replaced", ("change", "instead", "thing"))
    return Verdict(None, "a photo and a clip, use unclear", ("image", "video"), 0.4, "operation", "video")


def clip(message: MessageFeatures, kind: str | None) -> Verdict:
    if (message.any("extend") or _MORE.match(message.reading.plain)) and not message.any("borrow_hard", "keep_length"):
        return Verdict("extend_video", "a clip made longer", ("extend",), 0.93)
    if (message.any("replace_set") and not message.any("not_me")) or (
        replaced(message) == "person" and _photo_spoken_of(message)
    ):
        return Verdict("replace_character", "the person replaced", ("replace_set", "instead"))
    if _borrowed(message):
        return Verdict(
            "reference_to_video", "a new clip after this one", ("borrow_hard", "borrow", "fresh", "copy_moves")
        )
    if kind == "image" and not message.any("change"):
        return Verdict(None, "a picture from a clip", ("image",), 0.4, "operation")
    styled = message.any("change", "place", *STYLES)
    if styled and not _only_length(message):
        return Verdict("edit_video", "a clip changed", ("change", "place", *STYLES))
    if told(message):
        return Verdict("edit_video", "something in the clip made otherwise", ("verb", "this", "strong_this"), 0.8)
    return Verdict(None, "a clip, use unclear", ("video",), 0.4, "operation")


def told(message: MessageFeatures) -> bool:
    """An imperative about what is in the clip: "make the car in this video blue"."""
    if message.any("retime") or len(message.content) < 1 or (message.creation and message.creation.kind):
        return False
    if "duration" in message.said.values and len(message.content) <= 2:
        return False
    if message.any("free_noun", "fresh") or not (message.any("strong_this") or len(message.content) >= 2):
        return False
    telling = {"^verb", "^edit_verb", "^place", "^draw"} | ({"^this"} if message.any("strong_this") else set())
    return any(heads(message, index) & telling for index in range(len(message.parts)))


def _photo_spoken_of(message: MessageFeatures) -> bool:
    return any(noun.kind == "image" and noun.role == INPUT for found in message.nouns for noun in found)


def _borrowed(message: MessageFeatures) -> bool:
    if message.any("borrow_hard"):
        return True
    return message.any("fresh") and message.any("borrow", "copy_moves") and not message.any("change")


def _only_length(message: MessageFeatures) -> bool:
    """Nothing but another length is asked for: shorter, longer, slower?"""
    if "duration" not in message.said.values or message.any(*STYLES):
        return False
    acts = {at for name in ("change", "verb") for hit in message.hits(name) for at in range(hit.first, hit.last)}
    return len(set(message.content) - acts) <= 1

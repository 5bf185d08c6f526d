"""What is wanted of a clip that is given, alone or with a photo."""

from mediawright.router.decision.features import Facts, heads
from mediawright.router.decision.verdict import Verdict
from mediawright.router.language.nouns import INPUT
from mediawright.router.parameters.styles import STYLES
from mediawright.router.parameters.swap import person_kept, replaced


def photo_and_clip(facts: Facts) -> Verdict:
    if person_kept(facts):
        return Verdict("edit_video", "something replaced, the person stays", ("stays", "instead", "place"))
    swap = facts.any("replace_set") and not facts.any("not_me")
    if swap or facts.any("body_only", "full_scene"):
        return Verdict("replace_character", "character replaced", ("replace_set", "body_only", "full_scene"), 0.95)
    swapped = replaced(facts)
    if facts.any("copy_moves") and swapped != "thing" and not (facts.any("borrow_hard") and facts.any("fresh")):
        return Verdict("replace_character", "the photo copies the moves of the clip", ("copy_moves",))
    if facts.any("borrow_hard") or (facts.any("borrow") and facts.any("fresh")):
        return Verdict(
            "reference_to_video", "style or motion borrowed for a new clip", ("borrow", "borrow_hard", "fresh")
        )
    if swapped == "person":
        return Verdict("replace_character", "a person put in place of another", ("instead", "person"))
    if swapped == "thing" or (facts.any("change", "place") and facts.any("thing") and not facts.any("person")):
        return Verdict("edit_video", "a thing in the clip replaced", ("change", "instead", "thing"))
    return Verdict(None, "a photo and a clip, use unclear", ("image", "video"), 0.4, "operation", "video")


def clip(facts: Facts, kind: str | None) -> Verdict:
    if facts.any("extend") and not facts.any("borrow_hard", "keep_length"):
        return Verdict("extend_video", "a clip made longer", ("extend",), 0.93)
    if (facts.any("replace_set") and not facts.any("not_me")) or (
        replaced(facts) == "person" and _photo_spoken_of(facts)
    ):
        return Verdict("replace_character", "the person replaced", ("replace_set", "instead"))
    if _borrowed(facts):
        return Verdict(
            "reference_to_video", "a new clip after this one", ("borrow_hard", "borrow", "fresh", "copy_moves")
        )
    if kind == "image" and not facts.any("change"):
        return Verdict(None, "a picture from a clip", ("image",), 0.4, "operation")
    styled = facts.any("change", "place", *STYLES)
    if styled and not _only_length(facts):
        return Verdict("edit_video", "a clip changed", ("change", "place", *STYLES))
    if told(facts):
        return Verdict("edit_video", "something in the clip made otherwise", ("verb", "this", "strong_this"), 0.8)
    return Verdict(None, "a clip, use unclear", ("video",), 0.4, "operation")


def told(facts: Facts) -> bool:
    """An imperative about what is in the clip: "make the car in this video blue"."""
    if facts.any("retime") or len(facts.content) < 1 or (facts.creation and facts.creation.kind):
        return False
    if "duration" in facts.said.values and len(facts.content) <= 2:
        return False
    if facts.any("free_noun", "fresh") or not (facts.any("strong_this") or len(facts.content) >= 2):
        return False
    telling = {"^verb", "^edit_verb", "^place", "^draw"} | ({"^this"} if facts.any("strong_this") else set())
    return any(heads(facts, index) & telling for index in range(len(facts.parts)))


def _photo_spoken_of(facts: Facts) -> bool:
    return any(noun.kind == "image" and noun.role == INPUT for found in facts.nouns for noun in found)


def _borrowed(facts: Facts) -> bool:
    if facts.any("borrow_hard"):
        return True
    return facts.any("fresh") and facts.any("borrow", "copy_moves") and not facts.any("change")


def _only_length(facts: Facts) -> bool:
    """Nothing but another length is asked for: shorter, longer, slower?"""
    if "duration" not in facts.said.values or facts.any(*STYLES):
        return False
    acts = {at for name in ("change", "verb") for hit in facts.hits(name) for at in range(hit.first, hit.last)}
    return len(set(facts.content) - acts) <= 1

"""Which generating operation a message asks for, from its inputs, its wish and its verbs; or the question to ask."""

from collections.abc import Mapping
from dataclasses import dataclass

from mediawright.router.facts import Facts
from mediawright.router.nouns import INPUT
from mediawright.router.swap import replaced
from mediawright.router.wants import model_kinds, two_faced, wanted, wishes

STYLES = ("anime", "comic", "clay", "cyberpunk", "style_3d_animation", "toon")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided and why: `rule` for the trace, `by` the concepts whose words decided."""

    operation: str | None
    rule: str
    by: tuple[str, ...] = ()
    confidence: float = 0.9
    ask: str | None = None
    command: str | None = None


def generation(facts: Facts) -> Verdict | None:
    """The generating operation, a question, or None when nothing of the kind is asked for."""
    kind = wanted(facts)
    counts = _with_mentioned(facts)
    verdict = _by_inputs(facts, kind, counts)
    if verdict is None or verdict.ask:
        return verdict
    if _missing(facts, verdict, counts):
        return Verdict(verdict.operation, verdict.rule, verdict.by, 0.8, "missing_input")
    return verdict


def _with_mentioned(facts: Facts) -> dict[str, int]:
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


def _missing(facts: Facts, verdict: Verdict, counts: Mapping[str, int]) -> bool:
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
        return image < (2 if _both_frames(facts) else 1)
    if operation in ("animate_image", "edit_image"):
        return not image
    if operation == "reference_to_video":
        return not (image or video or uses_element(facts))
    return operation == "image_series" and not image and counts["image"] > 0


def uses_element(facts: Facts) -> bool:
    """A saved subject takes part."""
    if facts.any("kept") and facts.any("noun") and facts.creation and facts.creation.kind:
        return True
    return facts.any("element_use") or ("element_id" in facts.said.values and facts.any("hard_noun", "noun"))


def _both_frames(facts: Facts) -> bool:
    return facts.any("frames") or (facts.any("first_part") and facts.any("last_part"))


def _by_inputs(facts: Facts, kind: str | None, counts: Mapping[str, int]) -> Verdict | None:
    image, video, audio = counts["image"], counts["video"], counts["audio"]
    if uses_element(facts) and not video and kind != "image":
        return _element_used(facts, kind)
    if facts.any("speak_hard") and (audio or kind != "image") and not _only_text_said(facts):
        return Verdict("lip_sync", "mouth words", ("speak_hard",), 0.95)
    if audio and (image or video):
        return _with_sound(facts, kind)
    if image and video:
        return _photo_and_clip(facts)
    if video:
        return _clip(facts, kind)
    if image:
        return _pictures(facts, kind, image)
    if audio:
        return _sound_alone(facts)
    return _words_alone(facts, kind)


def _only_text_said(facts: Facts) -> bool:
    """Mouth words inside a scene that is told in words alone."""
    made = facts.creation
    return bool(made and made.kind) and not facts.n("image") and not facts.n("video") and not facts.n("audio")


def _element_used(facts: Facts, kind: str | None) -> Verdict:
    if kind == "video" or facts.any("motion") or "duration" in facts.said.values:
        return Verdict("reference_to_video", "saved subject in a clip", ("element_use", "video", "hard_noun"))
    return Verdict(None, "saved subject, kind of result open", ("element_use",), 0.5, "output_type")


def _with_sound(facts: Facts, kind: str | None) -> Verdict:
    if facts.any("speak") and kind != "image":
        return Verdict("lip_sync", "a face and a sound, and speaking", ("speak", "audio"))
    if facts.n("audio") == 0 and kind:
        return _pictures(facts, kind, facts.n("image")) if facts.n("image") else _clip(facts, kind)
    return Verdict(None, "a sound without speaking", ("audio",), 0.5, "operation")


def _sound_alone(facts: Facts) -> Verdict | None:
    if facts.any("speak"):
        return Verdict("lip_sync", "a sound to be spoken", ("speak", "audio"))
    if facts.n("audio") == 0:
        return _words_alone(facts, wanted(facts))
    return Verdict(None, "a sound alone", ("audio",), 0.4, "operation")


def _photo_and_clip(facts: Facts) -> Verdict:
    if facts.any("replace_set", "body_only", "full_scene"):
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
    if swapped == "thing" or (facts.any("change") and facts.any("thing") and not facts.any("person")):
        return Verdict("edit_video", "a thing in the clip replaced", ("change", "instead", "thing"))
    return Verdict(None, "a photo and a clip, use unclear", ("image", "video"), 0.4, "operation", "video")


def _clip(facts: Facts, kind: str | None) -> Verdict:
    if facts.any("extend") and not facts.any("borrow_hard"):
        return Verdict("extend_video", "a clip made longer", ("extend",), 0.93)
    if facts.any("replace_set") or (replaced(facts) == "person" and _photo_spoken_of(facts)):
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
    if _told(facts):
        return Verdict("edit_video", "something in the clip made otherwise", ("verb", "this", "strong_this"), 0.8)
    return Verdict(None, "a clip, use unclear", ("video",), 0.4, "operation")


def _told(facts: Facts) -> bool:
    """An imperative about what is in the clip: "make the car in this video blue"."""
    if facts.any("retime") or len(facts.content) < 1 or (facts.creation and facts.creation.kind):
        return False
    if "duration" in facts.said.values and len(facts.content) <= 2:
        return False
    if facts.any("free_noun", "fresh") or not (facts.any("strong_this") or len(facts.content) >= 2):
        return False
    heads = {"^verb", "^edit_verb", "^place"} | ({"^this"} if facts.any("strong_this") else set())
    return any(_heads(facts, index) & heads for index in range(len(facts.parts)))


def _heads(facts: Facts, index: int) -> set[str]:
    part = facts.parts[index]
    return {f"^{concept}" for hit in part.hits if hit.first <= part.head for concept in hit.concepts}


def _photo_spoken_of(facts: Facts) -> bool:
    return any(noun.kind == "image" and noun.role == INPUT for found in facts.nouns for noun in found)


def _borrowed(facts: Facts) -> bool:
    if facts.any("borrow_hard"):
        return True
    return facts.any("fresh") and facts.any("borrow", "copy_moves") and not facts.any("change")


def _only_length(facts: Facts) -> bool:
    """Nothing but another length is asked for: shorter, longer, slower?"""
    return "duration" in facts.said.values and len(facts.content) <= 1 and not facts.any(*STYLES)


def _pictures(facts: Facts, kind: str | None, image: int) -> Verdict:
    if kind != "video" and series(facts):
        return Verdict("image_series", "a set of pictures", ("series", "series_hard"))
    character = [n for n in wishes(facts, "character")]
    if kind is None and character and not facts.any("motion", "speak", "change"):
        return Verdict(None, "a character: subject or picture", ("noun",), 0.5, "subject_or_image")
    if kind == "video" or (kind is None and (facts.any("motion", "animate", "image_to_video") or _both_frames(facts))):
        return _moving(facts, image)
    if kind == "image" and facts.any("motion") and not facts.any("no_motion") and not _wished_picture(facts):
        return Verdict(None, "moving, yet a picture is named", ("motion", "image"), 0.4, "output_type")
    if kind == "image":
        return _changed(facts, image)
    return _unsaid(facts, image)


def series(facts: Facts) -> bool:
    """Pictures that belong together are wanted."""
    if facts.any("single"):
        return False
    return facts.any("series_hard") or (facts.any("series") and "count" in facts.said.values)


def _wished_picture(facts: Facts) -> bool:
    """Some other wish for a picture than the bare noun."""
    return facts.any("image_measure", "single", "change", "merge", "draw") and not facts.any("animate")


def _moving(facts: Facts, image: int) -> Verdict:
    if image == 1 and drawn_style(facts):
        return Verdict("animate_image", "a picture turned into a drawn clip", (*STYLES, "animate"))
    if _both_frames(facts):
        return Verdict("image_to_video", "between two frames", ("frames", "first_part", "last_part"), 0.95)
    if image == 1:
        return Verdict("image_to_video", "a picture brought to life", ("motion", "video", "image_to_video"))
    if image == 2 and not _composed(facts):
        return Verdict(None, "two pictures, use unclear", ("video",), 0.4, "operation", "video")
    return Verdict("reference_to_video", "a clip composed of pictures", ("together", "video"))


def _composed(facts: Facts) -> bool:
    return facts.any("together") or len(facts.content) >= 3


def drawn_style(facts: Facts) -> str | None:
    """The drawn style a picture is to be turned into, as `STYLES` names it; None for none or for a real look."""
    if facts.any("photoreal") and not facts.any("anime", "clay", "cyberpunk"):
        return None
    for part in facts.parts:
        for hit in part.hits:
            style = next((s for s in STYLES if s in hit.concepts), None)
            if style and "photoreal" not in part.says and _is_style(facts, part.hits, hit.first, hit.last):
                return style
    return "toon" if any("动画" in "".join(facts.tokens[h.first : h.last]) for h in facts.hits("animate")) else None


def _is_style(facts: Facts, hits: list[object], first: int, last: int) -> bool:
    """A style word counts when style, film or "into" stands beside it, not when it names a thing ("comic shop")."""
    from mediawright.router.scan import Hit

    for hit in hits:
        if isinstance(hit, Hit) and "style_mark" in hit.concepts:
            near = 0 <= hit.first - last <= 2 or 0 <= first - hit.last <= 4 or (hit.first <= first and hit.last >= last)
            if near:
                return True
    at_end = any(part.clause.last == last for part in facts.parts)
    return at_end or any(part.clause.first == first for part in facts.parts)


def _changed(facts: Facts, image: int) -> Verdict:
    changing = facts.any("change", "merge", "place", "upscale", "edit_image_set", *STYLES)
    if changing or len(facts.content) >= 4 or (image == 1 and _told(facts)):
        return Verdict("edit_image", "a picture changed", ("change", "merge", "place", "upscale", "edit_image_set"))
    return Verdict(None, "pictures from pictures, use unclear", ("image",), 0.4, "operation", "image")


def _unsaid(facts: Facts, image: int) -> Verdict:
    """Pictures are given, and neither clip nor picture is named as the result."""
    if two_faced(facts):
        return Verdict(None, "a model name for both kinds", (), 0.5, "model_version")
    if facts.any("merge", "upscale", "edit_image_set") or facts.any("place"):
        return Verdict("edit_image", "pictures edited", ("merge", "upscale", "place", "edit_image_set"))
    if facts.any("change") and not _style_only(facts) and not facts.any("motion_soft_strong"):
        return Verdict("edit_image", "a picture edited", ("change",), 0.85)
    return Verdict(None, "a picture given, result open", ("image",), 0.4, "output_type")


def _style_only(facts: Facts) -> bool:
    """Only a drawn style is named: it could be a picture or a clip."""
    return drawn_style(facts) is not None and not facts.any("thing", "no_motion")


def _words_alone(facts: Facts, kind: str | None) -> Verdict | None:
    if _verb_without_input(facts):
        return _input_lacking(facts, kind)
    if kind and _empty(facts):
        operation = "text_to_video" if kind == "video" else "text_to_image"
        return Verdict(operation, "nothing to be seen is said", ("verb", kind), 0.4, "missing_input")
    if kind == "video":
        return Verdict("text_to_video", "a clip from words", ("text_to_video", "verb", "video"))
    if kind == "image":
        operation = "image_series" if series(facts) else "text_to_image"
        return Verdict(operation, "pictures from words", ("text_to_image", "draw", "verb", "image", "series"))
    if facts.any("series_hard") and "count" in facts.said.values and facts.creation:
        return Verdict("image_series", "a set of pictures from words", ("series", "series_hard"))
    return None


def _empty(facts: Facts) -> bool:
    """Not one word about what is to be seen, no quoted words and no document."""
    return not facts.content and not facts.reading.quotes and not facts.n("document")


def _verb_without_input(facts: Facts) -> bool:
    """A verb that works on something, and nothing new is asked for."""
    if facts.creation and facts.creation.kind and not facts.any("speak_hard"):
        return False
    heads = {concept for index in range(len(facts.parts)) if facts.live[index] for concept in _heads(facts, index)}
    return facts.any("extend", "replace_set", "frames") or bool(heads & {"^change", "^animate"})


def _input_lacking(facts: Facts, kind: str | None) -> Verdict | None:
    if facts.any("replace_set"):
        return Verdict("replace_character", "the person replaced", ("replace_set",))
    if facts.any("frames"):
        return Verdict("image_to_video", "between two frames", ("frames",))
    heads = {concept for index in range(len(facts.parts)) if facts.live[index] for concept in _heads(facts, index)}
    if "^extend" in heads:
        return Verdict("extend_video", "a clip made longer", ("extend",))
    if kind or not heads & {"^change", "^animate"}:
        return None
    return Verdict(None, "something to be changed, nothing given", ("change", "animate"), 0.4, "missing_input")


__all__ = ["STYLES", "Verdict", "drawn_style", "generation", "mentioned", "model_kinds", "uses_element"]

"""Which generating operation a message asks for, from its inputs, its wish and its verbs; or the question to ask."""

from collections.abc import Mapping

from mediawright.router.decision.clips import clip, photo_and_clip
from mediawright.router.decision.features import Facts, heads
from mediawright.router.decision.output_kind import two_faced, wanted
from mediawright.router.decision.pictures import pictures, series
from mediawright.router.decision.verdict import Verdict
from mediawright.router.parameters.inputs import mentioned, missing, uses_element, with_mentioned
from mediawright.router.parameters.swap import replaced

_POINTS_ZH = frozenset("这那")
_POINTS = _POINTS_ZH | {"this", "that"}
_MEASURES_ZH = frozenset("只条头匹位个辆件款朵棵把座")


def generation(facts: Facts) -> Verdict | None:
    """The generating operation, a question, or None when nothing of the kind is asked for."""
    kind = wanted(facts)
    counts = with_mentioned(facts)
    verdict = _by_inputs(facts, kind, counts)
    if verdict is None or verdict.ask:
        return verdict
    if missing(facts, verdict, counts):
        return Verdict(verdict.operation, verdict.rule, verdict.by, 0.8, "missing_input")
    return verdict


def _by_inputs(facts: Facts, kind: str | None, counts: Mapping[str, int]) -> Verdict | None:
    image, video, audio = counts["image"], counts["video"], counts["audio"]
    if uses_element(facts) and not video and kind != "image":
        return _element_used(facts, kind)
    if facts.any("speak_hard") and (audio or kind != "image") and not _only_text_said(facts):
        return Verdict("lip_sync", "mouth words", ("speak_hard",), 0.95)
    if audio and (image or video):
        return _with_sound(facts, kind)
    if image and video:
        return photo_and_clip(facts)
    if video:
        return clip(facts, kind)
    if image and mentioned(facts, "video") and (replaced(facts) == "person" or facts.any("replace_set")):
        return Verdict("replace_character", "the person in a clip that is spoken of", ("instead", "person"))
    if image:
        return pictures(facts, kind, image)
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
        return pictures(facts, kind, facts.n("image")) if facts.n("image") else clip(facts, kind)
    return Verdict(None, "a sound without speaking", ("audio",), 0.5, "operation")


def _sound_alone(facts: Facts) -> Verdict | None:
    if facts.any("speak"):
        return Verdict("lip_sync", "a sound to be spoken", ("speak", "audio"))
    if facts.n("audio") == 0:
        return _words_alone(facts, wanted(facts))
    return Verdict(None, "a sound alone", ("audio",), 0.4, "operation")


def _words_alone(facts: Facts, kind: str | None) -> Verdict | None:
    if kind is None and two_faced(facts) and not mentioned(facts, "image") and not mentioned(facts, "video"):
        return Verdict(None, "a model name for both kinds", (), 0.5, "model_version")
    if _verb_without_input(facts):
        return _input_lacking(facts, kind)
    if kind and pointed_at(facts):
        operation = "image_to_video" if kind == "video" else "edit_image"
        return Verdict(operation, "something is pointed at, nothing given", ("verb", kind), 0.6, "missing_input")
    if kind and nothing_seen(facts):
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


def nothing_seen(facts: Facts) -> bool:
    """Not one word about what is to be seen, no quoted words and no document."""
    return not facts.content and not facts.reading.quotes and not facts.n("document")


def pointed_at(facts: Facts) -> bool:
    """After a bare wish somebody is pointed at as if to be seen: 做一段视频，这只猫…"""
    made = facts.creation
    if made is None or not made.bare or facts.n("document") or made.part + 1 >= len(facts.parts):
        return False
    part = facts.parts[made.part + 1]
    at = part.clause.first
    said = facts.tokens[at : min(at + 2, part.clause.last)]
    if len(said) < 2 or said[0] not in _POINTS or (said[0] in _POINTS_ZH and said[1] not in _MEASURES_ZH):
        return False
    return any(hit.first <= at + 3 and not hit.concepts.isdisjoint(("thing", "person")) for hit in part.hits)


def _verb_without_input(facts: Facts) -> bool:
    """A verb that works on something, and nothing new is asked for."""
    if facts.creation and facts.creation.kind and not facts.any("speak_hard"):
        return False
    begun = {concept for index in range(len(facts.parts)) if facts.live[index] for concept in heads(facts, index)}
    return facts.any("extend", "replace_set", "frames") or bool(begun & {"^change", "^animate"})


def _input_lacking(facts: Facts, kind: str | None) -> Verdict | None:
    if facts.any("replace_set"):
        return Verdict("replace_character", "the person replaced", ("replace_set",))
    if facts.any("frames"):
        return Verdict("image_to_video", "between two frames", ("frames",))
    begun = {concept for index in range(len(facts.parts)) if facts.live[index] for concept in heads(facts, index)}
    if "^extend" in begun:
        return Verdict("extend_video", "a clip made longer", ("extend",))
    if kind or not begun & {"^change", "^animate"}:
        return None
    return Verdict(None, "something to be changed, nothing given", ("change", "animate"), 0.4, "missing_input")

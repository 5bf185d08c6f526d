"""Which generating operation a message asks for, from its inputs, its wish and its verbs; or the question to ask."""

import re
from collections.abc import Mapping

from mediawright.router.decision.clips import clip, photo_and_clip
from mediawright.router.decision.pictures import pictures, series
from mediawright.router.message.features import MessageFeatures, heads
from mediawright.router.message.output_kind import two_faced, wanted
from mediawright.router.message.verdict import Verdict
from mediawright.router.parameters.inputs import mentioned, missing, uses_element, with_mentioned
from mediawright.router.parameters.swap import replaced

_POINTS_ZH = frozenset("这那")
_POINTS = _POINTS_ZH | {"this", "that"}
_MEASURES_ZH = frozenset("只条头匹位个辆件款朵棵把座")


#: "turn this into a video", and nothing more said about what this is
_TURNED = re.compile(
    r"\b(?:turn|make|convert|transform|change) (?:this|that|it|these|them|those)(?: one)?(?: photo| picture| image| pic)? "
    r"(?:in)?to (?:an? |one )?(?:\w+ ){0,2}(?:videos?|clips?|movies?|films?|animations?|gifs?)\b[^a-z]*$"
)


def generation(message: MessageFeatures) -> Verdict | None:
    """The generating operation, a question, or None when nothing of the kind is asked for."""
    kind = wanted(message)
    counts = with_mentioned(message)
    verdict = _by_inputs(message, kind, counts)
    if verdict is None or verdict.ask:
        return verdict
    if missing(message, verdict, counts):
        return Verdict(verdict.operation, verdict.rule, verdict.by, 0.8, "missing_input")
    return verdict


def _by_inputs(message: MessageFeatures, kind: str | None, counts: Mapping[str, int]) -> Verdict | None:
    image, video, audio = counts["image"], counts["video"], counts["audio"]
    if uses_element(message) and not video and kind != "image":
        return _element_used(message, kind)
    if message.any("speak_hard") and (audio or kind != "image") and not _only_text_said(message):
        return Verdict("lip_sync", "mouth words", ("speak_hard",), 0.95)
    if audio and (image or video):
        return _with_sound(message, kind)
    if image and video:
        return photo_and_clip(message)
    if video:
        return clip(message, kind)
    if image and mentioned(message, "video") and (replaced(message) == "person" or message.any("replace_set")):
        return Verdict("replace_character", "the person in a clip that is spoken of", ("instead", "person"))
    if image:
        return pictures(message, kind, image)
    if audio:
        return _sound_alone(message)
    return _words_alone(message, kind)


def _only_text_said(message: MessageFeatures) -> bool:
    """Mouth words inside a scene that is told in words alone."""
    made = message.creation
    return bool(made and made.kind) and not message.n("image") and not message.n("video") and not message.n("audio")


def _element_used(message: MessageFeatures, kind: str | None) -> Verdict:
    if kind == "video" or message.any("motion") or "duration" in message.said.values:
        return Verdict("reference_to_video", "saved subject in a clip", ("element_use", "video", "hard_noun"))
    return Verdict(None, "saved subject, kind of result open", ("element_use",), 0.5, "output_type")


def _with_sound(message: MessageFeatures, kind: str | None) -> Verdict:
    if message.any("speak") and kind != "image":
        return Verdict("lip_sync", "a face and a sound, and speaking", ("speak", "audio"))
    if message.n("audio") == 0 and kind:
        return pictures(message, kind, message.n("image")) if message.n("image") else clip(message, kind)
    return Verdict(None, "a sound without speaking", ("audio",), 0.5, "operation")


def _sound_alone(message: MessageFeatures) -> Verdict | None:
    if message.any("speak"):
        return Verdict("lip_sync", "a sound to be spoken", ("speak", "audio"))
    if message.n("audio") == 0:
        return _words_alone(message, wanted(message))
    return Verdict(None, "a sound alone", ("audio",), 0.4, "operation")


def _words_alone(message: MessageFeatures, kind: str | None) -> Verdict | None:
    unsaid = kind is None or (kind == "image" and message.any("draw") and not message.any("image", "image_measure"))
    if unsaid and two_faced(message) and not mentioned(message, "image") and not mentioned(message, "video"):
        return Verdict(None, "a model name for both kinds", (), 0.5, "model_version")
    if _verb_without_input(message):
        return _input_lacking(message, kind)
    if kind == "video" and _TURNED.search(message.reading.norm):
        return Verdict(
            "image_to_video", "this is to become a clip, nothing given", ("verb", kind), 0.6, "missing_input"
        )
    if kind and pointed_at(message):
        operation = "image_to_video" if kind == "video" else "edit_image"
        return Verdict(operation, "something is pointed at, nothing given", ("verb", kind), 0.6, "missing_input")
    if kind and nothing_seen(message):
        operation = "text_to_video" if kind == "video" else "text_to_image"
        return Verdict(operation, "nothing to be seen is said", ("verb", kind), 0.4, "missing_input")
    if kind == "video":
        return Verdict("text_to_video", "a clip from words", ("text_to_video", "verb", "video"))
    if kind == "image":
        operation = "image_series" if series(message) else "text_to_image"
        return Verdict(operation, "pictures from words", ("text_to_image", "draw", "verb", "image", "series"))
    if message.any("series_hard") and "count" in message.said.values and message.creation:
        return Verdict("image_series", "a set of pictures from words", ("series", "series_hard"))
    return None


def nothing_seen(message: MessageFeatures) -> bool:
    """Not one word about what is to be seen, no quoted words and no document."""
    return not message.content and not message.reading.quotes and not message.n("document")


def pointed_at(message: MessageFeatures) -> bool:
    """After a bare wish somebody is pointed at as if to be seen: 做一段视频，这只猫…"""
    made = message.creation
    if made is None or not made.bare or message.n("document") or made.part + 1 >= len(message.parts):
        return False
    part = message.parts[made.part + 1]
    at = part.clause.first
    said = message.tokens[at : min(at + 2, part.clause.last)]
    if len(said) < 2 or said[0] not in _POINTS or (said[0] in _POINTS_ZH and said[1] not in _MEASURES_ZH):
        return False
    return any(hit.first <= at + 3 and not hit.concepts.isdisjoint(("thing", "person")) for hit in part.hits)


def _verb_without_input(message: MessageFeatures) -> bool:
    """A verb that works on something, and nothing new is asked for."""
    if message.creation and message.creation.kind and not message.any("speak_hard"):
        return False
    begun = {concept for index in range(len(message.parts)) if message.live[index] for concept in heads(message, index)}
    return message.any("extend", "replace_set", "frames") or bool(begun & {"^change", "^animate"})


def _input_lacking(message: MessageFeatures, kind: str | None) -> Verdict | None:
    if message.any("replace_set"):
        return Verdict("replace_character", "the person replaced", ("replace_set",))
    if message.any("frames"):
        return Verdict("image_to_video", "between two frames", ("frames",))
    begun = {concept for index in range(len(message.parts)) if message.live[index] for concept in heads(message, index)}
    if "^extend" in begun:
        return Verdict("extend_video", "a clip made longer", ("extend",))
    if kind or not begun & {"^change", "^animate"}:
        return None
    return Verdict(None, "something to be changed, nothing given", ("change", "animate"), 0.4, "missing_input")

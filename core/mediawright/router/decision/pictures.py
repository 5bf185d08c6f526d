"""What is wanted of pictures that are given: moved, changed, merged, continued as a set, or not said."""

from mediawright.router.decision.clips import told
from mediawright.router.language.lazy_pattern import LazyPattern
from mediawright.router.message.features import MessageFeatures
from mediawright.router.message.output_kind import two_faced, wanted_things
from mediawright.router.message.verdict import Verdict
from mediawright.router.parameters.inputs import both_frames
from mediawright.router.parameters.styles import STYLES, drawn_style

#: what goes on between the first of two pictures and the second
_BETWEEN = LazyPattern(r"\b(?:transitions?|morph\w*|cross ?fades?)\b|过渡|渐变")


def pictures(message: MessageFeatures, kind: str | None, image: int) -> Verdict:
    if kind != "video" and series(message):
        return Verdict("image_series", "a set of pictures", ("series", "series_hard"))
    character = wanted_things(message, "character")
    if kind is None and character and not message.any("motion", "speak", "change"):
        return Verdict(None, "a character: subject or picture", ("noun",), 0.5, "subject_or_image")
    if kind is None and two_faced(message) and not message.any("motion", "change"):
        return Verdict(None, "a model name for both kinds", (), 0.5, "model_version")
    if kind == "video" or (kind is None and (_moves(message) or both_frames(message))) or named_first(message):
        return _moving(message, image)
    if image == 2 and both_frames(message) and not message.any("merge"):
        return _moving(message, image)
    if kind == "image" and message.any("motion") and not message.any("no_motion") and not _wanted_picture(message):
        return Verdict(None, "moving, yet a picture is named", ("motion", "image"), 0.4, "output_type")
    if kind == "image":
        return _changed(message, image)
    return _unsaid(message, image)


def _moves(message: MessageFeatures) -> bool:
    """Motion is asked for: outright, or by verbs of motion where nothing is to be edited."""
    if message.any("motion", "animate", "image_to_video"):
        return True
    return message.any("motion_soft") and not message.any("change", "merge", "place", "upscale", "no_motion")


def named_first(message: MessageFeatures) -> bool:
    """The picture that is given is named by itself, and then how it moves: 爷爷的照片，想看他点点头."""
    made = message.creation
    if made is None or made.kind != "image" or made.part + 1 >= len(message.parts):
        return False
    if series(message) or message.any(
        "change", "merge", "place", "upscale", "no_motion", "draw", "image_measure", "single"
    ):
        return False
    parts = message.parts
    return "verb" not in parts[made.part].says and any("motion_soft" in part.says for part in parts[made.part + 1 :])


def series(message: MessageFeatures) -> bool:
    """Pictures that belong together are wanted."""
    if message.any("single"):
        return False
    return message.any("series_hard") or (message.any("series") and "count" in message.said.values)


def _wanted_picture(message: MessageFeatures) -> bool:
    """Some other wish for a picture than the bare noun."""
    return message.any("image_measure", "single", "change", "merge", "draw") and not message.any("animate")


def _moving(message: MessageFeatures, image: int) -> Verdict:
    if image == 1 and drawn_style(message):
        return Verdict("animate_image", "a picture turned into a drawn clip", (*STYLES, "animate"))
    if both_frames(message) or (image == 2 and _BETWEEN.search(message.reading.plain)):
        return Verdict("image_to_video", "between two frames", ("frames", "first_part", "last_part"), 0.95)
    if image == 1:
        return Verdict("image_to_video", "a picture brought to life", ("motion", "video", "image_to_video"))
    if not _composed(message):
        return Verdict(None, "several pictures, use unclear", ("video",), 0.4, "operation", "video")
    return Verdict("reference_to_video", "a clip composed of pictures", ("together", "video"))


def _composed(message: MessageFeatures) -> bool:
    return message.any("together") or len(message.content) >= 3


def _changed(message: MessageFeatures, image: int) -> Verdict:
    changing = message.any("change", "merge", "place", "upscale", "edit_image_set", *STYLES)
    if changing or len(message.content) >= 4 or (image == 1 and told(message)):
        return Verdict("edit_image", "a picture changed", ("change", "merge", "place", "upscale", "edit_image_set"))
    return Verdict(None, "pictures from pictures, use unclear", ("image",), 0.4, "operation", "image")


def _unsaid(message: MessageFeatures, image: int) -> Verdict:
    """Pictures are given, and neither clip nor picture is named as the result."""
    if two_faced(message):
        return Verdict(None, "a model name for both kinds", (), 0.5, "model_version")
    if message.any("merge", "upscale", "edit_image_set") or message.any("place"):
        return Verdict("edit_image", "pictures edited", ("merge", "upscale", "place", "edit_image_set"))
    if message.any("change") and not _style_only(message) and not message.any("motion_soft_strong"):
        return Verdict("edit_image", "a picture edited", ("change",), 0.85)
    return Verdict(None, "a picture given, result open", ("image",), 0.4, "output_type")


def _style_only(message: MessageFeatures) -> bool:
    """Only a drawn style is named: it could be a picture or a clip."""
    return drawn_style(message) is not None and not message.any("thing", "no_motion")

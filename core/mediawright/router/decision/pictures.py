"""What is wanted of pictures that are given: moved, changed, merged, continued as a set, or not said."""

from mediawright.router.decision.clips import told
from mediawright.router.decision.features import Facts
from mediawright.router.decision.output_kind import two_faced, wishes
from mediawright.router.decision.verdict import Verdict
from mediawright.router.parameters.inputs import both_frames
from mediawright.router.parameters.styles import STYLES, drawn_style


def pictures(facts: Facts, kind: str | None, image: int) -> Verdict:
    if kind != "video" and series(facts):
        return Verdict("image_series", "a set of pictures", ("series", "series_hard"))
    character = wishes(facts, "character")
    if kind is None and character and not facts.any("motion", "speak", "change"):
        return Verdict(None, "a character: subject or picture", ("noun",), 0.5, "subject_or_image")
    if kind is None and two_faced(facts) and not facts.any("motion", "change"):
        return Verdict(None, "a model name for both kinds", (), 0.5, "model_version")
    if kind == "video" or (kind is None and (_moves(facts) or both_frames(facts))):
        return _moving(facts, image)
    if image == 2 and both_frames(facts) and not facts.any("merge"):
        return _moving(facts, image)
    if kind == "image" and facts.any("motion") and not facts.any("no_motion") and not _wished_picture(facts):
        return Verdict(None, "moving, yet a picture is named", ("motion", "image"), 0.4, "output_type")
    if kind == "image":
        return _changed(facts, image)
    return _unsaid(facts, image)


def _moves(facts: Facts) -> bool:
    """Motion is asked for: outright, or by verbs of motion where nothing is to be edited."""
    if facts.any("motion", "animate", "image_to_video"):
        return True
    return facts.any("motion_soft") and not facts.any("change", "merge", "place", "upscale", "no_motion")


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
    if both_frames(facts):
        return Verdict("image_to_video", "between two frames", ("frames", "first_part", "last_part"), 0.95)
    if image == 1:
        return Verdict("image_to_video", "a picture brought to life", ("motion", "video", "image_to_video"))
    if not _composed(facts):
        return Verdict(None, "several pictures, use unclear", ("video",), 0.4, "operation", "video")
    return Verdict("reference_to_video", "a clip composed of pictures", ("together", "video"))


def _composed(facts: Facts) -> bool:
    return facts.any("together") or len(facts.content) >= 3


def _changed(facts: Facts, image: int) -> Verdict:
    changing = facts.any("change", "merge", "place", "upscale", "edit_image_set", *STYLES)
    if changing or len(facts.content) >= 4 or (image == 1 and told(facts)):
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

"""How named values of a request are read: roles by word, words for on and off, fields without capitals."""

from mediawright.types.operations import Operation
from mediawright.types.request import Role

IMAGE_ROLES = {
    "": Role.REFERENCE,
    "reference": Role.REFERENCE,
    "first_frame": Role.FIRST_FRAME,
    "end_frame": Role.END_FRAME,
}
CLIP_ROLES = {"base": Role.BASE, "feature": Role.FEATURE}
#: what a clip is for when only the operation says so
CLIP_ROLE_OF = {
    Operation.EXTEND_VIDEO: Role.SOURCE,
    Operation.LIP_SYNC: Role.SOURCE,
    Operation.REPLACE_CHARACTER: Role.FEATURE,
    Operation.REFERENCE_TO_VIDEO: Role.FEATURE,
}
YES, NO = frozenset({"on", "yes", "true", "1"}), frozenset({"off", "no", "false", "0"})
PLAIN = ("negative_prompt", "aspect_ratio", "resolution", "mode", "quality", "style", "model", "provider")
LOWER = frozenset({"aspect_ratio", "resolution", "mode", "quality", "style", "scope", "shot_type", "provider"}) | {
    "video_refer_type",
    "result_type",
}

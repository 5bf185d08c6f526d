"""How named values of a request are read: roles by word, words for on and off, fields without capitals."""

from mediawright.types.operations import MediaKind, Operation
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
    Operation.MOTION_CONTROL: Role.FEATURE,
    Operation.VIDEO_TO_AUDIO: Role.SOURCE,
    Operation.UPSCALE_VIDEO: Role.SOURCE,
}
#: what the listed pictures are for, one after another, where only the operation says so; the last holds for the rest
PICTURE_ROLES_OF = {
    Operation.TALKING_PHOTO: (Role.FACE,),
    Operation.MOTION_CONTROL: (Role.CHARACTER, Role.REFERENCE),
    Operation.TRY_ON: (Role.CHARACTER, Role.REFERENCE),
}
#: operations whose recordings are heard, whoever makes them; elsewhere a recording is somebody's voice
HEARD = frozenset({Operation.TEXT_TO_MUSIC, Operation.SOUND_EFFECTS, Operation.TRANSCRIBE, Operation.VIDEO_TO_AUDIO})
#: roles of pictures that flags of their own give
FLAGGED = frozenset({Role.FIRST_FRAME, Role.END_FRAME, Role.MASK, Role.CHARACTER, Role.REFERENCE})
#: a clip that is given its sound is a clip, and yet people ask for it among the sounds
ALSO = {"audio": (Operation.VIDEO_TO_AUDIO,)}
#: how much of a clip changes: whose body is swapped, or what is drawn anew in it
SWAPS, CHANGES = ("full_scene", "body_only"), ("outpaint", "repaint", "mask")
YES, NO = frozenset({"on", "yes", "true", "1"}), frozenset({"off", "no", "false", "0"})
PLAIN = (
    "language",
    "negative_prompt",
    "aspect_ratio",
    "resolution",
    "mode",
    "quality",
    "style",
    "model",
    "provider",
    "voice",
)
LOWER = frozenset({"aspect_ratio", "resolution", "mode", "quality", "style", "scope", "shot_type", "provider"}) | {
    "video_refer_type",
    "result_type",
}


def roles_said(kind: MediaKind, operation: Operation) -> frozenset[Role]:
    """The roles that flags can give an input of this kind, for an operation; empty where no flag takes the kind."""
    match kind:
        case MediaKind.IMAGE:
            return FLAGGED | set(PICTURE_ROLES_OF.get(operation, ()))
        case MediaKind.VIDEO:
            return frozenset({CLIP_ROLE_OF.get(operation, Role.BASE), *CLIP_ROLES.values()})
        case MediaKind.AUDIO:
            return frozenset({Role.SOUND if operation in HEARD else Role.VOICE})
    return frozenset()

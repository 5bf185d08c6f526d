"""The inputs among the named values of a request: pictures, clips and recordings, each with its role. Pure."""

from typing import TYPE_CHECKING

from mediawright.services.request_fields import CLIP_ROLE_OF, CLIP_ROLES, HEARD, IMAGE_ROLES, PICTURE_ROLES_OF
from mediawright.services.sources import bare, local_path, split_sources
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.request import Media, Role

if TYPE_CHECKING:
    from mediawright.services.request_reader import Reader


def image_sources(reader: "Reader") -> list[tuple[str, Role]]:
    """Read the listed pictures with the roles that were typed for them."""
    sources, types = reader.sources("image"), reader.values.get("image_types")
    roles = [Role.REFERENCE] * len(sources)
    if types is not None:
        words = [word.strip().lower() for word in str(types).split(",")]
        if len(words) != len(sources):
            reader.refuse("image_types", "types_count", images=len(sources), types=len(words))
        elif unknown := [word for word in words if word not in IMAGE_ROLES]:
            reader.refuse("image_types", "not_choice", ("first_frame", "end_frame"), value=unknown[0][:40])
        else:
            roles = [IMAGE_ROLES[word] for word in words]
    return list(zip(sources, roles, strict=True))


def images_of(reader: "Reader", operation: Operation) -> list[Media]:
    """Read every picture: listed, frames named apart, a face of a subject, a mask."""
    pairs = image_sources(reader)
    if roles := PICTURE_ROLES_OF.get(operation):
        pairs = [
            (source, roles[min(at, len(roles) - 1)] if role is Role.REFERENCE else role)
            for at, (source, role) in enumerate(pairs)
        ]
    if mask := reader.source("mask"):
        pairs.append((mask, Role.MASK))
    if first := reader.source("first_frame"):
        pairs.insert(0, (first, Role.FIRST_FRAME))
    ends = [reader.source(name) for name in ("end_frame", "image_tail") if reader.given(name)]
    if len(ends) > 1:
        reader.refuse("end_frame", "said_twice")
    pairs += [(end, Role.END_FRAME) for end in ends if end]
    if frontal := reader.source("frontal_image"):
        pairs.insert(0, (frontal, Role.CHARACTER))
    pairs += [(source, Role.REFERENCE) for source in reader.sources("refer_images")]
    return [Media(kind=MediaKind.IMAGE, role=role, source=source) for source, role in pairs]


def clips_of(reader: "Reader", operation: Operation) -> list[Media]:
    """Read the clips; what they are for is said, or follows from the operation."""
    value = reader.values.get("video")
    sources = [] if value is None else [str(item) for item in ([value] if isinstance(value, str) else value)]
    typed = reader.choice("video_refer_type", tuple(CLIP_ROLES))
    for name in ("video_refer_type", "keep_original_sound"):
        if reader.given(name) and not sources:
            reader.refuse(name, "needs_video")
    if any(not source.strip() for source in sources):
        reader.refuse("video", "empty_item")
    if any(len(split_sources(source, reader.exists)) > 1 for source in sources):
        reader.refuse("video", "comma_in_video")
    role = CLIP_ROLES[typed] if typed else CLIP_ROLE_OF.get(operation, Role.BASE)
    return [
        Media(kind=MediaKind.VIDEO, role=role, source=local_path(bare(source, reader.exists)))
        for source in sources
        if source.strip()
    ]


def sounds_of(reader: "Reader", operation: Operation) -> list[Media]:
    """Read the recordings: somebody's voice, or a sound where the operation only hears it."""
    role = Role.SOUND if operation in HEARD else Role.VOICE
    return [Media(kind=MediaKind.AUDIO, role=role, source=source) for source in reader.sources("audio")]

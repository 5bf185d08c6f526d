"""Which of ChatArt's request types a request becomes, decided by operation, number and roles of its inputs, and
model (§16)."""

import math
from collections.abc import Sequence
from typing import Any

from mediawright.plugin import Media, MediaInfo, Request, Role, dataclass
from mediawright_chatart.models import FRAMES, KINDS, OMNI, SINGLE, Entry, Kind, catalogue

FRAME_ROLES = (Role.FIRST_FRAME, Role.END_FRAME)
DEFAULT_RESOLUTION = "720p"
MOST_REFERENCES_I2V = 2

#: height of the input clip in pixels as stored → quality word, highest first (§6.5)
HEIGHTS = ((1080, "1080p"), (720, "720p"), (540, "540p"), (0, "360p"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One frozen record behind price, page and body (C-R12). Only the fields that its type sends are set.

    `mode` is the wire's function_mode; None where the model cannot take these inputs. `seconds` is the length that is
    paid for, `media` the inputs in the order in which they are sent, `nearest` says that the ratio was found by us.
    """

    kind: Kind
    entry: Entry
    prompt: str
    media: tuple[Media, ...]
    mode: str | None = None
    resolution: str | None = None
    seconds: int | None = None
    ratio: str | None = None
    nearest: bool = False
    sound: bool | None = None
    quality: str | None = None
    scope: str | None = None
    count: int = 1


def plan(request: Request) -> Plan | None:
    """The record of a request with its defaults filled in; None where operation or model is not ChatArt's."""
    entry = catalogue().find(request.model, request.operation) if request.model else None
    if entry is None:
        return None
    kind = kind_of(request, entry)
    values = _picture(request, entry) if kind.is_image else _clip(request, entry, kind)
    return Plan(
        kind=kind, entry=entry, prompt=request.prompt, media=ordered(request, kind), count=request.count or 1, **values
    )


def _picture(request: Request, entry: Entry) -> dict[str, Any]:
    ratio = request.aspect_ratio
    return {
        "resolution": request.resolution or entry.resolutions[0],
        "ratio": nearest_ratio(request, entry) if ratio == "auto" else ratio,
        "nearest": ratio == "auto",
        "quality": request.quality or (entry.qualities[0] if entry.qualities else None),
    }


def _clip(request: Request, entry: Entry, kind: Kind) -> dict[str, Any]:
    if kind is Kind.REPLACE:
        size = request.resolution or DEFAULT_RESOLUTION
        return {"resolution": size, "seconds": clip_seconds(request), "scope": request.scope}
    if kind is Kind.EXTEND:
        return {
            "mode": SINGLE,
            "resolution": extended_quality(request, entry),
            "seconds": request.duration or entry.durations[0],
        }
    return {
        "mode": mode_of(request, entry, kind),
        "resolution": request.resolution or DEFAULT_RESOLUTION,
        "seconds": request.duration or entry.durations[0],
        "ratio": request.aspect_ratio,
        "sound": request.sound,
    }


def kind_of(request: Request, entry: Entry) -> Kind:
    """The request type. Image-to-video with three pictures or more, or on a model of references only, is omni."""
    kinds = KINDS[request.operation]
    if Kind.I2V not in kinds or frames(request):
        return kinds[0]
    composed = len(request.images) > MOST_REFERENCES_I2V or entry.frames == (OMNI,)
    return Kind.OMNI if composed else Kind.I2V


def frames(request: Request) -> tuple[Media, ...]:
    """First and end frame, in that order, whatever the order in which they were given."""
    return tuple(media for role in FRAME_ROLES for media in request.images if media.role is role)


def mode_of(request: Request, entry: Entry, kind: Kind) -> str | None:
    """The function_mode of §6.3; None where the model has none for these pictures."""
    if kind is not Kind.I2V:
        return OMNI if kind is Kind.OMNI else SINGLE
    if frames(request):
        if FRAMES in entry.frames:
            return FRAMES
        return SINGLE if len(request.images) == 1 and SINGLE in entry.frames else None
    if len(request.images) == 1 and SINGLE in entry.frames:
        return SINGLE
    return OMNI if OMNI in entry.frames else None


def ordered(request: Request, kind: Kind) -> tuple[Media, ...]:
    """The inputs as they go out: frames start to end, the person's picture before the clip, else as given."""
    if kind is Kind.REPLACE:
        return (*request.images, *request.videos)
    if kind is Kind.EXTEND:
        return request.videos
    return frames(request) or request.images


# --- what the inputs decide ------------------------------------------------------------------------------------------


def clip_info(request: Request) -> MediaInfo | None:
    """What was measured of the clip that sets length or quality."""
    return request.videos[0].info if request.videos else None


def clip_seconds(request: Request) -> int | None:
    """Whole seconds of the driving clip, rounded down; None where it could not be measured (§9)."""
    info = clip_info(request)
    return None if info is None or info.duration is None else math.floor(round(info.duration * 1000) / 1000)


def extended_quality(request: Request, entry: Entry) -> str | None:
    """The input's own quality, brought down to what the model lists, else its lowest (§6.5); None: not measured."""
    info = clip_info(request)
    if info is None or info.height is None:
        return None
    derived = next(word for height, word in HEIGHTS if info.height >= height)
    fitting = [word for word in entry.extend if _pixels(word) <= _pixels(derived)]
    return max(fitting, key=_pixels) if fitting else min(entry.extend, key=_pixels)


def _pixels(quality: str) -> int:
    return int(quality.removesuffix("p"))


def nearest_ratio(request: Request, entry: Entry) -> str | None:
    """The listed ratio closest to the first picture; None where that was not measured."""
    info = request.images[0].info if request.images else None
    if info is None or not info.width or not info.height:
        return None
    shape = math.log(info.width / info.height)
    return min(entry.ratios[Kind.IMAGE_EDIT], key=lambda ratio: abs(shape - math.log(_shape(ratio))))


def _shape(ratio: str) -> float:
    width, height = ratio.split(":")
    return int(width) / int(height)


def models_that_fit(request: Request) -> Sequence[Entry]:
    """The models that take these inputs for this operation, in the order of the tables."""
    kinds = KINDS.get(request.operation, ())
    return [entry for entry in catalogue().able(*kinds) if fits(request, entry)]


def fits(request: Request, entry: Entry) -> bool:
    kind = kind_of(request, entry)
    if not entry.offers(kind):
        return False
    if kind is Kind.REPLACE:
        return request.scope is None or (entry.replace is not None and request.scope in entry.replace.scopes)
    return kind not in (Kind.I2V, Kind.OMNI) or mode_of(request, entry, kind) is not None

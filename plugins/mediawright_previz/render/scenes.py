"""Each operation as film: which picture stands behind the words of each shot, for how many frames."""

from collections.abc import Callable
from itertools import accumulate
from typing import Literal

from mediawright.plugin import Media, MediaKind, Operation, Request, Role, dataclass
from mediawright_previz.render.camera import Camera, read_camera
from mediawright_previz.render.storyboard import Beat, beats, seconds_of

Kind = Literal["paint", "photos", "dissolve", "clip", "tail"]
#: seconds of a clip or a sound, or None where it cannot be told (a link is never opened)
Lengths = Callable[[Media], float | None]


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What fills the frame: a painted ground, photos under a moving camera, two photos dissolving, a clip playing, or
    the last picture of a clip, dimmed."""

    kind: Kind = "paint"
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class Inset:
    """A small picture or clip in the corner; `label` is the end of a catalogue key (`previz.inset.<label>`)."""

    media: Media
    label: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """One stretch of the film. `part` names it where it is no shot (`previz.part.<part>`)."""

    number: int
    total: int
    frames: int
    prompt: str
    backdrop: Backdrop
    camera: Camera
    insets: tuple[Inset, ...] = ()
    part: str | None = None


#: a picture or clip for more than this many seconds has its operation's own limit elsewhere
FALLBACK_SECONDS = 5.0
MOST_INSETS = 4


def scenes(request: Request, fps: int, lengths: Lengths) -> tuple[Scene, ...]:
    """The film of a request. The frames of all scenes add up to its exact length."""
    if request.operation is Operation.EXTEND_VIDEO:
        return _extension(request, fps, lengths)
    if request.operation in (Operation.EDIT_VIDEO, Operation.REPLACE_CHARACTER):
        return _over_a_clip(request, fps, lengths)
    if request.operation is Operation.LIP_SYNC:
        return _speaking(request, fps, lengths)
    return _shots(request, fps)


def still_scene(request: Request) -> Scene:
    """The one scene of a picture: the first input fills it, the others are numbered insets."""
    first, others = request.images[:1], request.images[1:]
    insets = tuple(Inset(media, "reference", n) for n, media in enumerate(others, 2))[:MOST_INSETS]
    backdrop = Backdrop("photos", first) if first else Backdrop()
    return _scene(request, Beat(1, request.prompt, 1), 1, backdrop, insets)


def clip_frames(media: Media | None, fps: int, lengths: Lengths, otherwise: float = FALLBACK_SECONDS) -> int:
    """A clip's or sound's length in whole frames, at least one."""
    seconds = (lengths(media) if media else None) or otherwise
    return max(1, round(seconds * fps))


def main_clip(request: Request) -> Media | None:
    """The clip that is edited, extended or lent its moves."""
    ordered = request.of(MediaKind.VIDEO, Role.BASE, Role.SOURCE) or request.videos
    return ordered[0] if ordered else None


def _shots(request: Request, fps: int) -> tuple[Scene, ...]:
    board = beats(request, seconds_of(request) * fps, fps)
    return tuple(
        _scene(request, beat, len(board), _backdrop(request, beat, len(board)), _insets(request)) for beat in board
    )


def _scene(request: Request, beat: Beat, total: int, backdrop: Backdrop, insets: tuple[Inset, ...]) -> Scene:
    prompt = beat.prompt or request.prompt
    return Scene(beat.number, total, beat.frames, prompt, backdrop, read_camera(prompt), insets)


def _backdrop(request: Request, beat: Beat, total: int) -> Backdrop:
    images = request.images
    if not images:
        return Backdrop()
    ends = request.of(MediaKind.IMAGE, Role.END_FRAME)
    others = tuple(media for media in images if media not in ends) or images
    if total == 1:
        if ends and others != ends:
            return Backdrop("dissolve", (others[0], ends[0]))
        return Backdrop("photos", others)
    if ends and beat.number == total:
        return Backdrop("photos", (ends[0],))
    return Backdrop("photos", (others[(beat.number - 1) % len(others)],))


def _insets(request: Request) -> tuple[Inset, ...]:
    clips = tuple(Inset(media, "feature") for media in request.videos)
    sounds = tuple(Inset(media, "voice") for media in request.audios)
    return (clips + sounds)[:MOST_INSETS]


def _over_a_clip(request: Request, fps: int, lengths: Lengths) -> tuple[Scene, ...]:
    clip = main_clip(request)
    frames = clip_frames(clip, fps, lengths, float(request.duration or FALLBACK_SECONDS))
    label = "character" if request.operation is Operation.REPLACE_CHARACTER else "reference"
    numbers = range(1, len(request.images) + 1) if len(request.images) > 1 else [None]
    insets = tuple(Inset(media, label, n) for media, n in zip(request.images, numbers, strict=False))[:MOST_INSETS]
    backdrop = Backdrop("clip", (clip,)) if clip else Backdrop()
    return (_scene(request, Beat(1, request.prompt, frames), 1, backdrop, insets),)


def _extension(request: Request, fps: int, lengths: Lengths) -> tuple[Scene, ...]:
    clip = main_clip(request)
    added = beats(request, seconds_of(request) * fps, fps)
    if clip is None:
        return tuple(_scene(request, beat, len(added), Backdrop(), ()) for beat in added)
    total = len(added) + 1
    first = Scene(1, total, clip_frames(clip, fps, lengths), "", Backdrop("clip", (clip,)), Camera(), (), "before")
    rest = tuple(
        Scene(b.number + 1, total, b.frames, b.prompt, Backdrop("tail", (clip,)), read_camera(b.prompt), (), "added")
        for b in added
    )
    return (first, *rest)


def _speaking(request: Request, fps: int, lengths: Lengths) -> tuple[Scene, ...]:
    clip, voice = main_clip(request), next(iter(request.audios), None)
    frames = clip_frames(voice or clip, fps, lengths, float(request.duration or FALLBACK_SECONDS))
    backdrop = Backdrop("photos", request.images[:1]) if request.images else Backdrop()
    if clip is not None:
        backdrop = Backdrop("clip", (clip,))
    return (_scene(request, Beat(1, request.prompt, frames), 1, backdrop, ()),)


def starts(film: tuple[Scene, ...]) -> tuple[int, ...]:
    """The first frame of each scene."""
    return (0, *accumulate(scene.frames for scene in film))[:-1]

"""A request as a complete plan for the renderer: pure, and the same whenever it is made again."""

import re
from typing import Any

from mediawright.plugin import Media, MediaKind, Operation, Output, Request, Role, dataclass
from mediawright_previz.labels import Lang
from mediawright_previz.render.scenes import Lengths, Scene, main_clip, scenes, starts, still_scene
from mediawright_previz.render.sizes import DEFAULT_FPS, FRAME_RATES, Canvas, image_size, ratio_value, video_size

#: a time in the option `starts`
_SECONDS = re.compile(r"\d{1,5}(\.\d{1,6})?")
#: pictures of a series whose number is left to the model
SERIES = 4


@dataclass(frozen=True, slots=True)
class Soundtrack:
    """What is heard. `tones` are the frames at which a soft tone marks a new shot; `source` is an input's own sound,
    played from the start; `voice` is drawn as a waveform."""

    tones: tuple[int, ...] = ()
    source: Media | None = None
    voice: Media | None = None

    @property
    def silent(self) -> bool:
        return not self.tones and self.source is None


@dataclass(frozen=True, slots=True)
class Plan:
    """`takes` files of one film, or of one picture each when `still`."""

    request: Request
    lang: Lang
    canvas: Canvas
    film: tuple[Scene, ...]
    sound: Soundtrack
    takes: int = 1
    still: bool = False

    @property
    def frames(self) -> int:
        return sum(scene.frames for scene in self.film)

    @property
    def seconds(self) -> float:
        return self.frames / self.canvas.fps

    @property
    def suffix(self) -> str:
        return "png" if self.still else "mp4"

    def name(self, take: int) -> str:
        """The file name of a take, counted from 0, without its extension."""
        return "previz" if self.takes == 1 else f"previz-{take + 1:02d}"

    @property
    def starts(self) -> int:
        """The frame of the film that its first frame is, where it is one shot of several."""
        said = str(self.request.options.get("starts", ""))
        return round(float(said) * self.canvas.fps) if _SECONDS.fullmatch(said) else 0

    def outputs(self) -> tuple[Output, ...]:
        kind = MediaKind.IMAGE if self.still else MediaKind.VIDEO
        seconds = None if self.still else self.seconds
        return tuple(
            Output(kind=kind, name=self.name(take), index=take, duration=seconds) for take in range(self.takes)
        )


def make_plan(request: Request, lang: Lang, lengths: Lengths) -> Plan:
    """The plan of a validated request. Raises ValueError for a ratio or resolution that no size is known for."""
    still = request.operation.result is MediaKind.IMAGE
    canvas = canvas_of(request, still)
    if still:
        return Plan(request, lang, canvas, (still_scene(request),), Soundtrack(), takes_of(request), True)
    film = scenes(request, canvas.fps, lengths)
    return Plan(request, lang, canvas, film, _sound(request, film), takes_of(request))


def canvas_of(request: Request, still: bool) -> Canvas:
    ratio = ratio_value(request.aspect_ratio, first_size(request))
    if still:
        return Canvas(*image_size(ratio, request.resolution), fps=1)
    return Canvas(*video_size(ratio, request.resolution), fps=frame_rate(request))


def frame_rate(request: Request) -> int:
    """The option `fps`, else 24. An impossible value was refused by `validate`."""
    wanted = str(request.options.get("fps", DEFAULT_FPS))
    return int(wanted) if wanted in FRAME_RATES else DEFAULT_FPS


def takes_of(request: Request) -> int:
    if request.operation is Operation.IMAGE_SERIES:
        return request.series_amount if isinstance(request.series_amount, int) else SERIES
    return request.count or 1


def first_size(request: Request) -> tuple[int, int] | None:
    """Pixels of the input that an automatic ratio follows: the clip, the first frame, any first picture."""
    clip = main_clip(request)
    order = [*([clip] if clip else []), *request.of(MediaKind.IMAGE, Role.FIRST_FRAME), *request.images]
    sizes = [(m.info.width, m.info.height) for m in order if m.info and m.info.width and m.info.height]
    return sizes[0] if sizes else None


def _sound(request: Request, film: tuple[Scene, ...]) -> Soundtrack:
    voice = next(iter(request.audios), None) if request.operation is Operation.LIP_SYNC else None
    source = voice or (main_clip(request) if request.keep_original_sound else None)
    marks = [at for scene, at in zip(film, starts(film), strict=True) if not (source and scene.backdrop.kind == "clip")]
    tones = tuple(marks) if request.sound and not voice else ()
    return Soundtrack(tones, source, voice)


def summary(plan: Plan) -> dict[str, Any]:
    """What will be rendered, for a dry run."""
    data: dict[str, Any] = {
        "takes": plan.takes,
        "format": plan.suffix,
        "width": plan.canvas.width,
        "height": plan.canvas.height,
    }
    if plan.still:
        return data
    shots = [{"number": scene.number, "frames": scene.frames, "prompt": scene.prompt} for scene in plan.film]
    return data | {"fps": plan.canvas.fps, "frames": plan.frames, "sound": not plan.sound.silent, "shots": shots}

"""A clip's frames on the film's grid: clip frame k is what the clip shows at k / fps seconds, fitted to the film's size."""

from collections.abc import Iterator
from fractions import Fraction

import av
from av.video.stream import VideoStream

from mediawright.media.graphs import Chain
from mediawright.types.dataclass import dataclass

#: seconds before the first wanted frame at which reading begins
BEFORE = 0.5
#: seconds that the last picture may be held where a clip is shorter than the grid wants
LONGEST_HOLD = 0.5


class Unreadable(Exception):
    """A file holds no picture that can be decoded. The argument is its path."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """The film's picture: pixels, frames per second, and whether clips fill it or are seen whole."""

    width: int
    height: int
    fps: int
    fit: str = "fill"


def clip_frames(path: str, canvas: Canvas, first: int, count: int, start: float = 0.0) -> Iterator[av.VideoFrame]:
    """Yield `count` frames from clip frame `first` on; `start` seconds of the file lie before clip frame 0.

    The last picture is held where the clip ends early. Raises Unreadable where there is no picture at all.
    """
    offset = round(Fraction(str(start)) * canvas.fps)
    wanted = first + offset
    fitter = _Fitter(canvas)
    given = 0
    held: av.VideoFrame | None = None
    for slot, frame in _slots(path, canvas.fps, wanted):
        while held is not None and given < count and wanted + given < slot:
            yield fitter.fit(held, given)
            given += 1
        if given >= count:
            return
        held = frame
    if held is None:
        raise Unreadable(path)
    while given < count:
        yield fitter.fit(held, given)
        given += 1


def _slots(path: str, fps: int, wanted: int) -> Iterator[tuple[int, av.VideoFrame]]:
    """Decoded frames with the grid place that each begins; read from shortly before the wanted one."""
    seconds = wanted / fps - BEFORE
    if seconds > 0:
        found = _read(path, fps, seconds)
        ahead = next(found, None)
        if ahead is not None and ahead[0] <= wanted:
            yield ahead
            yield from found
            return
    yield from _read(path, fps, None)


def _read(path: str, fps: int, seconds: float | None) -> Iterator[tuple[int, av.VideoFrame]]:
    try:
        with av.open(path) as container:
            if not container.streams.video:
                raise Unreadable(path)
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            base = stream.time_base or Fraction(1, fps)
            zero = stream.start_time or 0
            if seconds is not None:
                container.seek(zero + int(seconds / base), stream=stream)
            yield from _placed(container.decode(stream), stream, fps, base, zero)
    except (OSError, av.FFmpegError) as error:
        raise Unreadable(path) from error


def _placed(
    frames: Iterator[av.VideoFrame], stream: VideoStream, fps: int, base: Fraction, zero: int
) -> Iterator[tuple[int, av.VideoFrame]]:
    """Each frame begins at the grid place nearest to its time; a half goes to the later one."""
    number = 0
    rate = stream.average_rate or Fraction(fps)
    while True:
        try:
            frame = next(frames)
        except StopIteration:
            return
        except av.FFmpegError:
            if number:
                return  # damaged half-way: shows what it has
            raise
        time = Fraction(frame.pts - zero) * base if frame.pts is not None else number / rate
        number += 1
        yield int(time * fps + Fraction(1, 2)) if time >= 0 else -1, frame


class _Fitter:
    """Frames of any size, turned, scaled and cut to the canvas. A graph is made anew when the frames change."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.chain: Chain | None = None
        self.made_for: tuple[object, ...] = ()
        self.last: tuple[av.VideoFrame, av.VideoFrame] | None = None

    def fit(self, frame: av.VideoFrame, number: int) -> av.VideoFrame:
        """The frame as frame `number` of its piece. A frame that is shown again is fitted once."""
        if self.last is not None and self.last[0] is frame:
            return numbered(self.last[1], number, self.canvas.fps)
        kind = (frame.width, frame.height, frame.format.name, frame.rotation, aspect_of(frame))
        if self.chain is None or kind != self.made_for:
            self.chain, self.made_for = Chain([_source(frame)], fit_chain(self.canvas, frame)), kind
        frame.pts, frame.time_base = number, Fraction(1, self.canvas.fps)
        self.chain.push(frame)
        fitted = next(iter(self.chain.pull()))
        if not isinstance(fitted, av.VideoFrame):
            raise TypeError("a picture's graph gave sound")
        self.last = (frame, fitted)
        return numbered(fitted, number, self.canvas.fps)


def numbered(frame: av.VideoFrame, number: int, fps: int) -> av.VideoFrame:
    """The frame with its place in the piece, free of what its file said of its kind."""
    frame.pts, frame.time_base, frame.pict_type = number, Fraction(1, fps), 0
    return frame


def aspect_of(frame: av.VideoFrame) -> Fraction:
    """Width : height of one pixel; square where the file does not say."""
    aspect: Fraction | None = getattr(frame, "sample_aspect_ratio", None)
    return aspect if aspect and aspect > 0 else Fraction(1)


def _source(frame: av.VideoFrame) -> tuple[str, str]:
    return (
        "buffer",
        f"video_size={frame.width}x{frame.height}:pix_fmt={frame.format.name}:time_base=1/1000:pixel_aspect=1/1",
    )


def fit_chain(canvas: Canvas, frame: av.VideoFrame) -> str:
    """The filters that bring a frame to the canvas: upright, square pixels, scaled, cut or padded, BT.709, 4:2:0."""
    size = f"{canvas.width}:{canvas.height}"
    steps: list[str] = []
    aspect = aspect_of(frame)
    if aspect != 1:
        steps.append(f"scale=w=trunc(iw*{aspect.numerator}/{aspect.denominator}/2)*2:h=ih")
    turn = {90: ["transpose=cclock"], -90: ["transpose=clock"], 180: ["hflip", "vflip"], -180: ["hflip", "vflip"]}
    steps += turn.get(round(frame.rotation / 90) * 90, [])
    how = "increase" if canvas.fit == "fill" else "decrease"
    steps.append(
        f"scale={size}:force_original_aspect_ratio={how}:force_divisible_by=2:flags=bicubic"
        ":out_color_matrix=bt709:out_range=tv"
    )
    steps.append(f"crop={size}" if canvas.fit == "fill" else f"pad={size}:(ow-iw)/2:(oh-ih)/2")
    return ",".join([*steps, "setsar=1", "format=yuv420p"])

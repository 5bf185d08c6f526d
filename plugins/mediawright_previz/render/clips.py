"""Reading input clips: their length, their frames in step with ours, their last picture, their sound's outline."""

from array import array
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import pairwise

import av
from PIL import Image, ImageOps

from mediawright.plugin import Media
from mediawright_previz.render.pictures import UnreadableInput, cover, fits
from mediawright_previz.render.pixels import to_picture

#: seconds before the end from which the last picture is looked for
TAIL_SECONDS = 2
OUTLINE_RATE = 8000
#: seconds by which time stamps of containers are rounded
TOLERANCE = 1e-3


def seconds_of(media: Media) -> float | None:
    """The length that was measured, else what the container says; None for a link."""
    if media.info and media.info.duration:
        return media.info.duration
    if media.is_url:
        return None
    try:
        with av.open(media.source) as container:
            return container.duration / av.time_base if container.duration else None
    except (OSError, av.FFmpegError) as error:
        raise UnreadableInput(media) from error


class ClipReader:
    """A clip's pictures by time, forwards only, each cut to `size`. The last one stays when the clip is over.

    Raises UnreadableInput where nothing can be decoded. Close it after use."""

    def __init__(self, media: Media, size: tuple[int, int]) -> None:
        self._media = media
        self._size = size
        self._picture: Image.Image | None = None
        self._next: av.VideoFrame | None = None
        try:
            self._container = av.open(media.source)
            self._frames = self._decode()
            self._next = next(self._frames, None)
        except (OSError, av.FFmpegError) as error:
            raise UnreadableInput(self._media) from error
        if self._next is None:
            self.close()
            raise UnreadableInput(self._media)
        self._began = _seconds(self._next)

    def _decode(self) -> Iterator[av.VideoFrame]:
        if self._container.streams.video:
            stream = self._container.streams.video[0]
            stream.thread_type = "AUTO"
            # a clip that is damaged half-way shows what it has
            with suppress(av.FFmpegError):
                yield from self._container.decode(stream)

    def at(self, seconds: float) -> Image.Image:
        """The picture shown at `seconds` from the clip's start."""
        due: av.VideoFrame | None = None
        while self._next is not None and self._is_due(self._next, seconds, due):
            due = self._next
            self._next = next(self._frames, None)
        if due is not None:
            self._picture = _cut(due, self._size)
        if self._picture is None:
            raise UnreadableInput(self._media)
        return self._picture

    def _is_due(self, frame: av.VideoFrame, seconds: float, due: av.VideoFrame | None) -> bool:
        nothing_yet = due is None and self._picture is None
        return nothing_yet or self._time(frame) <= seconds + TOLERANCE

    def _time(self, frame: av.VideoFrame) -> float:
        return _seconds(frame) - self._began

    def close(self) -> None:
        self._container.close()


def _seconds(frame: av.VideoFrame) -> float:
    return float((frame.pts or 0) * (frame.time_base or Fraction(1, 1000)))


def _cut(frame: av.VideoFrame, size: tuple[int, int]) -> Image.Image:
    """The frame upright, filling `size`; scaled by the decoder's own scaler, which is the quickest."""
    turned = frame.rotation % 180 != 0
    shape = (frame.height, frame.width) if turned else (frame.width, frame.height)
    if not fits(shape, size):
        return cover(_upright(to_picture(frame), frame.rotation), size)
    scale = max(size[0] / shape[0], size[1] / shape[1])
    width, height = max(size[0], round(shape[0] * scale)), max(size[1], round(shape[1] * scale))
    if turned:
        width, height = height, width
    image = to_picture(frame.reformat(width=width, height=height, format="rgb24"))
    return ImageOps.fit(_upright(image, frame.rotation), size, Image.Resampling.NEAREST)


def _upright(image: Image.Image, rotation: int) -> Image.Image:
    return image.rotate(rotation, expand=True) if rotation % 360 else image


def last_picture(media: Media, size: tuple[int, int]) -> Image.Image:
    """The last picture of a clip. Raises UnreadableInput."""
    last: av.VideoFrame | None = None
    try:
        with av.open(media.source) as container:
            if container.duration:
                container.seek(max(0, container.duration - TAIL_SECONDS * av.time_base))
            with suppress(av.FFmpegError):
                for frame in container.decode(video=0):
                    last = frame
    except (OSError, av.FFmpegError, IndexError) as error:
        raise UnreadableInput(media) from error
    if last is None:
        raise UnreadableInput(media)
    return _cut(last, size)


def outline(media: Media, bins: int) -> list[float]:
    """The loudest moment (0–1) of each of `bins` equal stretches of a sound. Raises UnreadableInput."""
    samples = array("h")
    try:
        with av.open(media.source) as container:
            resampler = av.AudioResampler(format="s16", layout="mono", rate=OUTLINE_RATE)
            for frame in container.decode(audio=0):
                for piece in resampler.resample(frame):
                    samples.frombytes(bytes(piece.planes[0])[: piece.samples * 2])
    except (OSError, av.FFmpegError, IndexError) as error:
        raise UnreadableInput(media) from error
    edges = [len(samples) * n // bins for n in range(bins + 1)]
    peaks = [_peak(samples[a:b]) for a, b in pairwise(edges)]
    loudest = max(peaks, default=0) or 1
    return [peak / loudest for peak in peaks]


def _peak(samples: "array[int]") -> int:
    return max(max(samples), -min(samples)) if samples else 0

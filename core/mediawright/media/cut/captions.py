"""Captions written into the pictures: on and off at their exact frame."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import av
from PIL import Image, ImageFilter

from mediawright.film.timeline import Caption
from mediawright.media.cut.clips import Canvas, numbered
from mediawright.media.frames import from_picture
from mediawright.media.graphs import Chain, picture_source
from mediawright.media.layout import Block, fit
from mediawright.media.typeface import Typeface
from mediawright.types.dataclass import dataclass

#: of the picture's width
WIDEST = 0.84
#: where the last line of speech ends, of the picture's height: upright films leave room for the controls of players
BOTTOM_WIDE, BOTTOM_UPRIGHT = 0.94, 0.80
#: where the words of a title begin
TITLE_TOP = 0.14
#: type size as part of the shorter side, largest and smallest
SPEECH_SIZES = (0.050, 0.034)
TITLE_SIZES = (0.070, 0.040)
INK = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Shown:
    """A caption inside one piece: frames of the piece, `end` is the first frame without it."""

    text: str
    start: int
    end: int
    place: str


def shown_in(captions: Sequence[Caption], start: int, frames: int) -> tuple[Shown, ...]:
    """What of the captions lies in a piece that begins at film frame `start`."""
    return tuple(
        Shown(one.text, max(0, one.start - start), min(frames, one.end - start), one.place)
        for one in captions
        if one.start < start + frames and one.end > start
    )


def with_captions(
    frames: Iterator[av.VideoFrame], shown: Sequence[Shown], canvas: Canvas, face: Typeface, count: int
) -> Iterator[av.VideoFrame]:
    """The frames of a piece with its captions."""
    for place in ("speech", "title"):
        ones = [one for one in shown if one.place == place]
        if ones:
            frames = _overlaid(frames, ones, place, canvas, face, count)
    yield from frames


def _overlaid(
    frames: Iterator[av.VideoFrame], shown: Sequence[Shown], place: str, canvas: Canvas, face: Typeface, count: int
) -> Iterator[av.VideoFrame]:
    strips, at = _strips(shown, place, canvas, face, count)
    first = next(frames, None)
    if first is None:
        return
    x, y = at
    chain = Chain(
        [picture_source(first, canvas.fps), picture_source(strips[0], canvas.fps)],
        f"overlay={x}:{y}:eof_action=repeat:format=yuv420,format=yuv420p",
    )
    for strip in strips:
        chain.push(strip, 1)
    chain.push(None, 1)
    number = 0
    for frame in _again(first, frames):
        chain.push(frame)
        for made in chain.pull():
            if isinstance(made, av.VideoFrame):
                yield numbered(made, number, canvas.fps)
                number += 1
    chain.push(None)
    for made in chain.pull():
        if isinstance(made, av.VideoFrame):
            yield numbered(made, number, canvas.fps)
            number += 1


def _again(first: av.VideoFrame, rest: Iterator[av.VideoFrame]) -> Iterator[av.VideoFrame]:
    yield first
    yield from rest


def _strips(
    shown: Sequence[Shown], place: str, canvas: Canvas, face: Typeface, count: int
) -> tuple[list[av.VideoFrame], tuple[int, int]]:
    """Strips of one size, text and blank in turn, with the frames at which they begin; and where they lie."""
    blocks = [set_caption(one.text, place, canvas, face) for one in shown]
    halo = _halo(canvas)
    height = max(block.height for block in blocks) + 2 * halo
    size = (round(canvas.width * WIDEST / 2) * 2 + 4 * halo, (height + 1) // 2 * 2)
    size = (min(size[0], canvas.width), min(size[1], canvas.height))
    blank = Image.new("RGBA", size, (0, 0, 0, 0))
    marks: dict[int, Image.Image] = {0: blank}
    for one, block in zip(shown, blocks, strict=True):
        marks[one.start] = draw_caption(block, size, face, halo, above=place == "speech")
        if one.end < count:
            marks.setdefault(one.end, blank)
    frames: list[av.VideoFrame] = []
    for start in sorted(marks):
        frame = from_picture(marks[start])
        frame.pts, frame.time_base = start, Fraction(1, canvas.fps)
        frames.append(frame)
    left = (canvas.width - size[0]) // 4 * 2
    bottom = BOTTOM_UPRIGHT if canvas.height > canvas.width else BOTTOM_WIDE
    top = round(canvas.height * bottom) - size[1] if place == "speech" else round(canvas.height * TITLE_TOP)
    return frames, (left, max(0, top // 2 * 2))


def set_caption(text: str, place: str, canvas: Canvas, face: Typeface) -> Block:
    """A caption in at most two lines (a title: three)."""
    short = min(canvas.width, canvas.height)
    largest, smallest = SPEECH_SIZES if place == "speech" else TITLE_SIZES
    sizes = (max(8, round(short * largest)), max(7, round(short * smallest)))
    lines = 2 if place == "speech" else 3
    return fit(text, (canvas.width * WIDEST, sizes[0] * 1.32 * lines), sizes, face.measure_at)


def draw_caption(block: Block, size: tuple[int, int], face: Typeface, halo: int, *, above: bool) -> Image.Image:
    """White type with a soft dark edge on nothing. `above`: it stands on the lower edge of its strip."""
    text = Image.new("L", size, 0)
    ink = Image.new("RGB", size, INK)
    top = size[1] - block.height - halo if above else halo
    canvas = Image.new("RGBA", size, (0, 0, 0, 0))
    for row, line in enumerate(block.lines):
        x = (size[0] - face.width(line, block.size)) / 2
        face.draw(canvas, (x, top + row * block.leading + block.leading * 0.78), line, block.size, INK)
    text = canvas.getchannel("A")
    edge = text.filter(ImageFilter.MaxFilter(halo // 2 * 2 + 1)).filter(ImageFilter.GaussianBlur(halo / 2))
    shade = Image.new("RGBA", size, (0, 0, 0, 0))
    shade.putalpha(edge.point([round(value * 0.85) for value in range(256)]))
    ink.putalpha(text)
    return Image.alpha_composite(shade, ink)


def _halo(canvas: Canvas) -> int:
    return max(2, round(min(canvas.width, canvas.height) * 0.005))

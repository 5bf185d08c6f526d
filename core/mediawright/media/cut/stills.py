"""Pictures that stand for a shot: a still that is slowly moved into, a card with words."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
from PIL import Image, ImageOps

from mediawright.media.cut.clips import Canvas, Unreadable, numbered
from mediawright.media.frames import from_picture
from mediawright.media.graphs import Chain, picture_source
from mediawright.media.layout import fit
from mediawright.media.typeface import Typeface

#: how much closer the last frame of a still is than its first
ZOOM = 0.1
#: the picture is scaled up by this before it is moved, which takes the tremble out of it
OVERSIZE = 4
GROUND = (11, 12, 16)
INK = (250, 248, 244)


def still_frames(path: str, canvas: Canvas, first: int, count: int, total: int) -> Iterator[av.VideoFrame]:
    """Yield frames `first` … of a still that is `total` frames long. Raises Unreadable."""
    picture = open_upright(path)
    frame = from_picture(picture)
    big = f"{canvas.width * OVERSIZE}:{canvas.height * OVERSIZE}"
    how = "increase" if canvas.fit == "fill" else "decrease"
    cut = f"crop={big}" if canvas.fit == "fill" else f"pad={big}:(ow-iw)/2:(oh-ih)/2"
    zoom = f"1+{ZOOM}*(on+{first})/{max(1, total - 1)}"
    chain = Chain(
        [picture_source(frame, canvas.fps)],
        f"scale={big}:force_original_aspect_ratio={how}:force_divisible_by=2:out_color_matrix=bt709:out_range=tv,"
        f"{cut},zoompan=z='{zoom}':x='(iw-iw/zoom)/2':y='(ih-ih/zoom)/2':d={count}"
        f":s={canvas.width}x{canvas.height}:fps={canvas.fps},setsar=1,format=yuv420p",
    )
    frame.pts, frame.time_base = 0, Fraction(1, canvas.fps)
    chain.push(frame)
    chain.push(None)
    for number, moved in zip(range(count), chain.pull(), strict=False):
        if isinstance(moved, av.VideoFrame):
            yield numbered(moved, number, canvas.fps)


def card_frames(
    words: Sequence[str], face: Typeface, canvas: Canvas, count: int, picture: str = ""
) -> Iterator[av.VideoFrame]:
    """Yield `count` equal frames of a card: words in the middle, over a picture where there is one. Raises Unreadable."""
    size = (canvas.width, canvas.height)
    image = Image.new("RGB", size, GROUND)
    if picture:
        image = ImageOps.fit(open_upright(picture), size)
    _write(image, "\n".join(words), face)
    frame = from_picture(image)
    chain = Chain(
        [picture_source(frame, canvas.fps)], "scale=out_color_matrix=bt709:out_range=tv,setsar=1,format=yuv420p"
    )
    frame.pts, frame.time_base = 0, Fraction(1, canvas.fps)
    chain.push(frame)
    made = next(iter(chain.pull()))
    for number in range(count):
        if isinstance(made, av.VideoFrame):
            yield numbered(made, number, canvas.fps)


def open_upright(path: str) -> Image.Image:
    """A picture as it is meant to be seen, in RGB. Raises Unreadable."""
    try:
        with Image.open(Path(path)) as opened:
            return ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise Unreadable(path) from error


def _write(image: Image.Image, text: str, face: Typeface) -> None:
    """Words in the middle, as large as they fit into two thirds of the width."""
    short = min(image.size)
    block = fit(
        text, (image.width * 0.72, image.height * 0.6), (round(short * 0.11), round(short * 0.035)), face.measure_at
    )
    top = (image.height - block.height) / 2
    for row, line in enumerate(block.lines):
        x = (image.width - face.width(line, block.size)) / 2
        face.draw(image, (x, top + row * block.leading + block.leading * 0.78), line, block.size, INK)

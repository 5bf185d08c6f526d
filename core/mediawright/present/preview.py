"""A look at the result in the terminal itself: images, and frames of a clip side by side.

Kitty's graphics and sixel (which iTerm2, WezTerm, foot, mlterm and Windows Terminal speak) come from `textual-image` where
it is installed; everywhere else two pixels share a character. Imported for `--preview` only.
"""

import importlib
import importlib.util
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from mediawright.types.job import Asset
from mediawright.types.operations import MediaKind

if TYPE_CHECKING:
    from PIL.Image import Image

#: frames of a clip that are shown, and the blank columns between them as a share of a frame
FRAMES = 4
GAP = 0.04
#: columns and rows that a picture may take
COLUMNS, ROWS = 80, 24


def preview_assets(assets: Sequence[Asset], stream: TextIO | None = None, *, columns: int | None = None) -> int:
    """Draw what can be drawn; how many pictures were. Nothing on a stream that is no terminal, or without Pillow."""
    stream = stream or sys.stdout
    if not stream.isatty() or importlib.util.find_spec("PIL") is None:
        return 0
    shown = 0
    for asset in assets:
        picture = picture_of(asset)
        if picture is not None:
            draw(picture, stream, columns or COLUMNS)
            shown += 1
    return shown


def picture_of(asset: Asset) -> "Image | None":
    """An image as it is, a clip as frames side by side, a sound as its peaks; None for documents and what cannot be read."""
    from PIL import Image, UnidentifiedImageError

    try:
        if asset.kind is MediaKind.IMAGE:
            with Image.open(asset.path) as opened:
                return seen(opened)
        if asset.kind is MediaKind.VIDEO and importlib.util.find_spec("av") is not None:
            frames = list(frames_of(Path(asset.path), FRAMES))
            return side_by_side(frames) if frames else None
        if asset.kind is MediaKind.AUDIO and importlib.util.find_spec("av") is not None:
            from mediawright.present.waveform import waveform_of

            return waveform_of(Path(asset.path))
    except (OSError, UnidentifiedImageError, ValueError):
        return None
    return None


def seen(picture: "Image") -> "Image":
    """A picture as a person sees it: upright, its brightness in eight bits, on white where it is clear."""
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I"):  # sixteen bits of grey, which a plain conversion cuts off at 255
        upright = upright.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if not upright.has_transparency_data:
        return upright.convert("RGB")
    clear = upright.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")


def frames_of(path: Path, count: int) -> Iterator["Image"]:
    """`count` frames spread evenly over a clip. Raises OSError or ValueError where it cannot be read."""
    import av

    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        length = float(container.duration or 0) / 1_000_000
        for number in range(count):
            at = length * (number + 0.5) / count
            container.seek(int(at * 1_000_000))
            frame: Any = next((f for f in container.decode(stream) if f.time is None or f.time >= at), None)
            if frame is not None:
                yield frame.to_image().rotate(frame.rotation, expand=True)


def side_by_side(frames: Sequence["Image"]) -> "Image":
    """Frames of one size in a row."""
    from PIL import Image

    width, height = frames[0].size
    gap = max(1, round(width * GAP))
    sheet = Image.new("RGB", ((width + gap) * len(frames) - gap, height))
    for number, frame in enumerate(frames):
        sheet.paste(frame.convert("RGB").resize((width, height)), (number * (width + gap), 0))
    return sheet


def draw(picture: "Image", stream: TextIO, columns: int) -> None:
    """One picture, by the best means this terminal has."""
    width, height = cells(picture.size, columns)
    if stream is sys.stdout and (drawn := _graphics()) is not None:
        from rich.console import Console

        Console(file=stream).print(drawn(picture, width=width, height=height))
    else:
        stream.write(half_blocks(picture, width, height))
    stream.flush()


def _graphics() -> Any:
    """The library's renderable where the terminal answered that it can show real pictures, else None."""
    if importlib.util.find_spec("textual_image") is None:
        return None
    library = importlib.import_module("textual_image.renderable")  # asks the terminal what it can do
    return library.Image if library.Image in (library.SixelImage, library.TGPImage) else None


def cells(size: tuple[int, int], columns: int, rows: int = ROWS) -> tuple[int, int]:
    """Columns and rows that keep a picture's shape; a character is about twice as high as it is wide."""
    width, height = size
    scale = min(columns / width, 2 * rows / height)
    return max(1, round(width * scale)), max(1, round(height * scale / 2))


def half_blocks(picture: "Image", width: int, height: int) -> str:
    """The picture in upper half blocks: the foreground is the upper pixel, the background the lower one."""
    small = picture.convert("RGB").resize((width, height * 2))
    data = small.tobytes()
    lines = []
    for row in range(height):
        cells_ = []
        for column in range(width):
            upper, lower = (((row * 2 + half) * width + column) * 3 for half in (0, 1))
            top, bottom = data[upper : upper + 3], data[lower : lower + 3]
            cells_.append(f"\x1b[38;2;{top[0]};{top[1]};{top[2]};48;2;{bottom[0]};{bottom[1]};{bottom[2]}m▀")
        lines.append("".join(cells_) + "\x1b[0m\n")
    return "".join(lines)

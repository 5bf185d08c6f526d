"""A sound as a picture: its peaks from left to right. Imported for `--preview` only."""

from array import array
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH, HEIGHT = 480, 96
RATE = 8_000
INK, PAPER = (46, 134, 193), (255, 255, 255)


def waveform_of(path: Path) -> "Image | None":
    """Draw a sound; None where the file has none. Raises OSError, ValueError for a file that cannot be read."""
    from PIL import Image, ImageDraw

    peaks = peaks_of(path, WIDTH)
    if not peaks:
        return None
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    for column, peak in enumerate(peaks):
        half = max(1, round(peak * HEIGHT / 2))
        pen.line((column, HEIGHT // 2 - half, column, HEIGHT // 2 + half), fill=INK)
    return picture


def peaks_of(path: Path, columns: int) -> list[float]:
    """The loudest sample of each of `columns` equal parts, 0 to 1; nothing where the file has no sound."""
    import av

    heard = array("h")
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return []
        mono = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        for frame in container.decode(container.streams.audio[0]):
            for piece in mono.resample(frame):
                heard.frombytes(bytes(piece.planes[0])[: piece.samples * 2])
    width = max(1, -(-len(heard) // columns))
    parts = (heard[start : start + width] for start in range(0, len(heard), width))
    return [max(abs(value) for value in part) / 32_768 for part in parts]

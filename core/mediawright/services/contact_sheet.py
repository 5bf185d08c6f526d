"""One picture of what several models made of one wish: a frame of each clip, each picture, the peaks of each sound, with
the model, the price and the length below; a card in words where there is nothing to show.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mediawright.installing import absent
from mediawright.present.catalog import render
from mediawright.present.pages.compare import outcome_words, price_paid, took
from mediawright.present.pages.fields import Providers, model_in, say, title_in
from mediawright.services.batch_carrying import Item
from mediawright.types.dataclass import dataclass
from mediawright.types.job import Asset
from mediawright.types.message import Lang, Message, Text
from mediawright.types.operations import MediaKind

if TYPE_CHECKING:
    from PIL import Image

    from mediawright.media.typeface import Typeface
    from mediawright.services.comparisons import Comparison

NAME = "contact-sheet.png"
#: pixels: one picture's width, the gap around it, what is written above all and below each
WIDE, GAP, HEAD, LABEL = 480, 20, 72, 84
#: a picture may be so much higher than wide, and so little
TALLEST, FLATTEST = 1.78, 0.5
GROUND, CARD, INK, QUIET, BAD, WAVE = (
    (18, 19, 24),
    (38, 40, 48),
    (250, 248, 244),
    (168, 170, 178),
    (236, 132, 112),
    (96, 170, 220),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One of those compared: its best-known name, the line of figures below, and what went wrong."""

    name: str
    figures: str
    asset: Asset | None = None
    trouble: str = ""


def write_sheet(comparison: "Comparison", providers: Providers, lang: Lang) -> Asset | None:
    """Write the sheet into the comparison's folder. Blocking. None where the library for pictures is not installed, or
    nothing was made. Raises LocalFault."""
    if absent(("PIL",)) or not any(item.job and item.job.assets for item in comparison.items):
        return None
    cells = [cell_of(number, item, providers, lang) for number, item in enumerate(comparison.items, 1)]
    prompt = comparison.items[0].order.request.prompt
    sheet = draw(cells, " ".join(prompt.split()))
    path = Path(comparison.folder) / NAME
    return _saved(sheet, path)


def cell_of(number: int, item: Item, providers: Providers, lang: Lang) -> Cell:
    """What is shown of one request."""
    job, request = item.job, item.job.request if item.job else item.order.request
    provider = (job.provider if job else request.provider) or ""
    model, title = model_in(providers, provider, request), title_in(providers, provider)
    name = " · ".join(dict.fromkeys(_words(part, lang) for part in (model, title) if part))
    asset = job.assets[0] if job and job.assets else None
    told: list[Message | None] = [price_paid(job), _length(asset), took(job)]
    figures = " · ".join(render(message, lang) for message in told if message is not None)
    trouble = "" if asset is not None else render(outcome_words(job, item.failure), lang)
    return Cell(f"{number}. {name}", figures, asset, trouble)


def draw(cells: Sequence[Cell], title: str) -> "Image.Image":
    """The whole sheet."""
    from PIL import Image

    from mediawright.media.fonts import installed_fonts
    from mediawright.media.typeface import Typeface

    bold, plain = Typeface(installed_fonts(), "bold"), Typeface(installed_fonts())
    pictures = [_picture(cell) for cell in cells]
    high = _height(pictures)
    across = {1: 1, 2: 2, 4: 2}.get(len(cells), 3 if len(cells) <= 9 else 4)
    rows = -(-len(cells) // across)
    size = (across * (WIDE + GAP) + GAP, HEAD + rows * (high + LABEL + GAP) + GAP)
    sheet = Image.new("RGB", size, GROUND)
    _write(sheet, bold, (GAP, 8, size[0] - 2 * GAP, HEAD - 12), title, (26, 16), INK)
    for number, (cell, picture) in enumerate(zip(cells, pictures, strict=True)):
        x = GAP + number % across * (WIDE + GAP)
        y = HEAD + number // across * (high + LABEL + GAP)
        sheet.paste(_framed(picture, (WIDE, high)), (x, y))
        if picture is None:
            _write(sheet, plain, (x + 24, y + 24, WIDE - 48, high - 48), cell.trouble, (22, 15), BAD)
        _write(sheet, bold, (x, y + high + 8, WIDE, 34), cell.name, (22, 13), INK)
        _write(sheet, plain, (x, y + high + 42, WIDE, 34), cell.figures, (19, 12), QUIET)
    return sheet


def _write(
    sheet: "Image.Image",
    face: "Typeface",
    box: tuple[int, int, int, int],
    text: str,
    sizes: tuple[int, int],
    ink: tuple[int, int, int],
) -> None:
    """Set a text into a box (x, y, width, height) as large as it fits; what does not fit ends in an ellipsis."""
    from mediawright.media.layout import fit

    x, y, wide, high = box
    block = fit(text, (wide, high), sizes, face.measure_at)
    for number, line in enumerate(block.lines):
        face.draw(sheet, (x, y + block.leading * (number + 0.78)), line, block.size, ink)


def _height(pictures: Sequence["Image.Image | None"]) -> int:
    """The height of every field: the most usual shape of what is shown, within bounds."""
    shapes = sorted(picture.height / picture.width for picture in pictures if picture is not None)
    shape = shapes[len(shapes) // 2] if shapes else 9 / 16
    return round(WIDE * min(TALLEST, max(FLATTEST, shape)))


def _framed(picture: "Image.Image | None", size: tuple[int, int]) -> "Image.Image":
    """A picture whole and in the middle of its field."""
    from PIL import Image

    field = Image.new("RGB", size, CARD)
    if picture is not None:
        scale = min(size[0] / picture.width, size[1] / picture.height)
        shown = picture.resize((max(1, round(picture.width * scale)), max(1, round(picture.height * scale))))
        field.paste(shown, ((size[0] - shown.width) // 2, (size[1] - shown.height) // 2))
    return field


def _picture(cell: Cell) -> "Image.Image | None":
    """The middle frame of a clip, a picture as it is, the peaks of a sound; None for what cannot be shown."""
    from mediawright.present.preview import frames_of, picture_of

    asset = cell.asset
    if asset is None:
        return None
    try:
        if asset.kind is MediaKind.VIDEO and not absent(("av",)):
            return next(iter(frames_of(Path(asset.path), 1)), None)
        if asset.kind is MediaKind.AUDIO and not absent(("av",)):
            return _peaks(Path(asset.path))
    except (OSError, ValueError, LookupError):
        return None
    return picture_of(asset) if asset.kind is MediaKind.IMAGE else None


def _peaks(path: Path) -> "Image.Image | None":
    from PIL import Image, ImageDraw

    from mediawright.present.waveform import peaks_of

    size, bars = (WIDE, WIDE // 2), 96
    peaks = peaks_of(path, bars)
    if not peaks:
        return None
    picture = Image.new("RGB", size, CARD)
    pen, step = ImageDraw.Draw(picture), size[0] / bars
    for number, peak in enumerate(peaks):
        half = max(2, round(peak * size[1] * 0.45))
        left = round(number * step)
        pen.rectangle((left, size[1] // 2 - half, left + max(2, round(step) - 2), size[1] // 2 + half), fill=WAVE)
    return picture


def _length(asset: Asset | None) -> Message | None:
    if asset is None or asset.kind is MediaKind.IMAGE or not asset.duration:
        return None
    return say("value.seconds", n=round(asset.duration, 1))


def _words(part: Message | Text | str, lang: Lang) -> str:
    return render(part, lang) if isinstance(part, (Message, Text)) else part


def _saved(sheet: "Image.Image", path: Path) -> Asset:
    from io import BytesIO

    from mediawright.os_errors import disk_faults

    written = BytesIO()
    sheet.save(written, "PNG")
    data, part = written.getvalue(), path.with_suffix(".part.png")
    with disk_faults():
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        part.write_bytes(data)
        part.replace(path)
    return Asset(
        path=str(path),
        kind=MediaKind.IMAGE,
        media_type="image/png",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        width=sheet.width,
        height=sheet.height,
    )

"""The two things every picture carries: that it is a preview, and what was asked for."""

from PIL import Image

from mediawright.sdk.typesetting import ELLIPSIS
from mediawright_previz.render.legend import Pair
from mediawright_previz.render.palette import Colour
from mediawright_previz.render.shapes import clapper, pill
from mediawright_previz.render.typeset import Typeset

LABEL, VALUE = 1.75, 2.35
LONGEST = 40


def draw_stamp(image: Image.Image, type_: Typeset, name: str, claim: str, accent: Colour) -> int:
    """Slate, name and claim in the upper left. Returns the y below them."""
    left, top = type_.margin
    height = type_.px(4.4)
    x = left + clapper(image, (left, top), height, accent) + type_.px(1.5)
    base = top + height * 0.78
    x = type_.write(image, (x, base), name, 2.7, bold=True)
    x = type_.write(image, (x + type_.px(1.0), base), "·", 2.7, opacity=0.6)
    type_.write(image, (x + type_.px(1.0), base), claim, 2.4, opacity=0.86)
    return top + height


def draw_badge(image: Image.Image, type_: Typeset, text: str, accent: Colour) -> None:
    """A short word in a pill in the upper right."""
    left, top = type_.margin
    width = type_.width(text, 2.2, bold=True) + type_.px(3.2)
    box = (image.width - left - width, top + type_.px(0.1), image.width - left, top + type_.px(4.3))
    pill(image, box, accent, 0.92)
    dark = (16, 16, 20)
    type_.write(image, (box[0] + type_.px(1.6), top + type_.px(3.0)), text, 2.2, bold=True, colour=dark)


def legend_rows(type_: Typeset, pairs: tuple[Pair, ...], width: float) -> list[list[tuple[Pair, float]]]:
    """The pairs with their widths, flowed into rows no wider than `width`."""
    rows: list[list[tuple[Pair, float]]] = [[]]
    used, gap = 0.0, type_.px(3.4)
    for label, value in pairs:
        short = value if len(value) <= LONGEST else value[: LONGEST - 1] + ELLIPSIS
        need = max(type_.width(label, LABEL), type_.width(short, VALUE, bold=True))
        if rows[-1] and used + gap + need > width:
            rows.append([])
            used = 0.0
        rows[-1].append(((label, short), need))
        used += need + (gap if used else 0)
    return rows


def draw_legend(image: Image.Image, type_: Typeset, pairs: tuple[Pair, ...], bottom: float) -> float:
    """The legend with its last row ending at `bottom`. Returns the y of its top."""
    left = type_.margin[0]
    rows = legend_rows(type_, pairs, image.width - 2 * left)
    step, gap = type_.px(6.0), type_.px(3.4)
    top = bottom - step * len(rows)
    for number, row in enumerate(rows):
        x, y = float(left), top + step * number
        for (label, value), width in row:
            type_.write(image, (x, y + type_.px(1.9)), label, LABEL, opacity=0.62)
            type_.write(image, (x, y + type_.px(4.7)), value, VALUE, bold=True)
            x += width + gap
    return top

"""A board artist's shorthand for a framing: how large a figure stands in the frame, and from where it is seen.

Proportions follow the usual shot sizes: in a close-up head and shoulders fill the frame, in a medium shot the figure
is cut at the waist, in a wide shot it is small under a horizon. Each sketch is drawn in a unit square's coordinates.
"""

from collections.abc import Callable

from PIL import Image, ImageDraw

from mediawright.plugin import dataclass
from mediawright_previz.render.palette import WHITE
from mediawright_previz.render.shapes import SMOOTH

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Board:
    """A mask to draw on, `width` × `height` pixels; x and y are parts of them, lengths parts of the height."""

    pen: ImageDraw.ImageDraw
    width: int
    height: int

    def at(self, x: float, y: float) -> Point:
        return (x * self.width, y * self.height)

    def figure(self, x: float, top: float, size: float, light: int = 255) -> None:
        """A person whose head starts at `top`; `size` is the height of the head. Drawn down to far below the frame."""
        head, (cx, y) = size * self.height, self.at(x, top)
        self.pen.ellipse((cx - head * 0.38, y, cx + head * 0.38, y + head), fill=light)
        self.pen.rectangle((cx - head * 0.16, y + head * 0.8, cx + head * 0.16, y + head * 1.3), fill=light)
        shoulder = y + head * 1.2
        box = (cx - head * 1.0, shoulder, cx + head * 1.0, shoulder + head * 3.2)
        self.pen.rounded_rectangle(box, radius=head * 0.5, fill=light)
        for side in (-1, 1):
            leg = sorted((cx + side * head * 0.12, cx + side * head * 0.72))
            self.pen.rectangle((leg[0], shoulder + head * 2.6, leg[1], shoulder + head * 6.2), fill=light)

    def horizon(self, y: float, light: int = 110) -> None:
        level = y * self.height
        self.pen.line((0, level, self.width, level), fill=light, width=max(1, self.height // 90))


def _extreme(board: Board) -> None:
    board.figure(0.5, -0.32, 1.7)
    for side in (-1, 1):
        x, y = board.at(0.5, 0.42)
        x, half = x + side * board.height * 0.28, board.height * 0.13
        board.pen.ellipse((x - half, y - half * 0.42, x + half, y + half * 0.42), fill=60)
        board.pen.ellipse((x - half * 0.4, y - half * 0.4, x + half * 0.4, y + half * 0.4), fill=255)


def _close(board: Board) -> None:
    board.figure(0.5, 0.14, 0.62)


def _medium(board: Board) -> None:
    board.figure(0.5, 0.14, 0.26)


def _wide(board: Board) -> None:
    board.horizon(0.68)
    board.figure(0.5, 0.42, 0.062)


def _aerial(board: Board) -> None:
    """A ground in perspective, seen from high above, with two dots on it."""
    line = max(1, board.height // 110)
    for n in range(-6, 7):
        board.pen.line((*board.at(0.5 + n * 0.09, 0.16), *board.at(0.5 + n * 0.3, 1.0)), fill=90, width=line)
    for n in range(6):
        y = 0.16 + 0.84 * (n / 5) ** 1.7
        board.pen.line((*board.at(0, y), *board.at(1, y)), fill=90, width=line)
    radius = board.height * 0.022
    for x, y in (board.at(0.47, 0.56), board.at(0.53, 0.6)):
        board.pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)


def _shoulder(board: Board) -> None:
    board.figure(0.62, 0.2, 0.3, 200)
    board.figure(0.1, 0.06, 0.72, 90)


def _pov(board: Board) -> None:
    """What two hands in front of the eye frame."""
    board.horizon(0.5)
    board.figure(0.5, 0.34, 0.09, 210)
    for side in (-1, 1):
        x, y = board.at(0.5 + side * 0.34, 1.08)
        reach = board.height * 0.26
        board.pen.ellipse((x - reach * 0.7, y - reach, x + reach * 0.7, y + reach), fill=120)


def _low(board: Board) -> None:
    board.horizon(0.93)
    board.figure(0.5, 0.08, 0.15)


def _high(board: Board) -> None:
    board.horizon(0.12)
    x, y = board.at(0.5, 0.5)
    head = board.height * 0.1
    board.pen.rounded_rectangle((x - head * 1.3, y - head * 0.2, x + head * 1.3, y + head * 1.5), head * 0.7, fill=140)
    board.pen.ellipse((x - head * 0.6, y - head * 0.6, x + head * 0.6, y + head * 0.6), fill=255)


def _two(board: Board) -> None:
    board.figure(0.33, 0.2, 0.26, 235)
    board.figure(0.66, 0.16, 0.26, 170)


SKETCHES: dict[str, Callable[[Board], None]] = {
    "extreme_close_up": _extreme,
    "close_up": _close,
    "medium": _medium,
    "wide": _wide,
    "aerial": _aerial,
    "over_shoulder": _shoulder,
    "pov": _pov,
    "low_angle": _low,
    "high_angle": _high,
    "two_shot": _two,
}


def draw_sketch(image: Image.Image, box: tuple[int, int, int, int], framing: str, opacity: float) -> None:
    """The sketch of a framing in a thin frame, into `box` of an RGBA image."""
    width, height = box[2] - box[0], box[3] - box[1]
    large = Image.new("L", (width * SMOOTH, height * SMOOTH))
    pen = ImageDraw.Draw(large)
    SKETCHES[framing](Board(pen, large.width, large.height))
    pen.rectangle((0, 0, large.width - 1, large.height - 1), outline=190, width=max(2, large.height // 90))
    mask = large.resize((width, height), Image.Resampling.BOX).point(lambda value: int(value * opacity))
    ink = Image.new("RGBA", (width, height), (*WHITE, 255))
    ink.putalpha(mask)
    image.alpha_composite(ink, box[:2])

"""Small marks with smooth edges: drawn three times too large and reduced."""

from collections.abc import Callable

from PIL import Image, ImageDraw

from mediawright_previz.render.palette import Colour

SMOOTH = 3
Pen = Callable[[ImageDraw.ImageDraw, float], None]


def stamped(
    image: Image.Image, box: tuple[float, float, float, float], colour: Colour, opacity: float, pen: Pen
) -> None:
    """Draw with `pen(draw, scale)` into the box (left, top, right, bottom) of an RGBA image. The pen works in pixels of
    the box times `scale`, with fill 255."""
    left, top = int(box[0]), int(box[1])
    width, height = max(1, round(box[2] - box[0])), max(1, round(box[3] - box[1]))
    large = Image.new("L", (width * SMOOTH, height * SMOOTH))
    pen(ImageDraw.Draw(large), SMOOTH)
    mask = Image.eval(large.resize((width, height), Image.Resampling.BOX), lambda value: int(value * opacity))
    colours = Image.new("RGBA", (width, height), (*colour, 255))
    colours.putalpha(mask)
    image.alpha_composite(colours, (max(0, left), max(0, top)))


def pill(image: Image.Image, box: tuple[float, float, float, float], colour: Colour, opacity: float) -> None:
    """A filled bar with round ends."""

    def draw(pen: ImageDraw.ImageDraw, scale: float) -> None:
        width, height = (box[2] - box[0]) * scale, (box[3] - box[1]) * scale
        pen.rounded_rectangle((0, 0, width - 1, height - 1), radius=height / 2, fill=255)

    stamped(image, box, colour, opacity, draw)


def clapper(image: Image.Image, at: tuple[float, float], height: float, colour: Colour) -> float:
    """A film slate, seen small: a striped stick, a little open, over a board. Returns its width."""
    width = height * 1.22

    def draw(pen: ImageDraw.ImageDraw, scale: float) -> None:
        w, h = width * scale, height * scale
        stick, lift = h * 0.24, h * 0.16
        pen.rounded_rectangle((0, h * 0.46, w - 1, h - 1), radius=h * 0.08, fill=255)
        _stick(pen, (0, h * 0.42 - stick), (w * 0.97, stick), -lift)

    stamped(image, (at[0], at[1], at[0] + width, at[1] + height), colour, 1.0, draw)
    return width


def _stick(pen: ImageDraw.ImageDraw, at: tuple[float, float], size: tuple[float, float], lift: float) -> None:
    """Five slanted stripes between two edges that rise by `lift` to the right."""
    (x, y), (width, height) = at, size
    step = width / 9

    def point(across: float, down: float) -> tuple[float, float]:
        return (x + across, y + down * height + lift * (across / width))

    for stripe in range(0, 9, 2):
        left, lean = stripe * step, step * 0.45
        right = min(width, left + step)
        pen.polygon(
            [point(left, 0), point(right, 0), point(min(width, right + lean), 1), point(left + lean, 1)], fill=255
        )


def corners(
    image: Image.Image, box: tuple[float, float, float, float], arm: float, thick: float, opacity: float
) -> None:
    """The four corner marks of a viewfinder."""
    layer = Image.new("L", image.size)
    pen = ImageDraw.Draw(layer)
    left, top, right, bottom = box
    t = max(1.0, thick)
    for x, dx in ((left, 1), (right, -1)):
        for y, dy in ((top, 1), (bottom, -1)):
            for end in ((x + dx * arm, y + dy * t), (x + dx * t, y + dy * arm)):
                xs, ys = sorted((x, end[0])), sorted((y, end[1]))
                pen.rectangle((xs[0], ys[0], xs[1], ys[1]), fill=round(255 * opacity))
    colours = Image.new("RGBA", image.size, (255, 255, 255, 0))
    colours.putalpha(layer)
    image.alpha_composite(colours)


def scrim(size: tuple[int, int], strength: float, upward: bool) -> Image.Image:
    """A soft dark band (RGBA) that lets white type stand on any picture; `upward`: darkest at the bottom."""
    ramp = Image.linear_gradient("L")
    if not upward:
        ramp = ramp.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    alpha = Image.eval(ramp, lambda value: int(255 * strength * (value / 255) ** 1.25))
    dark = Image.new("RGBA", size, (6, 7, 10, 0))
    dark.putalpha(alpha.resize(size))
    return dark

"""Paints core/mediawright/demo/photo.jpg: our own picture of a lighthouse at dusk, so that the demo needs nobody's photo.

Run it with the folder to write to; the same picture comes out every time.
"""

import math
import sys
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

WIDTH, HEIGHT = 1600, 1067
HORIZON = 640
LARGE = 2  # drawn twice too large, reduced at the end
Colour = tuple[int, int, int]
SUN = (1130, 610)
SHORE = [(770, 660), (812, 716), (900, 800), (1010, 880), (1050, 980), (1084, 1067)]
TOWER = (470, 214)  # centre and top of the lantern


def _swing(weight: float, value: int) -> int:
    """Nearer to the middle grey."""
    return int(128 + (value - 128) * weight)


def _cloud(low: int, shade: float, value: int) -> int:
    """Nothing below `low`, then quickly opaque up to `shade`."""
    return int(min(255, max(0, (value - low) * 5)) * shade)


def _part(percent: int, value: int) -> int:
    return value * percent // 100


def noise(size: tuple[int, int], random: Random, cells: tuple[int, int], octaves: int = 5) -> Image.Image:
    """Soft clouds of grey: noise of several sizes, each finer one weaker."""
    sum_ = Image.new("L", size, 128)
    for octave in range(octaves):
        grid = (max(2, cells[0] << octave), max(2, cells[1] << octave))
        layer = Image.frombytes("L", grid, random.randbytes(grid[0] * grid[1])).resize(size, Image.Resampling.BICUBIC)
        swing = Image.eval(layer, partial(_swing, 0.55**octave))
        sum_ = ImageChops.add(sum_, swing, scale=1, offset=-128)
    return sum_


def ramp(stops: list[tuple[float, Colour]], size: tuple[int, int]) -> Image.Image:
    """A vertical gradient through colours at heights from 0 to 1."""
    column = Image.new("RGB", (1, size[1]))
    for y in range(size[1]):
        t = y / max(1, size[1] - 1)
        low = max((s for s in stops if s[0] <= t), key=lambda s: s[0])
        high = min((s for s in stops if s[0] >= t), key=lambda s: s[0])
        share = 0.0 if high[0] == low[0] else (t - low[0]) / (high[0] - low[0])
        column.putpixel((0, y), tuple(round(a + (b - a) * share) for a, b in zip(low[1], high[1], strict=True)))
    return column.resize(size)


def glow(image: Image.Image, at: tuple[int, int], reach: int, colour: Colour, strength: float) -> Image.Image:
    disc = Image.eval(Image.radial_gradient("L"), lambda value: int(max(0.0, 1 - value / 181) ** 2.2 * 255 * strength))
    mask = Image.new("L", image.size)
    mask.paste(disc.resize((reach * 2, reach * 2)), (at[0] - reach, at[1] - reach))
    lit = Image.composite(Image.new("RGB", image.size, colour), Image.new("RGB", image.size), mask)
    return ImageChops.screen(image, lit)


def sky(random: Random) -> Image.Image:
    stops: list[tuple[float, Colour]] = [
        (0.0, (38, 58, 112)),
        (0.35, (92, 108, 160)),
        (0.62, (206, 150, 150)),
        (0.85, (250, 186, 128)),
        (1.0, (255, 214, 156)),
    ]
    image = ramp(stops, (WIDTH, HORIZON + 30))
    image = glow(image, SUN, 760, (255, 176, 96), 0.75)
    image = glow(image, SUN, 230, (255, 244, 208), 0.95)
    for cells, low, light, shade in (((3, 7), 138, (255, 206, 170), 0.75), ((4, 12), 150, (120, 104, 146), 0.55)):
        clouds = noise(image.size, random, cells)
        mask = Image.eval(clouds, partial(_cloud, low, shade))
        fade = ramp([(0.0, (200, 200, 200)), (0.7, (255, 255, 255)), (1.0, (20, 20, 20))], image.size).convert("L")
        image.paste(Image.new("RGB", image.size, light), (0, 0), ImageChops.multiply(mask, fade))
    return image


def sea(random: Random) -> Image.Image:
    size = (WIDTH, HEIGHT - HORIZON)
    image = ramp([(0.0, (214, 158, 140)), (0.12, (128, 122, 150)), (0.5, (54, 82, 118)), (1.0, (22, 44, 74))], size)
    for depth in range(4):
        strip = noise(size, random, (2 + depth, 90 >> depth), 4)
        waves = Image.eval(strip, lambda value: int(min(255, max(0, (value - 150) * 4)) * 0.26))
        image = ImageChops.screen(image, Image.merge("RGB", [waves, Image.eval(waves, lambda v: v * 4 // 5), waves]))
    return sun_path(image, random)


def sun_path(image: Image.Image, random: Random) -> Image.Image:
    """The broken reflection of the sun, wider towards the viewer."""
    layer = Image.new("RGB", image.size)
    pen = ImageDraw.Draw(layer)
    for _ in range(900):
        y = int(image.height * random.random() ** 1.7)
        spread = 34 + y * 0.42
        x = SUN[0] + random.gauss(0, spread / 2)
        half, light = random.uniform(4, 26) * (0.4 + y / 300), random.uniform(0.25, 0.9) * (1 - y / image.height * 0.75)
        fill = tuple(int(c * light) for c in (255, 196, 128))
        pen.ellipse((x - half, y, x + half, y + 1.5 + y / 120), fill=fill)
    return ImageChops.screen(image, layer.filter(ImageFilter.GaussianBlur(1.1)))


def far_land(image: Image.Image, random: Random) -> None:
    """Two ranges of hills in the haze."""
    for base, tall, colour in ((HORIZON + 2, 66, (172, 136, 156)), (HORIZON + 4, 34, (122, 104, 136))):
        phases = [random.uniform(0, math.tau) for _ in range(4)]
        points = [(0.0, float(base))]
        for x in range(0, WIDTH + 8, 8):
            rise = sum(math.sin(x / (210 / (n + 1)) + phases[n]) / (n + 1.4) for n in range(4))
            slope = max(0.0, 1 - abs(x - 1480) / 620)
            points.append((x, base - tall * slope * (0.75 + 0.22 * rise)))
        ImageDraw.Draw(image).polygon([*points, (WIDTH, base)], fill=colour)


def cliff(image: Image.Image, random: Random) -> None:
    """A headland that rises to the left: rock below, lit grass on top."""
    edge = [
        (-30, 468),
        (0, 470),
        (120, 462),
        (260, 476),
        (400, 486),
        (560, 498),
        (660, 520),
        (716, 560),
        (760, 640),
        (812, 716),
        (900, 800),
    ]
    rough = [(x + random.uniform(-7, 7), y + random.uniform(-5, 5)) for x, y in _subdivide(edge, 9)]
    mask = Image.new("L", image.size)
    ImageDraw.Draw(mask).polygon([*rough, (1010, 880), (1080, HEIGHT), (-30, HEIGHT)], fill=255)
    rock = ramp([(0.0, (112, 84, 84)), (0.6, (74, 60, 70)), (1.0, (30, 30, 42))], image.size)
    facets = ImageChops.add(noise(image.size, random, (34, 5), 6), noise(image.size, random, (9, 30), 6), 2)
    rough_light = Image.eval(facets, lambda v: min(255, max(50, 176 + int((v - 128) * 2.2))))
    rock = ImageChops.multiply(rock, Image.merge("RGB", [rough_light] * 3))
    image.paste(rock, (0, 0), mask)
    grass = Image.new("L", image.size)
    pen = ImageDraw.Draw(grass)
    pen.polygon([*rough[:73], (640, 560), (470, 590), (300, 640), (120, 690), (-30, 780)], fill=255)
    meadow = ramp([(0.0, (150, 140, 84)), (0.55, (142, 132, 72)), (0.8, (52, 66, 46)), (1.0, (20, 30, 26))], image.size)
    blades = noise(image.size, random, (110, 26), 4)
    meadow = ImageChops.multiply(
        meadow, Image.merge("RGB", [Image.eval(blades, lambda v: min(255, 190 + (v - 128) * 3 // 4))] * 3)
    )
    image.paste(meadow, (0, 0), ImageChops.multiply(_ragged(grass, random), mask))


def _ragged(mask: Image.Image, random: Random) -> Image.Image:
    """A mask whose lower edge is broken up by tufts."""
    soft = mask.filter(ImageFilter.GaussianBlur(22))
    broken = ImageChops.add(soft, noise(mask.size, random, (70, 40), 4), scale=1, offset=-128)
    return Image.eval(broken, lambda value: min(255, max(0, (value - 100) * 5))).filter(ImageFilter.GaussianBlur(1))


def _subdivide(points: list[tuple[int, int]], parts: int) -> list[tuple[float, float]]:
    pairs = pairwise(points)
    return [
        (a[0] + (b[0] - a[0]) * n / parts, a[1] + (b[1] - a[1]) * n / parts) for a, b in pairs for n in range(parts)
    ]


def lighthouse(image: Image.Image) -> None:
    """Tower with two red bands, gallery, lantern; lit from the right, where the sun stands."""
    large = image.resize((WIDTH * LARGE, HEIGHT * LARGE), Image.Resampling.BICUBIC)
    x, top = TOWER
    tower = [(x - 34, top + 68), (x + 34, top + 68), (x + 56, 492), (x - 56, 492)]
    mask = Image.new("L", large.size)
    ImageDraw.Draw(mask).polygon([(px * LARGE, py * LARGE) for px, py in tower], fill=255)
    paint = Image.new("RGB", large.size, (238, 226, 212))
    pen = ImageDraw.Draw(paint)
    for y in (330, 424):
        pen.rectangle((0, y * LARGE, large.width, (y + 44) * LARGE), fill=(176, 52, 44))
    for y, half in ((310, 6), (400, 7)):
        box = ((x - half) * LARGE, (y - 14) * LARGE, (x + half) * LARGE, (y + 10) * LARGE)
        pen.rounded_rectangle(box, half * LARGE, fill=(50, 46, 60))
    side = Image.linear_gradient("L").rotate(90).resize((112 * LARGE, 300 * LARGE))
    light = Image.new("L", large.size, 128)
    light.paste(
        Image.eval(side, lambda v: 70 + int((255 - abs(v - 190) * 1.0) * 0.72)), ((x - 56) * LARGE, 240 * LARGE)
    )
    paint = ImageChops.multiply(
        paint,
        Image.merge("RGB", [light, *(Image.eval(light, partial(_part, percent)) for percent in (94, 88))]),
    )
    large.paste(paint, (0, 0), mask)
    _lantern(ImageDraw.Draw(large), x, top)
    _house(ImageDraw.Draw(large), x - 250)
    image.paste(large.resize(image.size, Image.Resampling.LANCZOS))


def _lantern(pen: ImageDraw.ImageDraw, x: int, top: int) -> None:
    def box(left: float, upper: float, right: float, lower: float) -> tuple[float, ...]:
        return (left * LARGE, upper * LARGE, right * LARGE, lower * LARGE)

    dark, glass = (46, 38, 48), (255, 236, 176)
    pen.rectangle(box(x - 46, top + 60, x + 46, top + 69), fill=dark)
    for post in range(-44, 46, 11):
        pen.line(box(x + post, top + 42, x + post, top + 62), fill=dark, width=3)
    pen.line(box(x - 45, top + 42, x + 45, top + 42), fill=dark, width=4)
    pen.rectangle(box(x - 22, top + 20, x + 22, top + 60), fill=glass)
    for bar in (-22, -8, 8, 22):
        pen.line(box(x + bar, top + 20, x + bar, top + 60), fill=dark, width=4)
    pen.pieslice(box(x - 28, top - 8, x + 28, top + 48), 180, 360, fill=(150, 44, 40))
    pen.rectangle(box(x - 30, top + 17, x + 30, top + 23), fill=dark)
    pen.line(box(x, top - 24, x, top - 4), fill=dark, width=5)


def _house(pen: ImageDraw.ImageDraw, x: int) -> None:
    """The keeper's house, one window lit."""

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(px * LARGE, py * LARGE) for px, py in points]

    pen.polygon(at((x, 420), (x + 132, 420), (x + 132, 482), (x, 474)), fill=(150, 132, 132))
    pen.polygon(at((x + 132, 420), (x + 178, 424), (x + 178, 486), (x + 132, 482)), fill=(222, 186, 158))
    pen.polygon(at((x + 132, 420), (x + 155, 380), (x + 178, 424)), fill=(222, 186, 158))
    pen.polygon(at((x - 8, 424), (x + 22, 378), (x + 157, 378), (x + 136, 424)), fill=(104, 50, 48))
    for left in (20, 58, 96):
        pen.rectangle(at((x + left, 436), (x + left + 17, 458)), fill=(255, 214, 128) if left == 58 else (66, 60, 76))
    pen.rectangle(at((x + 40, 358), (x + 56, 384)), fill=(120, 74, 66))


def birds(image: Image.Image, random: Random) -> None:
    pen = ImageDraw.Draw(image)
    for _ in range(9):
        x, y, span = random.randint(640, 1040), random.randint(190, 380), random.uniform(6, 13)
        for side in (-1, 1):
            wing = [(x, y), (x + side * span * 0.5, y - span * 0.38), (x + side * span, y - span * 0.1)]
            pen.line(wing, fill=(56, 50, 76), width=2, joint="curve")


def _on(points: list[tuple[int, int]], t: float) -> tuple[float, float]:
    """A point on a broken line, at a part `t` of its corners."""
    part = min(len(points) - 2, int(t * (len(points) - 1)))
    share = t * (len(points) - 1) - part
    (ax, ay), (bx, by) = points[part], points[part + 1]
    return ax + (bx - ax) * share, ay + (by - ay) * share


def surf(image: Image.Image, random: Random) -> None:
    """Foam where the rock meets the sea."""
    layer = Image.new("L", image.size)
    pen = ImageDraw.Draw(layer)
    for _ in range(900):
        t = random.random()
        x, y = _on(SHORE, t)
        x, y = x + abs(random.gauss(0, 16)) * (0.5 + t), y + random.gauss(0, 7)
        size = random.uniform(0.8, 3.2) * (1 + t)
        pen.ellipse((x - size * 2.4, y - size, x + size * 2.4, y + size), fill=random.randint(60, 200))
    image.paste(Image.new("RGB", image.size, (246, 226, 216)), (0, 0), layer.filter(ImageFilter.GaussianBlur(2.2)))


def beam(image: Image.Image) -> Image.Image:
    """The light over the land, faint against the evening sky."""
    x, y = TOWER[0], TOWER[1] + 40
    layer = Image.new("L", image.size)
    ImageDraw.Draw(layer).polygon([(x, y - 5), (x, y + 6), (-60, y - 40), (-60, y - 170)], fill=80)
    soft = layer.filter(ImageFilter.GaussianBlur(9))
    lit = ImageChops.screen(
        image, Image.composite(Image.new("RGB", image.size, (255, 232, 180)), Image.new("RGB", image.size), soft)
    )
    return glow(lit, (x, y), 120, (255, 226, 160), 0.85)


def photo() -> Image.Image:
    """The whole picture, with a little haze, vignette and film grain."""
    random = Random(19)
    image = Image.new("RGB", (WIDTH, HEIGHT))
    image.paste(sea(random), (0, HORIZON))
    image.paste(sky(random).crop((0, 0, WIDTH, HORIZON)), (0, 0))
    far_land(image, random)
    image = glow(image, (SUN[0], HORIZON), 420, (255, 170, 110), 0.4)
    cliff(image, random)
    surf(image, random)
    lighthouse(image)
    image = beam(image)
    birds(image, random)
    shade = Image.eval(Image.radial_gradient("L"), lambda value: int(255 - 80 * (value / 255) ** 2)).resize(image.size)
    image = ImageChops.multiply(image, Image.merge("RGB", [shade] * 3))
    grain = Image.frombytes("L", image.size, random.randbytes(WIDTH * HEIGHT)).filter(ImageFilter.GaussianBlur(0.8))
    image = ImageChops.add(image, Image.merge("RGB", [Image.eval(grain, lambda v: 128 + (v - 128) // 12)] * 3), 1, -128)
    return ImageEnhance.Color(image).enhance(1.08)


if __name__ == "__main__":
    photo().save(Path(sys.argv[1]) / "photo.jpg", quality=80, optimize=True, progressive=True)

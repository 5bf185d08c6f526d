"""The ground that is painted where no picture was given: dark, coloured by the prompt, with soft lights out of focus."""

from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from mediawright_previz.render.palette import Colour, Palette

#: painted small and enlarged: soft light needs no detail
SMALL = 320
#: side of the square of noise that is laid over the ground like tiles
TILE = 512


def paint(size: tuple[int, int], palette: Palette, random: Random) -> Image.Image:
    """A ground of `size` pixels. The same palette and generator state give the same picture."""
    scale = SMALL / max(size)
    small = (max(8, round(size[0] * scale)), max(8, round(size[1] * scale)))
    ground = _gradient(small, palette.top, palette.bottom)
    ground = _lit(ground, palette.glow, (random.uniform(0.55, 0.95), random.uniform(0.0, 0.45)), 1.25, 0.62)
    ground = _lit(ground, palette.accent, (random.uniform(0.05, 0.4), random.uniform(0.75, 1.1)), 0.8, 0.16)
    ground = ground.resize(size, Image.Resampling.BICUBIC)
    ground = ImageChops.screen(ground, _bokeh(size, palette, random))
    return _grain(_vignette(ground), random)


def _gradient(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    mask = Image.linear_gradient("L").resize(size, Image.Resampling.BICUBIC)
    return Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), mask)


def _lit(ground: Image.Image, colour: Colour, at: tuple[float, float], reach: float, strength: float) -> Image.Image:
    """One soft light: its centre in parts of the frame, its reach in parts of the longer side."""
    across = max(2, int(max(ground.size) * reach))
    disc = Image.eval(Image.radial_gradient("L"), lambda value: int(max(0.0, 1 - value / 180) ** 1.7 * 255 * strength))
    mask = Image.new("L", ground.size)
    mask.paste(
        disc.resize((across, across), Image.Resampling.BICUBIC),
        (int(ground.width * at[0] - across / 2), int(ground.height * at[1] - across / 2)),
    )
    return ImageChops.screen(ground, Image.composite(Image.new("RGB", ground.size, colour), _black(ground), mask))


def _black(like: Image.Image) -> Image.Image:
    return Image.new("RGB", like.size)


def _bokeh(size: tuple[int, int], palette: Palette, random: Random) -> Image.Image:
    """Discs of light as a lens draws them far behind the focus: brighter at the rim, fewer where the text stands."""
    half = (size[0] // 2, size[1] // 2)
    layer = Image.new("RGB", half)
    for _ in range(16):
        disc = Image.new("RGB", half)
        pen = ImageDraw.Draw(disc)
        radius = min(half) * random.choice((0.03, 0.05, 0.07, 0.1, 0.15))
        x, y = half[0] * (1 - random.random() ** 1.6), half[1] * random.random()
        light = random.uniform(0.05, 0.2)
        base = palette.accent if random.random() < 0.35 else palette.glow
        inner, rim = (tuple(int(c * light * k) for c in base) for k in (0.7, 1.0))
        box = (x - radius, y - radius, x + radius, y + radius)
        pen.ellipse(box, fill=inner, outline=rim, width=max(1, int(radius * 0.08)))
        layer = ImageChops.add(layer, disc)
    soft = layer.filter(ImageFilter.GaussianBlur(max(1.0, min(half) / 110)))
    return soft.resize(size, Image.Resampling.BILINEAR)


def _vignette(ground: Image.Image) -> Image.Image:
    shade = Image.eval(Image.radial_gradient("L"), lambda value: int(255 * (1 - 0.5 * (value / 255) ** 2)))
    return ImageChops.multiply(ground, Image.merge("RGB", [shade.resize(ground.size)] * 3))


def _grain(ground: Image.Image, random: Random) -> Image.Image:
    """A little noise, so that dark gradients show no steps once they are coded in 8 bits."""
    tile = (min(TILE, ground.width), min(TILE, ground.height))
    noise = Image.frombytes("L", tile, random.randbytes(tile[0] * tile[1]))
    noise = Image.eval(noise, lambda value: 128 + (value - 128) // 14)
    tiled = Image.new("L", ground.size)
    for x in range(0, ground.width, tile[0]):
        for y in range(0, ground.height, tile[1]):
            tiled.paste(noise, (x, y))
    return ImageChops.add(ground, Image.merge("RGB", [tiled] * 3), scale=1, offset=-128)

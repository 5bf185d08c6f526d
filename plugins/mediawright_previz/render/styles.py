"""A hint of a drawn style over a photo: no model's work, only enough to tell the styles apart."""

from collections.abc import Callable

from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps


def styled(photo: Image.Image, style: str | None) -> Image.Image:
    """The photo with the hint of a known style; any other style leaves it as it is."""
    hint = HINTS.get(style or "")
    return hint(photo) if hint else photo


def _flat(photo: Image.Image, colours: int) -> Image.Image:
    """Few colours of the photo's own, in calm areas."""
    calm = photo.filter(ImageFilter.MedianFilter(5)).filter(ImageFilter.GaussianBlur(1.5))
    return calm.quantize(colours, dither=Image.Dither.NONE).convert("RGB").filter(ImageFilter.ModeFilter(5))


def _inked(photo: Image.Image, strength: float) -> Image.Image:
    """Dark contours along the edges."""
    edges = photo.convert("L").filter(ImageFilter.GaussianBlur(1.2)).filter(ImageFilter.FIND_EDGES)
    lines = Image.eval(edges, lambda value: 255 - min(255, int(max(0, value - 10) * strength)))
    return lines.filter(ImageFilter.GaussianBlur(0.6))


def _comic(photo: Image.Image) -> Image.Image:
    inked = ImageChops.multiply(_flat(photo, 40), Image.merge("RGB", [_inked(photo, 9)] * 3))
    return ImageEnhance.Color(inked).enhance(1.5)


def _anime(photo: Image.Image) -> Image.Image:
    bright = ImageEnhance.Brightness(ImageEnhance.Color(_flat(photo, 40)).enhance(1.5)).enhance(1.08)
    return ImageChops.multiply(bright, Image.merge("RGB", [_inked(photo, 4)] * 3))


def _clay(photo: Image.Image) -> Image.Image:
    soft = photo.filter(ImageFilter.ModeFilter(9)).filter(ImageFilter.GaussianBlur(1.5))
    relief = Image.merge("RGB", [photo.convert("L").filter(ImageFilter.EMBOSS)] * 3)
    return ImageChops.soft_light(soft, relief)


def _smooth(photo: Image.Image) -> Image.Image:
    return ImageEnhance.Contrast(photo.filter(ImageFilter.MedianFilter(7)).filter(ImageFilter.SMOOTH_MORE)).enhance(
        1.15
    )


def _neon(photo: Image.Image) -> Image.Image:
    grey = ImageOps.autocontrast(photo.convert("L"), cutoff=1)
    return Image.blend(ImageOps.colorize(grey, (16, 6, 44), (120, 246, 255), mid=(206, 38, 160)), photo, 0.25)


HINTS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "comic": _comic,
    "anime": _anime,
    "3d_animation": _smooth,
    "clay": _clay,
    "cyberpunk": _neon,
}

"""Input pictures made ready for the camera: opened the right way up, cut to the frame, or replaced by a card for a link."""

from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

from mediawright.plugin import Media

RESAMPLE = Image.Resampling.BILINEAR
FINE = Image.Resampling.LANCZOS


class UnreadableInput(Exception):
    """A local input whose bytes could not be decoded, or that is `gone`. `name` is its name without the folder."""

    def __init__(self, media: Media) -> None:
        self.name = file_name(media)
        self.gone = not Path(media.source).exists()
        super().__init__(self.name)


def file_name(media: Media) -> str:
    """The last part of a path or link, never a query string."""
    path = urlsplit(media.source).path if media.is_url else media.source
    return Path(path).name or media.source.partition("?")[0]


def host_of(media: Media) -> str:
    return urlsplit(media.source).hostname or ""


def open_picture(media: Media, at_least: tuple[int, int]) -> Image.Image:
    """A local picture as RGB, upright, decoded no larger than `at_least` needs where the format allows.

    Raises UnreadableInput."""
    try:
        with Image.open(media.source) as image:
            image.draft("RGB", (at_least[0], at_least[1]))
            upright = ImageOps.exif_transpose(image)
            return _flat(upright)
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableInput(media) from error


def _flat(image: Image.Image) -> Image.Image:
    """Transparency over a mid grey, everything else as RGB."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        ground = Image.new("RGBA", image.size, (92, 94, 98, 255))
        return Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")
    return image.convert("RGB")


def cover(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Scaled and cut so that it fills `size` exactly; a picture of a very different shape keeps its whole and gets its
    own blurred self as a border."""
    if fits(image.size, size):
        return ImageOps.fit(image, size, FINE)
    ground = ImageOps.fit(image, size, RESAMPLE).filter(ImageFilter.GaussianBlur(max(size) / 40))
    ground = Image.eval(ground, lambda value: int(value * 0.55))
    whole = ImageOps.contain(image, size, FINE)
    ground.paste(whole, ((size[0] - whole.width) // 2, (size[1] - whole.height) // 2))
    return ground


def fits(image: tuple[int, int], frame: tuple[int, int]) -> bool:
    """Whether filling the frame cuts away less than half of the picture."""
    ratio = (image[0] / image[1]) / (frame[0] / frame[1])
    return 0.5 < ratio < 2.0

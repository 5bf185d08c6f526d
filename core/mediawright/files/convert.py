"""A picture in a format that a provider takes, made from one that it does not take. The original stays as it is.

The same picture gives the same bytes on the same installation, so they can be approved by their hash before they are kept
anywhere, and made again when they are sent.
"""

import hashlib
import io
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from mediawright.types.request import MediaInfo

if TYPE_CHECKING:
    from PIL.Image import Image

JPEG, PNG = "image/jpeg", "image/png"
#: what a photo in a pocket computer's own format needs beside the imaging library
_PHONE = frozenset({"image/heic", "image/heif"})
#: stills that can be written anew without a loss that a person sees
CONVERTED = _PHONE | {"image/avif", "image/webp", "image/bmp", "image/tiff", "image/gif"}
QUALITY = 95
#: brands of a HEIF file whose pictures follow one another in time (ISO/IEC 23008-12 7)
_SEQUENCES = frozenset({b"msf1", b"hevc", b"hevm", b"hevs", b"avis"})


def target_of(media_type: str, taken: Sequence[str]) -> str | None:
    """The format that such a picture is written in for whoever takes only those; None: it is taken as it is, or nothing
    here writes one that is. Without a list, a phone's own format is the one that services are not expected to read."""
    if media_type not in CONVERTED or media_type in taken or not (taken or media_type in _PHONE):
        return None
    return next((kind for kind in (JPEG, PNG) if kind in taken or not taken), None)


def readable(media_type: str) -> bool:
    """Are the libraries here that read it?"""
    needed = ("PIL", "pillow_heif") if media_type in _PHONE else ("PIL",)
    return all(find_spec(name) is not None for name in needed)


@lru_cache(maxsize=32)
def info_of(path: Path, sha256: str, target: str) -> MediaInfo | None:
    """What the converted picture is, for the file with that hash; None where it cannot be converted. Blocking.

    None also for what moves: one still is not what was given.
    """
    made = convert(path, target)
    if made is None:
        return None
    from PIL import Image

    width, height = Image.open(io.BytesIO(made)).size
    return MediaInfo(
        media_type=target, size=len(made), sha256=hashlib.sha256(made).hexdigest(), width=width, height=height
    )


def convert(path: Path, target: str) -> bytes | None:
    """The picture as a person sees it, upright and in sRGB, without what a camera wrote beside it (places, names).

    Blocking. None where it cannot be read, moves, or a library is missing.
    """
    if not readable("image/heic"):
        with suppress(ImportError):
            return _converted(path, target)
        return None
    import pillow_heif

    pillow_heif.register_heif_opener()
    return _converted(path, target)


def _converted(path: Path, target: str) -> bytes | None:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(path) as opened:
            # of the stills in a phone's file (a burst, a pair for both eyes) the one that every viewer shows
            if getattr(opened, "n_frames", 1) > 1 and (opened.format != "HEIF" or _moves(path)):
                return None
            image = _in_srgb(_in_eight_bits(ImageOps.exif_transpose(opened)))
            out = io.BytesIO()
            if target == PNG:
                image.save(out, "PNG")
            else:
                _flat(image).save(out, "JPEG", quality=QUALITY)
    except (OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombError):
        return None
    return out.getvalue()


def _moves(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(12)[8:] in _SEQUENCES


def _in_eight_bits(image: "Image") -> "Image":
    """Grey of more than 256 steps, brought down to them: cut off instead, nearly all of it would be white."""
    if image.mode[0] not in "IF":
        return image
    low, high = (float(str(step)) for step in image.getextrema())
    if image.mode.startswith("I;16") or high > 255:
        low, high = 0.0, max(high, 65535.0)
    elif image.mode == "I":
        low, high = 0.0, 255.0
    scale = 255.0 / (high - low or 1.0)
    return image.point(lambda step: step * scale - low * scale).convert("L")


def _in_srgb(image: "Image") -> "Image":
    """The colours as every viewer shows them; a broken profile is left out of it."""
    from PIL import Image, ImageCms

    profile = image.info.pop("icc_profile", None)
    image.info.pop("exif", None)
    whole = image if image.mode in ("RGB", "RGBA", "L") else image.convert("RGBA" if _has_alpha(image) else "RGB")
    if not profile:
        return whole
    try:
        wanted, alpha = ImageCms.createProfile("sRGB"), whole.getchannel("A") if whole.mode == "RGBA" else None
        told = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        shown = ImageCms.profileToProfile(whole.convert("RGB"), told, wanted)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return whole
    if shown is None:
        return whole
    if alpha is not None:
        shown = Image.merge("RGBA", (*shown.split(), alpha))
    shown.info.pop("icc_profile", None)
    return shown


def _has_alpha(image: "Image") -> bool:
    return image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info


def _flat(image: "Image") -> "Image":
    """On white where it is see-through: the format knows no such thing."""
    from PIL import Image

    if image.mode == "RGBA":
        white = Image.new("RGBA", image.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, image).convert("RGB")
    return image.convert("RGB")

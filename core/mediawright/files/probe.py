"""What can be measured of a media file: pixels, seconds, frames per second, its hash."""

import math
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mediawright.files.image_size import image_size
from mediawright.files.mp4 import film
from mediawright.files.whole import is_cut
from mediawright.types.dataclass import dataclass

if TYPE_CHECKING:
    from av.container import InputContainer

#: how much of its promised length a sound must have
_WHOLE = 0.9
#: seconds: no clip or sound is longer than thirty days
LONGEST_S = 30 * 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaProbe:
    """Pixels, seconds. None: not said by the file, or nothing here can read it. `broken`: its own library gave up."""

    width: int | None = None
    height: int | None = None
    duration: float | None = None
    fps: float | None = None
    broken: bool = False


def measure_file(path: Path, media_type: str) -> MediaProbe:
    """Blocking. Clips and sounds need the optional media library; without it nothing is said of them."""
    if media_type.startswith("image/"):
        if media_type == "image/tiff" and is_cut(
            path, media_type
        ):  # first: the imaging library warns of what it misses
            return MediaProbe(broken=True)
        size = image_size(path, media_type)
        if size is None or is_cut(path, media_type):
            return MediaProbe(broken=media_type in _ALWAYS_READABLE or size is not None)
        return MediaProbe(width=size[0], height=size[1])
    if media_type.startswith(("video/", "audio/")):
        return MediaProbe(broken=True) if is_cut(path, media_type) else _measure_clip(path, media_type)
    return MediaProbe()


def measure_result(path: Path, media_type: str) -> MediaProbe:
    """Measure a file that a provider made, as far as that goes: a usual clip needs no library. Blocking.

    The file was paid for and is whole: whatever a parser meets in it, measuring decides nothing and raises nothing.
    """
    facts = MediaProbe()
    with suppress(Exception):  # any library's any trouble with any bytes
        facts = _measured(path, media_type)
    return replace(facts, duration=seconds(facts.duration))


def _measured(path: Path, media_type: str) -> MediaProbe:
    found = film(path) if media_type in ("video/mp4", "video/quicktime") else None
    if found is None:
        return measure_file(path, media_type)
    return MediaProbe(width=found[0], height=found[1], duration=found[2])


def seconds(claimed: float | None) -> float | None:
    """Return a length that can be; None for what is no number, negative or longer than `LONGEST_S`."""
    known = claimed is not None and math.isfinite(claimed) and 0 <= claimed <= LONGEST_S
    return claimed if known else None


def sha256_of(path: Path) -> str:
    """Of a file of any size, in flat memory. Raises OSError."""
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


_ALWAYS_READABLE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})


_BOXED = ("video/mp4", "video/quicktime", "video/3gpp", "audio/mp4")


def _measure_clip(path: Path, media_type: str) -> MediaProbe:
    """What the library says, with the picture as it is shown; without the library, what the file's own boxes say."""
    boxed = film(path) if media_type in _BOXED else None
    facts = _by_library(path, media_type)
    if boxed is None:
        return facts or MediaProbe()
    if facts is None:
        return MediaProbe(width=boxed[0], height=boxed[1], duration=boxed[2])
    on_its_side = (facts.height, facts.width) == boxed[:2]
    return replace(facts, width=boxed[0], height=boxed[1]) if on_its_side else facts


def _heard_s(container: "InputContainer") -> float:
    """Up to which second there is sound: a FLAC, an MP3 or an AIFF file promises its length at its beginning."""
    end = 0.0
    for packet in container.demux(audio=0):
        if packet.pts is not None:
            end = max(end, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    return end


def _by_library(path: Path, media_type: str) -> MediaProbe | None:
    try:
        import av
    except ImportError:
        return None
    try:
        with av.open(str(path)) as container:
            picture = next(iter(container.streams.video), None)
            seconds = container.duration / av.time_base if container.duration else None
            if media_type.startswith("audio/") and seconds and _heard_s(container) < seconds * _WHOLE - 1:
                return MediaProbe(broken=True)
            return MediaProbe(
                width=picture.width or None if picture else None,
                height=picture.height or None if picture else None,
                duration=seconds,
                fps=float(picture.average_rate) if picture and picture.average_rate else None,
            )
    except (av.FFmpegError, ValueError, IndexError):
        return MediaProbe(broken=True)

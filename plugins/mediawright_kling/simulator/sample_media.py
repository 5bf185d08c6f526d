"""Which real small media stand behind an address: `…-6.4s-1280x720.mp4`, `…-320x320.png`. Any such address is served."""

import re
import zlib

from mediawright.sdk.simulator import make_clip, make_mp3, make_picture, make_sound

CLIP = re.compile(r"-(\d+(?:\.\d+)?)s-(\d+)x(\d+)(-sound)?\.(?:mp4|mov)$")
SOUND = re.compile(r"-(\d+(?:\.\d+)?)s\.(wav|mp3)$")
PICTURE = re.compile(r"-(\d+)x(\d+)\.png$")
SHAPES = {"16:9": (160, 90), "9:16": (90, 160), "1:1": (120, 120)}


def clip_path(name: str, seconds: float, ratio: str, *, sound: bool = False) -> str:
    width, height = SHAPES.get(ratio, SHAPES["16:9"])
    return f"/media/{name}-{seconds:g}s-{width}x{height}{'-sound' if sound else ''}.mp4"


def sound_path(name: str, seconds: float, ending: str) -> str:
    return f"/media/{name}-{seconds:g}s.{ending}"


def picture_path(name: str, ratio: str) -> str:
    width, height = _picture_shape(ratio)
    return f"/media/{name}-{width}x{height}.png"


def _picture_shape(ratio: str) -> tuple[int, int]:
    parts = ratio.split(":")
    if len(parts) != 2:
        return 320, 180
    wide, high = int(parts[0]), int(parts[1])
    return (320, 320 * high // wide) if wide >= high else (320 * wide // high, 320)


def seconds_of(url: str) -> float | None:
    """The length of a clip that carries it in its name; None for one that cannot be read."""
    found = CLIP.search(url) or SOUND.search(url)
    return float(found.group(1)) if found else None


def sides_of(url: str) -> tuple[int, int] | None:
    found = CLIP.search(url)
    return (int(found.group(2)), int(found.group(3))) if found else None


def bytes_of(path: str, times: int = 1) -> tuple[bytes, str] | None:
    """The file behind a path and its media type; None where the name says nothing.

    `times`: so many times larger than the path says, and then every clip in a colour of its own.
    """
    clip, picture = CLIP.search(path), PICTURE.search(path)
    if clip:
        size = int(clip.group(2)) * times, int(clip.group(3)) * times
        tint = zlib.crc32(path.encode()) if times > 1 else None
        return make_clip(float(clip.group(1)), *size, sound=bool(clip.group(4)), tint=tint), "video/mp4"
    if sound := SOUND.search(path):
        seconds = float(sound.group(1))
        coded = make_mp3(seconds) if sound.group(2) == "mp3" else None
        return (coded, "audio/mpeg") if coded else (make_sound(seconds), "audio/wav")
    if picture:
        size = int(picture.group(1)) * times, int(picture.group(2)) * times
        return make_picture(*size, zlib.crc32(path.encode())), "image/png"
    return None

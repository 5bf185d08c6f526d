"""Real small media: clips by PyAV where it is installed, a shipped one otherwise; pictures by zlib alone.

A path says what it is: `…-6.4s-1280x720.mp4`, `…-320x320.png`. Any such address of the simulator is served."""

import math
import re
import struct
import zlib
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any

CLIP = re.compile(r"-(\d+(?:\.\d+)?)s-(\d+)x(\d+)(-sound)?\.(?:mp4|mov)$")
SOUND = re.compile(r"-(\d+(?:\.\d+)?)s\.(wav|mp3)$")
PICTURE = re.compile(r"-(\d+)x(\d+)\.png$")
FPS, RATE, BLOCK = 24, 24_000, 1_152
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
        return make_sound(float(sound.group(1)), sound.group(2))
    if picture:
        size = int(picture.group(1)) * times, int(picture.group(2)) * times
        return make_picture(*size, zlib.crc32(path.encode())), "image/png"
    return None


@lru_cache(maxsize=32)
def make_clip(seconds: float, width: int, height: int, *, sound: bool = False, tint: int | None = None) -> bytes:
    """A playable H.264 clip: a colour that drifts, with a quiet tone where it has a sound; with `tint` a moving slope."""
    try:
        import av
    except ImportError:
        return (files("mediawright_kling.simulator") / "clip.mp4").read_bytes()
    buffer = BytesIO()
    with av.open(buffer, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "crf": "40"})
        stream.width, stream.height, stream.pix_fmt = width - width % 2, height - height % 2, "yuv420p"
        heard = container.add_stream("aac", rate=RATE) if sound else None
        for number in range(max(1, round(seconds * FPS))):
            container.mux(stream.encode(_frame(stream.width, stream.height, number, tint)))
        container.mux(stream.encode())
        if heard is not None:
            _mux_tone(container, heard, seconds)
    return buffer.getvalue()


@lru_cache(maxsize=32)
def make_sound(seconds: float, ending: str) -> tuple[bytes, str]:
    """A quiet tone of 440 Hz, as mp3 where it can be coded, else as wav."""
    try:
        import av
    except ImportError:
        ending = "wav"
    if ending == "wav":
        from mediawright.sdk.simulator.media import make_sound as tone

        return tone(seconds), "audio/wav"
    buffer = BytesIO()
    with av.open(buffer, "w", format="mp3") as container:
        _mux_tone(container, container.add_stream("mp3", rate=RATE), seconds)
    return buffer.getvalue(), "audio/mpeg"


def _mux_tone(container: Any, stream: Any, seconds: float) -> None:
    import av

    samples = max(1, round(seconds * RATE))
    for start in range(0, samples, BLOCK):
        count = min(BLOCK, samples - start)
        frame = av.AudioFrame("fltp", "mono", count)
        frame.sample_rate, frame.pts = RATE, start
        tone = (0.1 * math.sin(2 * math.pi * 440 * (start + n) / RATE) for n in range(count))
        frame.planes[0].update(struct.pack(f"<{count}f", *tone).ljust(frame.planes[0].buffer_size, b"\0"))
        container.mux(stream.encode(frame))
    container.mux(stream.encode())


def _frame(width: int, height: int, number: int, tint: int | None = None) -> Any:
    import av

    frame = av.VideoFrame(width, height, "yuv420p")
    colours = (100, 150) if tint is None else (88 + tint % 80, 88 + tint // 80 % 80)
    for plane, level in zip(frame.planes, (60 + number % 120, *colours), strict=True):
        plane.update(bytes([level]) * plane.buffer_size)
    if tint is not None:
        plane = frame.planes[0]
        slope = bytes(
            abs(2 * (at % 256) - 256) * 5 // 8 + 40 for at in range(2 * number, 2 * number + plane.line_size + height)
        )
        plane.update(
            b"".join(slope[row : row + plane.line_size] for row in range(height)).ljust(plane.buffer_size, b"\0")
        )
    return frame


@lru_cache(maxsize=64)
def make_picture(width: int, height: int, tint: int) -> bytes:
    """A valid PNG of one colour."""
    row = b"\x00" + bytes([tint & 255, tint >> 8 & 255, tint >> 16 & 255]) * width
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (b"IHDR", head), (b"IDAT", zlib.compress(row * height)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

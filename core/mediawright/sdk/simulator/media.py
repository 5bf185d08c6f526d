"""Real small media: pictures and sounds by the standard library, clips and mp3 by PyAV where it is installed; else a shipped
clip, and wav.

A path says what it is: `/__media/<name>-320x180.png`, `…-5s-160x90.mp4`, `…-2.5s.wav`. Every simulator serves such paths.
"""

import math
import re
import struct
import wave
import zlib
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

PREFIX = "/__media/"
CLIP = re.compile(r"-(\d+(?:\.\d+)?)s-(\d+)x(\d+)\.mp4$")
SOUND = re.compile(r"-(\d+(?:\.\d+)?)s\.wav$")
PICTURE = re.compile(r"-(\d+)x(\d+)\.png$")
FPS, RATE = 24, 8_000
#: samples per second, and per frame, of a sound that is coded
CODED_RATE, BLOCK = 24_000, 1_152
SHAPES = {"16:9": (160, 90), "9:16": (90, 160), "1:1": (120, 120), "4:3": (160, 120), "3:4": (120, 160)}


def media_url(base: str, kind: str, name: str, *, seconds: float = 5.0, shape: str = "16:9") -> str:
    """Return the address of a sample: `kind` "image", "video" or "audio"; `shape` a ratio."""
    width, height = SHAPES.get(shape, SHAPES["16:9"])
    ends = {
        "image": f"{width}x{height}.png",
        "video": f"{seconds:g}s-{width}x{height}.mp4",
        "audio": f"{seconds:g}s.wav",
    }
    return f"{base.rstrip('/')}{PREFIX}{name}-{ends[kind]}"


def sample_of(path: str) -> tuple[bytes, str] | None:
    """Return the file behind a path and its media type; None where the path says nothing."""
    if found := CLIP.search(path):
        return make_clip(min(float(found[1]), 60.0), int(found[2]), int(found[3])), "video/mp4"
    if found := SOUND.search(path):
        return make_sound(min(float(found[1]), 600.0)), "audio/wav"
    if found := PICTURE.search(path):
        return make_picture(int(found[1]), int(found[2]), zlib.crc32(path.encode())), "image/png"
    return None


@lru_cache(maxsize=32)
def make_clip(
    seconds: float = 5.0, width: int = 160, height: int = 90, *, sound: bool = False, tint: int | None = None
) -> bytes:
    """Return a playable H.264 clip: a colour that drifts, with a quiet tone where it has a sound; with `tint` a moving slope
    in a colour of its own (tints that differ by less than ten may look alike)."""
    try:
        import av
    except ImportError:
        return Path(__file__).with_name("clip.mp4").read_bytes()
    buffer = BytesIO()
    with av.open(buffer, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "crf": "40"})
        stream.width, stream.height, stream.pix_fmt = width - width % 2, height - height % 2, "yuv420p"
        heard = container.add_stream("aac", rate=CODED_RATE) if sound else None
        for number in range(max(1, round(seconds * FPS))):
            container.mux(stream.encode(_frame(stream.width, stream.height, number, tint)))
        container.mux(stream.encode())
        if heard is not None:
            _mux_tone(container, heard, seconds)
    return buffer.getvalue()


def _frame(width: int, height: int, number: int, tint: int | None) -> Any:
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
        rows = b"".join(slope[row : row + plane.line_size] for row in range(height))
        plane.update(rows.ljust(plane.buffer_size, b"\0"))
    return frame


def _mux_tone(container: Any, stream: Any, seconds: float) -> None:
    import av

    samples = max(1, round(seconds * CODED_RATE))
    for start in range(0, samples, BLOCK):
        count = min(BLOCK, samples - start)
        frame = av.AudioFrame("fltp", "mono", count)
        frame.sample_rate, frame.pts = CODED_RATE, start
        tone = (0.1 * math.sin(2 * math.pi * 440 * (start + n) / CODED_RATE) for n in range(count))
        frame.planes[0].update(struct.pack(f"<{count}f", *tone).ljust(frame.planes[0].buffer_size, b"\0"))
        container.mux(stream.encode(frame))
    container.mux(stream.encode())


@lru_cache(maxsize=32)
def make_mp3(seconds: float = 2.0) -> bytes | None:
    """Return the tone of `make_sound` as mp3; None where it cannot be coded."""
    try:
        import av
    except ImportError:
        return None
    buffer = BytesIO()
    with av.open(buffer, "w", format="mp3") as container:
        _mux_tone(container, container.add_stream("mp3", rate=CODED_RATE), seconds)
    return buffer.getvalue()


@lru_cache(maxsize=64)
def make_picture(width: int = 160, height: int = 90, tint: int = 0x3366AA) -> bytes:
    """Return a valid PNG of one colour."""
    row = b"\x00" + bytes([tint & 255, tint >> 8 & 255, tint >> 16 & 255]) * width
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (b"IHDR", head), (b"IDAT", zlib.compress(row * height)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


@lru_cache(maxsize=32)
def make_sound(seconds: float = 2.0) -> bytes:
    """Return a WAV file: a quiet tone of 440 Hz."""
    buffer = BytesIO()
    samples = (int(2_000 * math.sin(2 * math.pi * 440 * n / RATE)) for n in range(max(1, round(seconds * RATE))))
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return buffer.getvalue()

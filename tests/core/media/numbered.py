"""Clips whose every frame says its number, and sounds with marks: made small, read back exactly."""

import math
import wave
from array import array
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
from PIL import Image

from mediawright.media.frames import from_picture

#: bars of a frame, least significant first
BITS = 8


def number_picture(number: int, size: tuple[int, int] = (64, 64)) -> Image.Image:
    """White bars for the ones of a number."""
    picture = Image.new("L", size, 0)
    wide = size[0] // BITS
    for bit in range(BITS):
        if number >> bit & 1:
            picture.paste(255, (bit * wide, 0, bit * wide + wide, size[1]))
    return picture.convert("RGB")


def number_of(frame: av.VideoFrame) -> int:
    """The number that a frame of any size says."""
    plane = frame.planes[0]
    data = bytes(plane)
    row = data[plane.line_size * (frame.height // 4) :]
    return sum((row[int((bit + 0.5) * frame.width / BITS)] > 128) << bit for bit in range(BITS))


def write_clip(
    path: Path,
    rate: int | Fraction,
    count: int,
    *,
    times: Sequence[int] | None = None,
    size: tuple[int, int] = (64, 64),
    sound: bool = False,
    first: int = 0,
) -> Path:
    """A clip of numbered frames; `times`: milliseconds of each frame (variable rate). `sound`: a click at every second."""
    options = {"movflags": "+faststart"} if path.suffix == ".mp4" else {}
    with av.open(str(path), "w", options=options) as container:
        video = container.add_stream("libx264", rate=rate)
        video.width, video.height = size
        video.pix_fmt = "yuv420p"
        video.options = {"crf": "8", "preset": "ultrafast", "g": "12"}
        if times:
            video.time_base = video.codec_context.time_base = Fraction(1, 1000)
        audio = container.add_stream("aac", rate=48_000, layout="stereo") if sound else None
        for number in range(count):
            frame = from_picture(number_picture(first + number, size)).reformat(format="yuv420p")
            frame.pts = times[number] if times else number
            if times:
                frame.time_base = Fraction(1, 1000)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        if audio is not None:
            for at, block in enumerate(_clicks(count / rate)):
                heard = av.AudioFrame(format="flt", layout="stereo", samples=len(block) // 8)
                heard.planes[0].update(block)
                heard.sample_rate, heard.pts, heard.time_base = 48_000, at * 1024, Fraction(1, 48_000)
                container.mux(audio.encode(heard))
            container.mux(audio.encode(None))
    return path


def _clicks(seconds: Fraction | float) -> list[bytes]:
    """A click of 2 ms at the start of each second, in blocks of 1024 samples."""
    total = round(float(seconds) * 48_000)
    samples = array("f", bytes(total * 8))
    for start in range(0, total, 48_000):
        for number in range(start, min(start + 96, total)):
            samples[2 * number] = samples[2 * number + 1] = 0.8
    data = samples.tobytes()
    return [data[at : at + 8192] for at in range(0, len(data) - 8191, 8192)]


def write_tone(path: Path, seconds: float, hertz: float = 300, level: float = 0.3, rate: int = 44_100) -> Path:
    """A sine in one channel."""
    samples = array(
        "h", (int(level * 32_000 * math.sin(2 * math.pi * hertz * n / rate)) for n in range(int(seconds * rate)))
    )
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return path


def decoded(path: Path) -> list[av.VideoFrame]:
    with av.open(str(path)) as container:
        return list(container.decode(video=0))

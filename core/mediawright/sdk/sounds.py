"""Raw sound as a file that everything plays."""

import asyncio
import wave
from pathlib import Path


async def as_wave(raw: Path, rate: int, channels: int = 1) -> Path:
    """Write raw sound of 16 bits, little-endian, as a WAV file beside it and return that. `rate`: samples a second."""
    made = raw.with_suffix(".wav")
    await asyncio.to_thread(_write, raw, made, rate, channels)
    return made


def _write(raw: Path, made: Path, rate: int, channels: int) -> None:
    with wave.open(str(made), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(raw.read_bytes())

"""Silence of fitting length, in the forms that speech comes in."""

import tarfile
import wave
from io import BytesIO

from mediawright_minimax.request_body import count_chinese

PER_S = 14.0


def characters(text: str) -> int:  # a Chinese one counts twice (§11)
    return len(text) + count_chinese(text)


def spoken(text: str, form: str, rate: int, channels: int) -> tuple[bytes, float]:
    """Return the sound of a text and its seconds."""
    length = max(characters(text) / PER_S, 0.5)
    frames = round(length * rate)
    raw = b"\0\0" * channels * frames
    if form == "pcm":
        return raw, frames / rate
    buffer = BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(raw)
    return buffer.getvalue(), frames / rate


def packed(sound: bytes) -> bytes:
    """Return an archive with the sound in it, as long speech may come."""
    buffer, info = BytesIO(), tarfile.TarInfo("speech.wav")
    info.size = len(sound)
    with tarfile.open(fileobj=buffer, mode="w") as file:
        file.addfile(info, BytesIO(sound))
    return buffer.getvalue()

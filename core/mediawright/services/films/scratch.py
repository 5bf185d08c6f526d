"""A scratch voice for drafts: lines without a recording are read aloud here, where the extra `scratch` is installed.

py-nanotts (SVOX Pico, Apache-2.0) speaks English and no Chinese: a Chinese draft stays silent, with captions.
"""

import hashlib
import wave
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from mediawright.film import pace
from mediawright.film.plan import Plan

LIBRARY = "py_nanotts"
VOICE = "en-GB"
#: what the library speaks in: samples per second, bytes of a sample
RATE, WIDTH = 16_000, 2


def scratch_voices(plan: Plan, folder: Path) -> dict[tuple[int, int], str]:
    """A file for each line that has none, by shot and place; {} where nothing here can say it. Blocking. Raises OSError."""
    if plan.language != "en" or find_spec(LIBRARY) is None:
        return {}
    speaker = import_module(LIBRARY).NanoTTS()
    found: dict[tuple[int, int], str] = {}
    for number, shot in enumerate(plan.shots):
        for place, line in enumerate(shot.lines):
            if not line.file and not any(map(pace.is_han, line.says)):
                path = folder / f"{hashlib.sha256(line.says.encode()).hexdigest()[:16]}.wav"
                if not path.is_file():
                    _write(path, speaker.speak(line.says, voice=VOICE))
                found[number, place] = str(path)
    return found


def _write(path: Path, samples: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with wave.open(str(part), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(WIDTH)
        file.setframerate(RATE)
        file.writeframes(samples)
    part.replace(path)

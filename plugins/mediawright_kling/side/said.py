"""A side request read with its options: numbers, what language the words are in, how a picture is widened. Pure."""

import math
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from mediawright.plugin import Request

VOICE_NAME = 20
DIRECTIONS = ("up", "down", "left", "right")
#: the share of the picture that may be added at most, and the digits of a ratio
MOST_AREA, DIGITS = 3.0, 4


def number_of(request: Request, name: str) -> float | None:
    """An option as a number; None where it was not given or is none (a rule then refuses it)."""
    value = request.options.get(name)
    try:
        found = None if value is None or isinstance(value, bool) else float(str(value).strip())
    except ValueError:
        return None
    return found if found is None or math.isfinite(found) else None


def said(request: Request, name: str) -> str | None:
    """An option as trimmed text; None where it was not given or is blank."""
    value = request.options.get(name)
    return str(value).strip() or None if value is not None else None


def language_of(request: Request) -> str:
    """What is spoken: as said, else Chinese where the words have a Chinese character."""
    if request.language:
        return request.language.strip().lower()
    return "zh" if any("\u3400" <= letter <= "\u9fff" for letter in request.prompt) else "en"


def voice_name(request: Request) -> str:
    """What a saved voice is called: the words, else the sample's file name, at most 20 characters (K-S27)."""
    if request.prompt.strip():
        return request.prompt.strip()
    sample = next(iter((*request.audios, *request.videos)), None)
    stem = PurePosixPath(urlsplit(sample.source).path).stem if sample else ""
    return stem[:VOICE_NAME].strip() or "voice"


def speed_of(request: Request) -> float:
    """With one decimal (K-S22)."""
    return round(number_of(request, "voice_speed") or 1.0, 1)


def seconds_of(request: Request) -> float:
    """How long a sound from words shall be: the option with its decimal, else whole seconds, else 5 (K-S25)."""
    return round(number_of(request, "seconds") or float(request.duration or 5), 1)


def expansion_of(request: Request) -> dict[str, float] | None:
    """The four shares by which a picture is widened: as said, or reckoned from the wanted shape (§6.10).

    None where neither was said, or where the shape is wanted of a picture that nobody measured.
    """
    given = {side: number_of(request, f"{side}_expansion_ratio") for side in DIRECTIONS}
    if any(value is not None for value in given.values()):
        return {side: value or 0.0 for side, value in given.items()}
    shape, info = ratio_of(request.aspect_ratio), request.images[0].info if request.images else None
    if shape is None or info is None or not info.width or not info.height:
        return None
    return reckoned(info.width, info.height, shape, number_of(request, "area"))


def reckoned(width: int, height: int, shape: float, area: float | None) -> dict[str, float]:
    """Halves of what is added on each side. `area`: how many times the picture; left out, the least that reaches the
    shape. A side that would shrink stands as a negative share, which a rule refuses."""
    least = max(shape * height / width, width / (shape * height))
    wide = math.sqrt((area or least) * width * height * shape)
    across, along = (wide / width - 1) / 2, (wide / shape / height - 1) / 2
    flat, tall = round(across, DIGITS) + 0.0, round(along, DIGITS) + 0.0
    return {"up": tall, "down": tall, "left": flat, "right": flat}


def ratio_of(text: str | None) -> float | None:
    """ "16:9" as a number; None for anything else."""
    wide, colon, high = (text or "").partition(":")
    try:
        return float(wide) / float(high) if colon and float(high) > 0 else None
    except ValueError:
        return None


def marks_of(request: Request) -> list[dict[str, Any]] | None:
    """`12:0.4,0.6;0.5,0.7 40:0.1,0.2` → frames with their points; None where it cannot be read (§6.13)."""
    found = []
    for part in (said(request, "marks") or "").split():
        frame, colon, points = part.partition(":")
        try:
            pairs = [tuple(map(float, point.split(","))) for point in points.split(";")]
            if not colon or any(len(pair) != 2 or not all(0 <= value <= 1 for value in pair) for pair in pairs):
                return None
            found.append({"frame_index": int(frame), "points": [{"x": x, "y": y} for x, y in pairs]})
        except ValueError:
            return None
    return found

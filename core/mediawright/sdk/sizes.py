"""A picture's size in pixels from the word and the ratio that a person says, inside what a model takes. Pure."""

import re
from decimal import Decimal

RATIO = re.compile(r"([1-9]\d?):([1-9]\d?)")
#: the short edge by the word of the size
EDGES = {"1k": 1024, "2k": 1440, "4k": 2160}
STEP = 16


def picture_size(resolution: str, ratio: str, *, longest: int, pixels: int) -> tuple[int, int] | None:
    """Return width and height, multiples of 16; the model's limits come first. None where a word is unknown."""
    edge, known = EDGES.get(resolution), RATIO.fullmatch(ratio)
    if edge is None or known is None:
        return None
    share = Decimal(known[1]) / Decimal(known[2])
    width, height = (edge * share, Decimal(edge)) if share >= 1 else (Decimal(edge), edge / share)
    fit = min(Decimal(1), longest / max(width, height), (pixels / (width * height)).sqrt())
    half = Decimal("0.5") if fit == 1 else Decimal(0)
    return int(width * fit / STEP + half) * STEP, int(height * fit / STEP + half) * STEP

"""Results that are real: a small MP4 that plays, a small PNG that opens."""

import io
from functools import lru_cache

LONGEST_S = 15
#: the shorter side of a result in pixels
SHORT_SIDE = 144


def size_of(ratio: str | None) -> tuple[int, int]:
    """Width and height, both even, for a ratio "W:H"; wide where none is known."""
    width, height = (int(part) for part in (ratio or "16:9").split(":"))
    scale = SHORT_SIDE / min(width, height)
    return 2 * round(width * scale / 2), 2 * round(height * scale / 2)


@lru_cache(maxsize=64)
def picture(width: int, height: int, seed: int = 0) -> bytes:
    """A PNG whose colours tell tasks apart."""
    from PIL import Image

    made = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").point(_tint(seed)).save(made, "PNG")
    return made.getvalue()


def _tint(seed: int) -> list[int]:
    return [(level * (channel + 2) // 4 + seed * 37) % 256 for channel in range(3) for level in range(256)]

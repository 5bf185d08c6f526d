"""A colour world for a prompt: the same words always look the same, other words look different."""

import hashlib
import random

from mediawright.plugin import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """Dark ground at the top and the bottom, the light that falls on it, and the colour of marks."""

    top: Colour
    bottom: Colour
    glow: Colour
    accent: Colour


PALETTES = (
    Palette((10, 16, 34), (24, 18, 52), (86, 92, 220), (255, 196, 92)),
    Palette((6, 24, 30), (10, 40, 48), (36, 158, 160), (255, 214, 130)),
    Palette((28, 12, 24), (48, 16, 34), (210, 72, 106), (255, 190, 120)),
    Palette((22, 16, 10), (46, 28, 16), (216, 128, 52), (255, 220, 150)),
    Palette((10, 20, 16), (16, 38, 28), (66, 168, 112), (226, 236, 130)),
    Palette((12, 14, 20), (26, 32, 44), (110, 146, 196), (130, 220, 255)),
    Palette((20, 10, 36), (36, 14, 56), (156, 82, 222), (255, 168, 214)),
    Palette((8, 14, 28), (12, 34, 62), (52, 124, 220), (255, 178, 110)),
)
WHITE: Colour = (250, 248, 244)
INK: Colour = (8, 9, 12)


def seeded(text: str, take: int = 0) -> random.Random:
    """A generator that depends on nothing but the words (and which of several takes this is)."""
    return random.Random(hashlib.sha256(f"{take}:{text}".encode()).digest())


def palette_for(text: str) -> Palette:
    """One palette for all takes and shots of one prompt."""
    return PALETTES[hashlib.sha256(text.encode()).digest()[0] % len(PALETTES)]

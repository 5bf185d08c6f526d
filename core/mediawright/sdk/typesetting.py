"""Text in pictures, for plugins: the fonts of this machine, and lines that fit a place. Pillow opens the fonts."""

from mediawright.media.fonts import Face, FontSet, can_write, find_fonts, font_folders, installed_fonts
from mediawright.media.layout import CLOSING, ELLIPSIS, OPENING, Block, Measure, fit, has_cjk, is_cjk, wrap

__all__ = [
    "CLOSING",
    "ELLIPSIS",
    "OPENING",
    "Block",
    "Face",
    "FontSet",
    "Measure",
    "can_write",
    "find_fonts",
    "fit",
    "font_folders",
    "has_cjk",
    "installed_fonts",
    "is_cjk",
    "wrap",
]

"""Writing mixed Chinese and English into a picture, for plugins; needs Pillow (extra `media`)."""

from mediawright.media.typeface import Colour, Typeface

__all__ = ["Colour", "Typeface"]

"""Writing mixed Chinese and English with the fonts there are; what no font can write is greeked: set as quiet bars."""

from collections.abc import Iterator
from dataclasses import field
from itertools import groupby
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

from mediawright.media.fonts import Face, FontSet
from mediawright.media.layout import CLOSING, OPENING, Measure, is_cjk
from mediawright.types.dataclass import dataclass

Colour = tuple[int, int, int]
Weight = Literal["regular", "bold"]
Script = Literal["latin", "cjk", "greek"]
#: width of a greeked character, in ems
EM = 1.0


@dataclass(slots=True)
class Typeface:
    """One weight of the machine's fonts at any size. Not for several threads at once: FreeType keeps state."""

    fonts: FontSet
    weight: Weight = "regular"
    _loaded: dict[tuple[str, int], ImageFont.FreeTypeFont] = field(default_factory=dict)
    _covered: dict[str, Script] = field(default_factory=dict)

    @property
    def writes_chinese(self) -> bool:
        return self.fonts.cjk is not None

    def measure_at(self, size: int) -> Measure:
        return lambda text: self.width(text, size)

    def width(self, text: str, size: int) -> float:
        """The advance of a line in pixels."""
        return sum(self._advance(run, script, size) for script, run in self.runs(text))

    def runs(self, text: str) -> Iterator[tuple[Script, str]]:
        """The line in stretches that one font can write."""
        for script, chars in groupby(text, self.script_of):
            yield script, "".join(chars)

    def script_of(self, char: str) -> Script:
        if char not in self._covered:
            self._covered[char] = self._find_script(char)
        return self._covered[char]

    def _find_script(self, char: str) -> Script:
        if char.isspace():
            return "latin"
        order: tuple[Script, ...] = ("cjk", "latin") if is_cjk(char) else ("latin", "cjk")
        for script in order:
            if (script == "latin" or self.fonts.cjk) and self._has_glyph(char, script):
                return script
        return "greek"

    def _has_glyph(self, char: str, script: Script) -> bool:
        font = self._font(script, 24)
        mask = bytes(font.getmask(char))
        return bool(mask) and mask != bytes(font.getmask("\uffff"))

    def _advance(self, run: str, script: Script, size: int) -> float:
        if script == "greek":
            return len(run) * size * EM
        return self._font(script, size).getlength(run)

    def _font(self, script: Script, size: int) -> ImageFont.FreeTypeFont:
        key = (script, size)
        if key not in self._loaded:
            self._loaded[key] = _load(self._face(script), size)
        return self._loaded[key]

    def _face(self, script: Script) -> Face | None:
        fonts = self.fonts
        if script == "cjk":
            return (fonts.cjk_bold if self.weight == "bold" else None) or fonts.cjk
        return (fonts.bold if self.weight == "bold" else None) or fonts.latin

    def writes(self, text: str) -> bool:
        """Whether every character has a glyph; without, it would be set as bars."""
        return all(script != "greek" for script, _ in self.runs(text))

    def draw(
        self, image: Image.Image, at: tuple[float, float], text: str, size: int, colour: Colour, opacity: float = 1.0
    ) -> float:
        """Write one line with its base line at `at` (x, y). Returns where it ends."""
        pen = ImageDraw.Draw(image)
        ink = (*colour, round(255 * opacity))
        x, base = at
        for script, run in self.runs(text):
            if script == "greek":
                _greek(pen, (x, base), run, size, (*colour, round(110 * opacity)))
            else:
                pen.text((x, base), run, font=self._font(script, size), fill=ink, anchor="ls")
            x += self._advance(run, script, size)
        return x


def _load(face: Face | None, size: int) -> ImageFont.FreeTypeFont:
    if face is not None:
        return ImageFont.truetype(face.path, size, index=face.index)
    default = ImageFont.load_default(size)
    if not isinstance(default, ImageFont.FreeTypeFont):
        raise OSError("Pillow was built without FreeType")
    return default


def _greek(pen: ImageDraw.ImageDraw, at: tuple[float, float], run: str, size: int, ink: tuple[int, ...]) -> None:
    """Bars in the rhythm of the text: one bar per phrase, a gap where a mark or a blank stands."""
    x, base = at
    marks = CLOSING | OPENING
    for is_mark, chars in groupby(run, lambda char: char in marks):
        width = len(list(chars)) * size * EM
        if not is_mark:
            box = (x + size * 0.06, base - size * 0.62, x + width - size * 0.06, base - size * 0.1)
            pen.rounded_rectangle(box, radius=size * 0.2, fill=ink)
        x += width

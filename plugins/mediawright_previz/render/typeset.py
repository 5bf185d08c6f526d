"""Regular and bold of the fonts there are, and the sizes of the house, for one canvas."""

from PIL import Image

from mediawright.plugin import dataclass
from mediawright.sdk.typeface import Typeface
from mediawright.sdk.typesetting import Block, FontSet
from mediawright_previz.render.palette import WHITE, Colour
from mediawright_previz.render.sizes import Canvas


@dataclass(frozen=True, slots=True)
class Typeset:
    """What a card is written with. Lengths are pixels; `px` turns hundredths of the short side into them."""

    canvas: Canvas
    regular: Typeface
    bold: Typeface

    @classmethod
    def with_fonts(cls, canvas: Canvas, fonts: FontSet) -> "Typeset":
        return cls(canvas, Typeface(fonts), Typeface(fonts, "bold"))

    def px(self, units: float) -> int:
        return max(1, round(self.canvas.unit * units))

    @property
    def margin(self) -> tuple[int, int]:
        """The action-safe border: 5 % of each side (SMPTE ST 2046-1 keeps 3.5 %)."""
        return (round(self.canvas.width * 0.05), round(self.canvas.height * 0.05))

    def write(
        self,
        image: Image.Image,
        at: tuple[float, float],
        text: str,
        units: float,
        *,
        bold: bool = False,
        colour: Colour = WHITE,
        opacity: float = 1.0,
    ) -> float:
        """One line with its base line at `at`; returns where it ends."""
        face = self.bold if bold else self.regular
        return face.draw(image, at, text, self.px(units), colour, opacity)

    def width(self, text: str, units: float, *, bold: bool = False) -> float:
        return (self.bold if bold else self.regular).width(text, self.px(units))

    def write_block(self, image: Image.Image, at: tuple[float, float], block: Block, *, bold: bool = False) -> None:
        """A set text with its top left corner at `at`."""
        face = self.bold if bold else self.regular
        for row, line in enumerate(block.lines):
            base = at[1] + row * block.leading + block.leading * 0.78
            face.draw(image, (at[0], base), line, block.size, WHITE)

    def missing(self, text: str) -> int:
        """How many characters of the text no font here can write."""
        return sum(self.regular.script_of(char) == "greek" for char in text)

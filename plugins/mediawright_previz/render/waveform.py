"""A voice drawn as bars, lit up to where the film is."""

from PIL import Image, ImageDraw

from mediawright.plugin import dataclass
from mediawright_previz.render.cards import Box
from mediawright_previz.render.clips import outline
from mediawright_previz.render.palette import WHITE, Palette, seeded
from mediawright_previz.render.plan import Plan
from mediawright_previz.render.typeset import Typeset

#: bars across the frame
BARS = 110


@dataclass(frozen=True, slots=True)
class Waveform:
    """The bars as one mask and the colours of the part still to come and the part that was heard."""

    mask: Image.Image
    palette: Palette

    def draw_idle(self, card: Image.Image, box: Box) -> None:
        faint = Image.new("RGBA", self.mask.size, (*WHITE, 0))
        faint.putalpha(Image.eval(self.mask, lambda value: int(value * 0.42)))
        card.alpha_composite(faint, box[:2])

    def draw_played(self, image: Image.Image, box: Box, progress: float) -> None:
        width = round(self.mask.width * progress)
        if width:
            part = self.mask.crop((0, 0, width, self.mask.height))
            image.paste(self.palette.accent, box[:2], part)


def draw_waveform(plan: Plan, type_: Typeset, palette: Palette) -> Waveform | None:
    """The waveform of the plan's voice; None where there is none. A linked voice gets an even pattern: it is not heard.

    Raises UnreadableInput."""
    voice = plan.sound.voice
    if voice is None:
        return None
    peaks = (
        [0.25 + 0.1 * seeded(voice.source, n).random() for n in range(BARS)] if voice.is_url else outline(voice, BARS)
    )
    width, height = plan.canvas.width - 2 * type_.margin[0], type_.px(12)
    # the bar of progress under it leaves room for the time code; both end together
    width -= round(type_.width("00:00:00:00", 2.3, bold=True)) + type_.px(2.4)
    mask = Image.new("L", (width, height))
    pen = ImageDraw.Draw(mask)
    step = width / BARS
    for n, peak in enumerate(peaks):
        half = max(1.0, peak * height / 2)
        box = (n * step + step * 0.22, height / 2 - half, n * step + step * 0.78, height / 2 + half)
        pen.rounded_rectangle(box, radius=step * 0.26, fill=255)
    return Waveform(mask, palette)

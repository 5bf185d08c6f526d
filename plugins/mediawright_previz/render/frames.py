"""The finished pictures of a film, one after the other: the stage, the card over it, and what moves on the card."""

from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing

from PIL import Image, ImageDraw

from mediawright.plugin import dataclass
from mediawright.sdk.typesetting import FontSet
from mediawright_previz.render.cards import Card, draw_card
from mediawright_previz.render.insets import LiveInset, draw_insets
from mediawright_previz.render.palette import WHITE, Palette, palette_for
from mediawright_previz.render.plan import Plan
from mediawright_previz.render.scenes import starts
from mediawright_previz.render.shapes import pill
from mediawright_previz.render.stages import build_stage
from mediawright_previz.render.timecode import timecode
from mediawright_previz.render.typeset import Typeset
from mediawright_previz.render.waveform import Waveform, draw_waveform

CODE_UNITS = 2.3


@dataclass(frozen=True, slots=True)
class Shown:
    """One finished picture and the scene (from 0) it belongs to."""

    image: Image.Image
    scene: int


def film(plan: Plan, take: int, fonts: FontSet, first: int = 0) -> Generator[Shown, None, None]:
    """The pictures of one take from frame `first` on. Raises UnreadableInput for an input that cannot be decoded."""
    type_ = Typeset.with_fonts(plan.canvas, fonts)
    palette = palette_for(plan.request.prompt)
    digits = Digits(type_)
    wave = draw_waveform(plan, type_, palette)
    pens = Pens(type_, palette, digits, wave)
    for index, start in enumerate(starts(plan.film)):
        if start + plan.film[index].frames > first:
            yield from _scene(plan, index, start, take, pens, max(0, first - start))


@dataclass(frozen=True, slots=True)
class Pens:
    """What all scenes of a film draw with."""

    type_: Typeset
    palette: Palette
    digits: "Digits"
    wave: Waveform | None


def _scene(plan: Plan, index: int, start: int, take: int, pens: Pens, first: int) -> Iterator[Shown]:
    scene = plan.film[index]
    card = draw_card(plan, index, take, pens.type_, pens.palette)
    _draw_track(card, plan)
    live = draw_insets(card, plan, pens.type_)
    if pens.wave and card.wave:
        pens.wave.draw_idle(card.image, card.wave)
    colours, mask = card.image.convert("RGB"), card.image.getchannel("A")
    with ExitStack() as open_:
        stage = open_.enter_context(closing(build_stage(plan, scene, take, pens.type_)))
        for inset in live:
            open_.callback(inset.close)
        for frame in range(first, scene.frames):
            image = stage.picture(frame).copy()
            image.paste(colours, (0, 0), mask)
            _animate(image, card, plan, start + frame, frame, live, pens)
            yield Shown(image, index)


def _animate(
    image: Image.Image, card: Card, plan: Plan, frame: int, here: int, live: tuple[LiveInset, ...], pens: Pens
) -> None:
    if plan.still:
        return
    left, top, right, bottom = card.bar
    done = left + (right - left) * (frame + 1) / plan.frames
    ImageDraw.Draw(image).rectangle((left, top, done, bottom), fill=pens.palette.accent)
    pens.digits.draw(image, card.code, timecode(plan.starts + frame, plan.canvas.fps))
    if pens.wave and card.wave:
        pens.wave.draw_played(image, card.wave, (frame + 1) / plan.frames)
    for inset in live:
        inset.draw(image, here / plan.canvas.fps)


def _draw_track(card: Card, plan: Plan) -> None:
    """The empty progress bar, with a mark where each scene begins."""
    if plan.still:
        return
    left, top, right, bottom = card.bar
    pill(card.image, card.bar, WHITE, 0.3)
    lift = max(2, (bottom - top) // 1)
    for start in starts(plan.film)[1:]:
        x = left + (right - left) * start / plan.frames
        ImageDraw.Draw(card.image).rectangle((x - 1, top - lift, x + 1, bottom + lift), fill=(*WHITE, 220))


class Digits:
    """A time code whose figures do not jump: each stands in a cell of one width, drawn once."""

    def __init__(self, type_: Typeset) -> None:
        size = type_.px(CODE_UNITS)
        self._cell = round(max(type_.width(char, CODE_UNITS, bold=True) for char in "0123456789"))
        self._colon = round(self._cell * 0.5)
        self._rise = size
        self._masks = {char: self._draw(type_, char, size) for char in "0123456789:"}

    def _draw(self, type_: Typeset, char: str, size: int) -> Image.Image:
        cell = self._colon if char == ":" else self._cell
        image = Image.new("RGBA", (cell, round(size * 1.3)), (255, 255, 255, 0))
        width = type_.width(char, CODE_UNITS, bold=True)
        type_.write(image, ((cell - width) / 2, size), char, CODE_UNITS, bold=True)
        return image.getchannel("A")

    def draw(self, image: Image.Image, at: tuple[int, int], text: str) -> None:
        """The text with its base line at `at`."""
        x = at[0]
        for char in text:
            mask = self._masks[char]
            image.paste(WHITE, (x, at[1] - self._rise), mask)
            x += mask.width

"""The still part of a scene's picture, drawn once: stamp, words, legend, insets, and the places of what moves."""

from dataclasses import field

from PIL import Image

from mediawright.plugin import dataclass
from mediawright.sdk.typesetting import Block, fit
from mediawright_previz.labels import phrase
from mediawright_previz.render.legend import headline, legend, option
from mediawright_previz.render.palette import Palette
from mediawright_previz.render.plan import Plan
from mediawright_previz.render.scenes import Inset
from mediawright_previz.render.shapes import corners, scrim
from mediawright_previz.render.sketch import draw_sketch
from mediawright_previz.render.stamp import draw_badge, draw_legend, draw_stamp
from mediawright_previz.render.typeset import Typeset

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Card:
    """A transparent picture to lay over every frame of a scene, and the boxes (left, top, right, bottom; pixels) that
    the frame loop fills: progress bar, time code, waveform, and one per inset."""

    image: Image.Image
    bar: Box
    code: tuple[int, int]
    wave: Box | None = None
    insets: tuple[tuple[Inset, Box], ...] = field(default=())


def draw_card(plan: Plan, index: int, take: int, type_: Typeset, palette: Palette) -> Card:
    """The card of scene `index` in take `take` (from 0)."""
    scene, canvas = plan.film[index], plan.canvas
    image = Image.new("RGBA", canvas.size, (0, 0, 0, 0))
    hero = scene.backdrop.kind in ("paint", "tail")
    _shade(image, hero, plan)
    _frame_marks(image, type_)
    top = draw_stamp(image, type_, phrase(plan.lang, "previz.stamp.name"), _claim(plan), palette.accent)
    if plan.takes > 1:
        draw_badge(image, type_, phrase(plan.lang, "previz.take", number=take + 1, total=plan.takes), palette.accent)
    bar, code = _bar(plan, type_)
    bottom = draw_legend(image, type_, legend(plan), bar[1] - type_.px(0 if plan.still else 2.6))
    if option(plan.request, "shot"):
        bottom -= type_.px(13)
    wave = None
    if plan.sound.voice is not None:
        wave = (bar[0], int(bottom) - type_.px(15), canvas.width - bar[0], int(bottom) - type_.px(3))
        bottom = wave[1]
    insets = _inset_boxes(scene.insets, type_, top)
    beside = bool(insets) or (hero and _framing_sketch(image, plan, index, type_, (top, int(bottom))))
    _words(image, plan, index, type_, palette, (top, int(bottom)), hero, beside)
    return Card(image, bar, code, wave, insets)


def _shade(image: Image.Image, hero: bool, plan: Plan) -> None:
    width, height = plan.canvas.size
    low, strength = (0.34, 0.5) if hero else (0.66 if plan.canvas.tall else 0.72, 0.93)
    band = scrim((width, int(height * low)), strength, upward=True)
    image.alpha_composite(band, (0, height - band.height))
    image.alpha_composite(scrim((width, int(height * 0.24)), 0.35 if hero else 0.72, upward=False))


def _frame_marks(image: Image.Image, type_: Typeset) -> None:
    x, y = (side // 2 for side in type_.margin)
    box = (x, y, image.width - 1 - x, image.height - 1 - y)
    corners(image, box, type_.px(3.2), type_.px(0.22), 0.5)


def _claim(plan: Plan) -> str:
    return phrase(plan.lang, "previz.stamp.claim_still" if plan.still else "previz.stamp.claim")


def _bar(plan: Plan, type_: Typeset) -> tuple[Box, tuple[int, int]]:
    """Where progress runs, and where the time code stands, on one line above the lower border."""
    left, down = type_.margin
    floor = plan.canvas.height - down
    if plan.still:
        return (left, floor, plan.canvas.width - left, floor), (0, 0)
    code = plan.canvas.width - left - round(type_.width("00:00:00:00", 2.3, bold=True))
    return (left, floor - type_.px(1.15), code - type_.px(2.4), floor - type_.px(0.55)), (code, floor)


def _inset_boxes(insets: tuple[Inset, ...], type_: Typeset, top: int) -> tuple[tuple[Inset, Box], ...]:
    """A column in the upper right, each place 16:10."""
    width = type_.px(27 if not type_.canvas.tall else 30)
    height, gap = round(width / 1.6), type_.px(6)
    right = type_.canvas.width - type_.margin[0]
    first = top + type_.px(3)
    room = max(1, int((type_.canvas.height * 0.62 - first) // (height + gap)))
    places = [(first + n * (height + gap)) for n in range(min(room, len(insets)))]
    return tuple((inset, (right - width, y, right, y + height)) for inset, y in zip(insets, places, strict=False))


def _framing_sketch(image: Image.Image, plan: Plan, index: int, type_: Typeset, between: tuple[int, int]) -> bool:
    """The framing that the words name, drawn at the right; only where there is room beside the words."""
    framing, canvas = plan.film[index].camera.framing, plan.canvas
    if framing is None or canvas.width < canvas.height * 1.2:
        return False
    width = type_.px(46)
    height = round(width * canvas.height / canvas.width)
    right = canvas.width - type_.margin[0]
    top = between[0] + round((between[1] - between[0] - height) * 0.5)
    draw_sketch(image, (right - width, top, right, top + height), framing, 0.3)
    return True


def _words(
    image: Image.Image,
    plan: Plan,
    index: int,
    type_: Typeset,
    palette: Palette,
    between: tuple[int, int],
    hero: bool,
    beside: bool,
) -> None:
    """The headline and the prompt: large in the middle on a painted ground, as a caption below over a picture."""
    scene, left = plan.film[index], type_.margin[0]
    width = (image.width - 2 * left) * _measure_of(hero, beside, plan.canvas.tall)
    missing = type_.missing(scene.prompt)
    note = type_.px(5) if missing else 0
    block, bold = _fitted(scene.prompt, type_, width, between, hero, note)
    over = type_.px(4.6)
    total = over + block.height + note
    room = between[1] - between[0]
    top = between[0] + (room - total) * 0.46 if hero else between[1] - total - type_.px(3.2)
    type_.write(image, (left, top + type_.px(2.2)), headline(plan, index), 2.5, bold=True, colour=palette.accent)
    type_.write_block(image, (left, top + over), block, bold=bold)
    if missing:
        text = phrase(plan.lang, "previz.no_cjk", n=missing)
        type_.write(image, (left, top + total - type_.px(0.6)), text, 2.3, colour=palette.accent, opacity=0.9)


def _measure_of(hero: bool, beside: bool, tall: bool) -> float:
    """The part of the width that text may take: a good measure is no full line."""
    if hero and beside and not tall:
        return 0.64
    return 1.0 if tall else (0.86 if hero else 0.9)


def _fitted(
    text: str, type_: Typeset, width: float, between: tuple[int, int], hero: bool, note: int
) -> tuple[Block, bool]:
    """The prompt set into its place, and whether it is set in bold: a few large words are, a long text is not."""
    room = between[1] - between[0] - type_.px(12) - note
    if hero:
        block = fit(text, (width, room), (type_.px(7.4), type_.px(2.2)), type_.bold.measure_at)
        if block.size >= type_.px(4):
            return block, True
    height = room if hero else min(room, type_.canvas.height * 0.3)
    return fit(text, (width, height), (type_.px(4.4), type_.px(2.0)), type_.regular.measure_at), False

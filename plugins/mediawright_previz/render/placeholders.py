"""Cards for what cannot be shown: a link that is never opened, a sound, a file that is gone."""

from PIL import Image, ImageDraw

from mediawright.plugin import Media
from mediawright.sdk.typesetting import ELLIPSIS
from mediawright_previz.labels import Lang, phrase
from mediawright_previz.render.backdrop import paint
from mediawright_previz.render.palette import palette_for, seeded
from mediawright_previz.render.pictures import file_name, host_of
from mediawright_previz.render.sizes import Canvas
from mediawright_previz.render.typeset import Typeset


def placeholder(media: Media, size: tuple[int, int], type_: Typeset, lang: Lang) -> Image.Image:
    """A labelled card of `size`: what kind of input, its host and its file name. Never a query string."""
    name = file_name(media)
    ground = paint(size, palette_for(name), seeded(name))
    ground = Image.eval(ground, lambda value: int(value * 0.7)).convert("RGBA")
    local = Typeset(Canvas(*size), type_.regular, type_.bold)
    _dashes(ground, local)
    key = "link" if media.is_url else "file"
    label = phrase(lang, f"previz.placeholder.{key}_{media.kind.value}")
    rows = [(label, 5.2, 0.75), (name, 8.0, 1.0), *([(host_of(media), 5.2, 0.75)] if media.is_url else [])]
    y = size[1] / 2 - local.px(6)
    for text, units, opacity in rows:
        shown = _cut(local, text, units, size[0] * 0.8)
        x = (size[0] - local.width(shown, units, bold=units > 6)) / 2
        local.write(ground, (x, y), shown, units, bold=units > 6, opacity=opacity)
        y += local.px(11)
    return ground.convert("RGB")


def _cut(type_: Typeset, text: str, units: float, width: float) -> str:
    """The text, its middle left out where it is too wide."""
    short = text
    while len(short) > 3 and type_.width(short, units, bold=True) > width:
        keep = (len(short) - 2) // 2
        short = short[:keep] + ELLIPSIS + short[-keep:]
    return short


def _dashes(image: Image.Image, type_: Typeset) -> None:
    pen = ImageDraw.Draw(image)
    inset, dash = type_.px(4), type_.px(3)
    width, height = image.width - 1 - inset, image.height - 1 - inset
    line = max(1, type_.px(0.5))
    for x in range(inset, width, dash * 2):
        for y in (inset, height):
            pen.line((x, y, min(width, x + dash), y), fill=(255, 255, 255, 140), width=line)
    for y in range(inset, height, dash * 2):
        for x in (inset, width):
            pen.line((x, y, x, min(height, y + dash)), fill=(255, 255, 255, 140), width=line)

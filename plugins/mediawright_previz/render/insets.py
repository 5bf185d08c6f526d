"""Small pictures in the corner of the frame: photos drawn once, clips kept running."""

from PIL import Image, ImageDraw

from mediawright.plugin import MediaKind, dataclass
from mediawright_previz.labels import phrase
from mediawright_previz.render.cards import Box, Card
from mediawright_previz.render.clips import ClipReader
from mediawright_previz.render.palette import INK, WHITE
from mediawright_previz.render.pictures import cover, open_picture
from mediawright_previz.render.placeholders import placeholder
from mediawright_previz.render.plan import Plan
from mediawright_previz.render.scenes import Inset
from mediawright_previz.render.typeset import Typeset


@dataclass(frozen=True, slots=True)
class LiveInset:
    """A clip that plays in its box."""

    reader: ClipReader
    box: Box

    def draw(self, image: Image.Image, seconds: float) -> None:
        image.paste(self.reader.at(seconds), self.box[:2])

    def close(self) -> None:
        self.reader.close()


def draw_insets(card: Card, plan: Plan, type_: Typeset) -> tuple[LiveInset, ...]:
    """Draw frames, labels and photos onto the card; return the clips that the frame loop has to fill in."""
    live = []
    for inset, box in card.insets:
        _frame(card.image, inset, box, plan, type_)
        size = (box[2] - box[0], box[3] - box[1])
        if inset.media.is_url or inset.media.kind is MediaKind.AUDIO:
            card.image.paste(placeholder(inset.media, size, type_, plan.lang), box[:2])
        elif inset.media.kind is MediaKind.VIDEO:
            live.append(LiveInset(ClipReader(inset.media, size), box))
        else:
            card.image.paste(cover(open_picture(inset.media, size), size), box[:2])
    if plan.still:
        _freeze(card, live)
        return ()
    return tuple(live)


def _freeze(card: Card, live: list[LiveInset]) -> None:
    for inset in live:
        inset.draw(card.image, 0.0)
        inset.close()


def _frame(image: Image.Image, inset: Inset, box: Box, plan: Plan, type_: Typeset) -> None:
    """An instant photo's white border, wide below, with the label on it."""
    edge, foot = type_.px(0.5), type_.px(3.5)
    outer = (box[0] - edge, box[1] - edge, box[2] + edge - 1, box[3] + foot)
    ImageDraw.Draw(image).rectangle(outer, fill=(*WHITE, 240))
    label = phrase(plan.lang, f"previz.inset.{inset.label}")
    if inset.number is not None:
        label = f"{label} {inset.number}"
    type_.write(image, (box[0] + edge, box[3] + foot - type_.px(1.1)), label, 2.0, bold=True, colour=INK)

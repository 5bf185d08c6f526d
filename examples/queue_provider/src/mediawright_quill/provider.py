"""Quill as data. Facts: an invented service with the shape of many: docs.quill.example, read on 2026-11-20."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from mediawright import plugin as mw

#: what a person says → what Quill calls it; each is at most one megapixel, so one picture is one unit of its price list
SIZES = {"16:9": "landscape_16_9", "9:16": "portrait_16_9", "4:3": "landscape_4_3", "3:4": "portrait_4_3"}

PICTURES = mw.Capability(
    operations=(mw.Operation.TEXT_TO_IMAGE,),
    aspect_ratios=tuple(SIZES),
    counts=(1, 2, 3, 4),
    seed=True,
    defaults={"aspect_ratio": "16:9", "count": 1},
)

#: a picture goes in, in whatever role it was given: there is but one use for it
EDITS = mw.Capability(
    operations=(mw.Operation.EDIT_IMAGE,),
    inputs=(mw.Inputs(kind=mw.MediaKind.IMAGE, at_least=1, at_most=1),),
    seed=True,
)


def model(name: str, label: str, dollars: str, able: mw.Capability, *, best: bool = False) -> mw.Model:
    """One model with its list price for a picture of up to one megapixel."""
    price = mw.PriceRule(value=Decimal(dollars), unit="USD", per=mw.Per.ITEM)
    return mw.Model(
        name=name,
        label=mw.Text(label, label),
        kind=mw.MediaKind.IMAGE,
        capabilities=(able,),
        prices=mw.Prices(source=f"https://quill.example/models/{name}", updated=date(2026, 5, 11), rules=(price,)),
        timing=mw.Timing(typical_low=2, typical_high=20),
        recommended_for=able.operations if best else (),
    )


QUILL = mw.Provider(
    name="quill",
    title=mw.Text("Quill", "Quill"),
    spec=2,
    website="https://quill.example",
    models=(
        model("quill/sketch/fast", "Sketch Fast", "0.003", PICTURES, best=True),
        model("quill/sketch/fine", "Sketch Fine", "0.025", PICTURES),
        model("quill/sketch/redraw", "Sketch Redraw", "0.01", EDITS, best=True),
    ),
    auth=(mw.AuthKind.KEYS,),
    credentials=(mw.EnvSource(fields={"api_key": "QUILL_KEY"}),),
    settings=(mw.Setting(name="queue", env=("QUILL_QUEUE_URL",), default="https://queue.quill.example"),),
    vocabulary=mw.Vocabulary(names=("quill", "quill.example")),
    lookup=mw.LookupGrade.NONE,
    hosts=("queue.quill.example", "files.quill.example"),
    locale=str(Path(__file__).with_name("locale")),
)

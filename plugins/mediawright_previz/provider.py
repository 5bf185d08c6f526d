"""What the provider is, as data: everything a request can say is taken, because everything can be drawn."""

from datetime import date
from decimal import Decimal
from typing import Any

from mediawright.plugin import (
    Amount,
    AuthKind,
    Capability,
    Inputs,
    Limits,
    MediaKind,
    Model,
    Operation,
    Option,
    Per,
    PriceRule,
    Prices,
    Provider,
    Setting,
    Text,
    Timing,
    Vocabulary,
)
from mediawright_previz.labels import DOMAIN, LOCALE
from mediawright_previz.render.sizes import DEFAULT_IMAGE, DEFAULT_VIDEO, FRAME_RATES, IMAGE_SIDES, RATIOS, VIDEO_SIDES

Op = Operation
FREE = Amount(Decimal(0), "credits")
LONGEST = 60
MOST_TAKES = 9
#: files of one kind in a film: 200 shots with eight lines each, and their effects
MOST_PARTS = 4000
STYLES = ("comic", "anime", "3d_animation", "clay", "cyberpunk")
MODES = ("std", "pro", "4k")
QUALITIES = ("low", "medium", "high")
SCOPES = ("full_scene", "body_only")

PRICES = Prices(
    source="local",
    updated=date(2026, 11, 20),
    rules=(PriceRule(value=Decimal(0), unit=FREE.unit, per=Per.REQUEST),),
)


def images(least: int = 0, most: int = 14) -> Inputs:
    return Inputs(kind=MediaKind.IMAGE, at_least=least, at_most=most)


def videos(least: int = 0, most: int = 4) -> Inputs:
    return Inputs(kind=MediaKind.VIDEO, at_least=least, at_most=most)


def audios(least: int = 0, most: int = 4) -> Inputs:
    return Inputs(kind=MediaKind.AUDIO, at_least=least, at_most=most)


def clip(operation: Operation, *inputs: Inputs, **more: Any) -> Capability:
    """A video operation: every ratio, every resolution, 1–60 seconds."""
    settings: dict[str, Any] = {
        "durations": tuple(range(1, LONGEST + 1)),
        "aspect_ratios": (*RATIOS, "auto"),
        "resolutions": tuple(VIDEO_SIDES),
        "modes": MODES,
        "qualities": QUALITIES,
        "styles": STYLES,
        "scopes": SCOPES,
        "sound": (True, False),
        "counts": tuple(range(1, MOST_TAKES + 1)),
        "subjects": 99,
        "multi_shot": True,
        "negative_prompt": True,
        "watermark": True,
        "seed": True,
        "prompt_required": operation is Operation.TEXT_TO_VIDEO,
        "defaults": {"resolution": DEFAULT_VIDEO, "aspect_ratio": "auto", "sound": False, "count": 1},
    }
    return Capability(operations=(operation,), inputs=inputs, **(settings | more))


def picture(operation: Operation, *inputs: Inputs, **more: Any) -> Capability:
    """An image operation: every ratio, 1k–4k."""
    settings: dict[str, Any] = {
        "aspect_ratios": (*RATIOS, "auto"),
        "resolutions": tuple(IMAGE_SIDES),
        "modes": MODES,
        "qualities": QUALITIES,
        "styles": STYLES,
        "counts": tuple(range(1, MOST_TAKES + 1)),
        "subjects": 99,
        "negative_prompt": True,
        "watermark": True,
        "seed": True,
        "prompt_required": True,
        "defaults": {"resolution": DEFAULT_IMAGE, "aspect_ratio": "auto", "count": 1},
    }
    return Capability(operations=(operation,), inputs=inputs, **(settings | more))


CLIPS = (
    clip(Op.TEXT_TO_VIDEO, defaults={"resolution": DEFAULT_VIDEO, "aspect_ratio": "16:9", "sound": False, "count": 1}),
    clip(Op.IMAGE_TO_VIDEO, images(1), audios()),
    clip(Op.REFERENCE_TO_VIDEO, images(), videos(), audios()),
    clip(Op.EDIT_VIDEO, videos(1, 1), images(), audios()),
    clip(Op.EXTEND_VIDEO, videos(1, 1), images()),
    clip(Op.LIP_SYNC, audios(1, 1), images(0, 1), videos(0, 1)),
    clip(Op.ANIMATE_IMAGE, images(1, 1)),
    clip(Op.REPLACE_CHARACTER, videos(1, 1), images(1, 4)),
)
#: the cut of a film: its shots and sounds, and the grid on which they lie
CUTS = Capability(
    operations=(Op.ASSEMBLE,), inputs=(images(0, MOST_PARTS), videos(0, MOST_PARTS), audios(0, MOST_PARTS))
)
PICTURES = (
    picture(Op.TEXT_TO_IMAGE, defaults={"resolution": DEFAULT_IMAGE, "aspect_ratio": "1:1", "count": 1}),
    picture(Op.EDIT_IMAGE, images(1)),
    picture(Op.IMAGE_SERIES, images()),
)

OPTIONS = (
    Option(
        name="timeline",
        description=Text("grid of a film, written by `film cut`", "影片的时间线，由 `film cut` 写出"),
    ),
    Option(name="fps", description=Text("frames per second", "每秒帧数"), allowed=FRAME_RATES),
    Option(
        name="shot",
        description=Text("shot of a film: its name is shown, no legend", "影片里的镜号，不列图例"),
    ),
    Option(name="starts", description=Text("second of the film at which it begins", "在影片里从第几秒开始")),
    Option(name="for_provider", description=Text("provider to show in the legend", "图例中显示的平台")),
    Option(name="for_model", description=Text("model to show in the legend", "图例中显示的模型")),
    Option(name="cost", description=Text("cost to show in the legend", "图例中显示的费用")),
    Option(name="mode", description=Text("mode to show in the legend", "图例中显示的模式")),
    Option(name="quality", description=Text("quality to show in the legend", "图例中显示的品质")),
    Option(name="style", description=Text("style to show in the legend", "图例中显示的风格")),
)

FONTS = Setting(
    name="fonts",
    env=("MEDIAWRIGHT_PREVIZ_FONTS",),
    description=Text("folders to take fonts from instead of the system's", "代替系统字体的字体文件夹"),
)

PREVIZ = Provider(
    name=DOMAIN,
    libraries=("av", "PIL"),
    title=Text("Previz", "预演"),
    models=(
        Model(
            name=DOMAIN,
            label=Text("Previz clip", "预演视频"),
            kind=MediaKind.VIDEO,
            capabilities=(*CLIPS, CUTS),
            prices=PRICES,
            timing=Timing(typical_low=1, typical_high=30, source="measured: 5 s of 720p in 3 s on two cores"),
        ),
        Model(
            name=DOMAIN,
            label=Text("Previz picture", "预演图片"),
            kind=MediaKind.IMAGE,
            capabilities=PICTURES,
            prices=PRICES,
            timing=Timing(typical_low=1, typical_high=5, source="measured: a 1k picture in 0.3 s on two cores"),
        ),
    ),
    free=True,
    local=True,
    draft=True,
    auth=(AuthKind.NONE,),
    settings=(FONTS,),
    options=OPTIONS,
    vocabulary=Vocabulary(names=("previz", "previs", "预演")),
    limits=Limits(parallel=2),
    free_operations=tuple(op for capability in (*CLIPS, CUTS, *PICTURES) for op in capability.operations),
    locale=str(LOCALE),
)

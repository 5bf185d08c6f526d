"""Providers as the router sees them: names, models and exclusive words, in the shape of the published contracts."""

from datetime import date
from decimal import Decimal

from mediawright.types.capability import Capability, Inputs
from mediawright.types.message import Text
from mediawright.types.money import Per, PriceRule, Prices
from mediawright.types.operations import MediaKind
from mediawright.types.operations import Operation as Op
from mediawright.types.provider import Model, Provider
from mediawright.types.vocabulary import Vocabulary

VIDEO, IMAGE = MediaKind.VIDEO, MediaKind.IMAGE
_CLIPS = (Op.TEXT_TO_VIDEO, Op.IMAGE_TO_VIDEO)
_OMNI = (*_CLIPS, Op.REFERENCE_TO_VIDEO, Op.EDIT_VIDEO)
_PICTURES = (Op.TEXT_TO_IMAGE, Op.EDIT_IMAGE)


def model(
    name: str, kind: MediaKind, operations: tuple[Op, ...], *aliases: str, price: str | None = None, label: str = ""
) -> Model:
    prices = None
    if price:
        rule = PriceRule(value=Decimal(price), unit="credits", per=Per.REQUEST)
        prices = Prices(source="test", updated=date(2026, 1, 1), rules=(rule,), usd={"credits": Decimal("0.01")})
    capability = Capability(
        operations=operations,
        inputs=tuple(Inputs(kind=given) for given in MediaKind),
        counts=(1, 2, 3, 4),
        durations=tuple(range(3, 16)),
        aspect_ratios=("16:9", "9:16", "1:1"),
    )
    return Model(
        name=name,
        label=Text(label or name, label or name),
        kind=kind,
        capabilities=(capability,),
        aliases=aliases,
        prices=prices,
    )


_O3 = ("omni3", "omni-3", "omni-v3", "v3-omni", "o3", "kling-o3", "Kling 3.0 Omni", "可灵 3.0 Omni")
_O1 = ("omni1", "omni-1", "o1", "kling-o1", "Omni 1", "可灵 O1")
KLING = Provider(
    name="kling",
    title=Text("Kling", "可灵"),
    models=(
        model(
            "kling-v3", VIDEO, _CLIPS, "Kling 3.0", "Kling 3", "可灵 3.0", "可灵3", "VIDEO 3.0", "视频 3.0", price="60"
        ),
        model("kling-v3-omni", VIDEO, _OMNI, *_O3, "kling-video-o3", "video-o3", "视频o3", price="80"),
        model("kling-video-o1", VIDEO, _OMNI, *_O1, "视频O1", "video o1"),
        model("kling-v2-6", VIDEO, _CLIPS, "Kling 2.6", "可灵 2.6"),
        model("kling-v2-5-turbo", VIDEO, _CLIPS, "Kling 2.5 Turbo", "可灵 2.5 Turbo", "Kling 2.5", "可灵2.5"),
        model("kling-v3", IMAGE, _PICTURES, "Kling 3.0", "Kling 3", "可灵 3.0", "Image 3.0", "图片 3.0"),
        model("kling-v3-omni", IMAGE, (*_PICTURES, Op.IMAGE_SERIES), *_O3, "kling-image-o3", "image-o3", "图片o3"),
        model("kling-image-o1", IMAGE, _PICTURES, *_O1, "Image O1", "图片O1"),
        model("kling-v2-1", IMAGE, _PICTURES, "Kling 2.1", "可灵 2.1", "Image 2.1"),
        model("kling-subject", IMAGE, (Op.CREATE_ELEMENT,)),
    ),
    vocabulary=Vocabulary(
        names=("可灵", "Kling", "Kling AI", "KlingAI"), exclusive=("资源包", "resource pack", "resource packs", "omni")
    ),
)
NEMO = Provider(
    name="nemovideo",
    title=Text("NemoVideo", "NemoVideo"),
    models=(model("nemo-edit", VIDEO, (Op.CHAT_EDIT, Op.EXPORT)),),
    vocabulary=Vocabulary(names=("Nemo", "NemoVideo", "Nemo Video")),
)


def _seedance(label: str, *aliases: str) -> Model:
    return model(label, VIDEO, (*_CLIPS, Op.REFERENCE_TO_VIDEO, Op.EXTEND_VIDEO), *aliases, price="90")


CHATART = Provider(
    name="chatart",
    title=Text("ChatArt", "ChatArt"),
    models=(
        _seedance("Seedance 2.0", "seedance2.0", "seedance 2", "seedance"),
        _seedance("Seedance 2.0 Fast", "seedance 2 fast"),
        _seedance("Seedance 2.0 Mini", "seedance 2 mini"),
        _seedance("Seedance 1.5 Pro", "seedance 1.5", "seedance pro"),
        model("Kling V3", VIDEO, (*_CLIPS, Op.EXTEND_VIDEO), "kling v3.0", "kling 3", "kling3.0", "kling", price="40"),
        model("HappyHorse1.0", VIDEO, _CLIPS, "happy horse 1.0", "happyhorse", "happy horse"),
        model("PixVerse V6", VIDEO, (Op.EXTEND_VIDEO,), "pixverse 6", "pixverse", "pix verse"),
        model("Wan 2.2", VIDEO, (Op.REPLACE_CHARACTER,), price="30"),
        model("Kling V3.0", VIDEO, (Op.REPLACE_CHARACTER,)),
        model("Gpt Image 2", IMAGE, _PICTURES, "gpt-image-2", "gpt image"),
        model("Nano Banana 2", IMAGE, _PICTURES, "nano banana", price="6"),
        model("Nano Banana Pro", IMAGE, _PICTURES, price="10"),
        model("Seedream 5.0", IMAGE, _PICTURES, "seedream 5", "seedream"),
    ),
    vocabulary=Vocabulary(
        names=("ChatArt", "ChatArt Pro", "Chat Art"),
        exclusive=("Seedance", "HappyHorse", "PixVerse", "Wan", "Nano Banana", "Seedream", "Gpt Image"),
    ),
)
LOCAL = Provider(
    name="previz",
    title=Text("Previz", "预演"),
    models=(model("previz", VIDEO, _CLIPS, price="0"), model("previz", IMAGE, _PICTURES)),
    free=True,
    local=True,
    vocabulary=Vocabulary(names=("previz", "预演")),
)
ALL = (CHATART, KLING, NEMO, LOCAL)

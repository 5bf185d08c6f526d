"""Ark as data: how it is called and signed in to, and the models of `models.toml` with what each takes."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from mediawright import plugin as mw

TABLE = mw.table(__file__, "models.toml")
GROUPS: dict[str, dict[str, Any]] = {group["name"]: group for group in (*TABLE["video"], *TABLE["image"])}
REGIONS = {
    "cn": "https://ark.cn-beijing.volces.com/api/v3",
    "ap": "https://ark.ap-southeast.bytepluses.com/api/v3",
    "eu": "https://ark.eu-west.bytepluses.com/api/v3",
}
UPDATED = date.fromisoformat(TABLE["date"])
Op, Role, IMAGE, VIDEO, AUDIO = mw.Operation, mw.Role, mw.MediaKind.IMAGE, mw.MediaKind.VIDEO, mw.MediaKind.AUDIO
AUTO = "auto"
TURNED = {"3:4": "4:3", "2:3": "3:2", "9:16": "16:9"}
SHAPES = ("16:9", "4:3", "1:1", "3:4", "9:16", "21:9")
PICTURES = (Role.REFERENCE, Role.CHARACTER)
YES = {"type": "boolean"}
#: what every clip may be asked for beside the neutral words (§3.1)
OPTIONS = {
    "return_last_frame": YES,
    "execution_expires_after": {"type": "integer", "minimum": 3600, "maximum": 259200},
    "priority": {"type": "integer", "minimum": 0, "maximum": 9},
    "duration": {"enum": [AUTO]},
    "endpoint": {"type": "string", "pattern": "^ep-"},
    "handle": {"enum": ["on", "off"]},
}
#: fields that only Seedance 2.5 has (A-R20, A-R22)
NEWER = {"output_format": {"enum": ["mp4", "mov"]}, "draft": YES}


def models() -> Iterator[mw.Model]:
    for group in TABLE["video"]:
        yield _model(group, VIDEO, tuple(_clips(group)), _clip_prices(group))
    for group in TABLE["image"]:
        yield _model(group, IMAGE, tuple(_pictures(group)), _picture_prices(group))


def _model(group: Mapping[str, Any], kind: mw.MediaKind, able: tuple[mw.Capability, ...], prices: Any) -> mw.Model:
    english, _, chinese = group["label"].partition("|")
    low, high = group.get("timing", (20, 600))
    operations = tuple(op for item in able for op in item.operations)
    series = Op.IMAGE_SERIES in operations
    return mw.Model(
        name=group["name"],
        label=mw.Text(english, chinese),
        kind=kind,
        capabilities=able,
        aliases=(*group["aliases"], *group["ids"]),
        prices=prices,
        timing=mw.Timing(typical_low=low, typical_high=high),
        recommended_for=operations if group.get("best") else (Op.IMAGE_SERIES,) if series else (),
        retires=date.fromisoformat(group["retires"]) if "retires" in group else None,
        replaced_by=group.get("heir", ""),
    )


def _clips(group: Mapping[str, Any]) -> Iterator[mw.Capability]:
    strict, most = group.get("strict", False), group["inputs"]
    own = OPTIONS | (NEWER if strict else {})
    words = own | {"web_search": YES} | ({"draft_task": {"type": "string"}} if strict else {})
    frames = (
        mw.Inputs(kind=IMAGE, roles=(Role.FIRST_FRAME,), at_least=1, at_most=1),
        mw.Inputs(kind=IMAGE, roles=(Role.END_FRAME,), at_most=1),
    )
    only_auto = (AUTO,) if strict else (AUTO, *SHAPES)
    yield _clip(group, Op.TEXT_TO_VIDEO, (), (*SHAPES, AUTO), "16:9", words, prompt=not strict)
    yield _clip(group, Op.IMAGE_TO_VIDEO, frames, only_auto, AUTO, own, prompt=False)
    if not most["images"]:
        return
    pictures = mw.Inputs(kind=IMAGE, roles=PICTURES, at_most=most["images"])
    clips = mw.Inputs(kind=VIDEO, roles=(Role.REFERENCE, Role.FEATURE), at_most=most["videos"])
    sounds = mw.Inputs(kind=AUDIO, roles=(Role.VOICE, Role.REFERENCE), at_most=most["audios"])
    source = mw.Inputs(kind=VIDEO, roles=(Role.SOURCE, Role.BASE), at_least=1, at_most=1)
    yield _clip(group, Op.REFERENCE_TO_VIDEO, (pictures, clips, sounds), (AUTO, *SHAPES), AUTO, own, prompt=False)
    yield _clip(group, Op.EDIT_VIDEO, (source, pictures), only_auto, AUTO, own, timed=not strict)
    yield _clip(group, Op.EXTEND_VIDEO, (source,), only_auto, AUTO, own)


def _clip(
    group: Mapping[str, Any],
    operation: mw.Operation,
    inputs: tuple[mw.Inputs, ...],
    shapes: tuple[str, ...],
    shape: str,
    options: Mapping[str, Any],
    *,
    prompt: bool = True,
    timed: bool = True,
) -> mw.Capability:
    low, high = group["seconds"]
    return mw.Capability(
        operations=(operation,),
        durations=tuple(range(low, high + 1)) if timed else (),
        aspect_ratios=shapes,
        resolutions=tuple(group["resolutions"]),
        sound=(True, False),
        inputs=inputs,
        watermark=True,
        seed=True,
        prompt_required=prompt,
        defaults={"aspect_ratio": shape, "resolution": "720p", "sound": True, "watermark": False},
        schema={"type": "object", "properties": dict(options)},
    )


def _pictures(group: Mapping[str, Any]) -> Iterator[mw.Capability]:
    most = group["most_inputs"]
    options: dict[str, Any] = {"size": {"type": "string", "pattern": "^[0-9]+x[0-9]+$"}}
    options |= {"endpoint": OPTIONS["endpoint"]}
    for name, key in (("output_format", "formats"), ("background", "backgrounds"), ("optimize_prompt", "prompt_modes")):
        options |= {name: {"enum": group[key]}} if key in group else {}
    for operation, least in ((Op.TEXT_TO_IMAGE, 0), (Op.EDIT_IMAGE, 1), (Op.IMAGE_SERIES, 0)):
        if operation is Op.IMAGE_SERIES and not group.get("series"):
            continue
        taken = () if operation is Op.TEXT_TO_IMAGE else (mw.Inputs(kind=IMAGE, at_least=least, at_most=most),)
        yield mw.Capability(
            operations=(operation,),
            aspect_ratios=(AUTO, "16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "21:9"),
            resolutions=tuple(group["tiers"]),
            inputs=taken,
            watermark=True,
            defaults={"resolution": "2k", "watermark": False},
            schema={"type": "object", "properties": options},
        )


def _clip_prices(group: Mapping[str, Any]) -> mw.Prices | None:
    """Per second of 16:9, for lists; what a request costs is counted in tokens by `pricing` (§11)."""
    rules = []
    for name, (bare, with_clip) in group.get("cny", {}).items():
        wide, high = TABLE["pixels"][name]["16:9"]
        for rate, has_clip in ((bare, False), (with_clip, True)):
            value = (Decimal(rate) * wide * high * 24 / 1024 / 1_000_000).quantize(Decimal("0.01"))
            when = {"resolution": name, "has_video": has_clip}
            rules.append(
                mw.PriceRule(value=value, unit="CNY", per=mw.Per.SECOND, when=when, input_seconds=has_clip, about=True)
            )
    return mw.Prices(source=TABLE["source"], updated=UPDATED, rules=tuple(rules)) if rules else None


def _picture_prices(group: Mapping[str, Any]) -> mw.Prices | None:
    """Abroad, where a price is published; on the mainland only Seedream 4.5 has one."""
    unit, steps = ("CNY", group["cny"]) if "cny" in group else ("USD", group.get("usd", ()))
    rules = [mw.PriceRule(value=Decimal(price), unit=unit, per=mw.Per.ITEM, about=True) for _, price in steps[-1:]]
    return mw.Prices(source=TABLE["source"], updated=UPDATED, rules=tuple(rules)) if rules else None


ARK = mw.Provider(
    name="ark",
    title=mw.Text("Volcengine Ark", "火山方舟"),
    website="https://www.volcengine.com/product/ark",
    models=tuple(models()),
    auth=(mw.AuthKind.KEYS,),
    credentials=(mw.EnvSource(fields={"api_key": "ARK_API_KEY"}),),
    settings=(
        mw.Setting(name="base_url", env=("ARK_BASE_URL",), audience=mw.Audience.INTERNAL),
        mw.Setting(
            name="region",
            env=("ARK_REGION",),
            description=mw.Text(
                "cn, ap or eu: where the key was made; found out by itself",
                "cn、ap 或 eu：密钥所在的区域；不填会自动识别",
            ),
        ),
    ),
    vocabulary=mw.Vocabulary(
        names=(
            *("ark", "volcengine", "volcano engine", "byteplus", "modelark", "bytedance", "doubao"),
            *("火山", "火山引擎", "火山方舟", "方舟", "字节", "字节跳动", "豆包"),
        ),
        exclusive=("ark_api_key",),
    ),
    limits=mw.Limits(
        parallel=3,
        input_bytes=30 * 10**6,
        media_types=(
            *(
                "image/jpeg",
                "image/png",
                "image/webp",
                "image/bmp",
                "image/tiff",
                "image/gif",
                "image/heic",
                "image/heif",
            ),
            *("video/mp4", "video/quicktime", "audio/wav", "audio/x-wav", "audio/mpeg"),
        ),
        result_life_s=86_400,
        wait_s=3600.0,
    ),
    hosts=tuple(url.split("/")[2] for url in REGIONS.values()),
    lookup=mw.LookupGrade.BY_LIST,
    locale=str(Path(__file__).with_name("locale")),
)

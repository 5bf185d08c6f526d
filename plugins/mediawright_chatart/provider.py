"""What `describe()` says of ChatArt: made from the model tables, so that help, checks and prices have one source."""

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from mediawright.plugin import (
    Audience,
    AuthKind,
    Capability,
    EnvSource,
    FileSource,
    Inputs,
    Limits,
    MediaKind,
    Model,
    Operation,
    Per,
    PriceRule,
    Prices,
    Provider,
    Role,
    Setting,
    Text,
    Timing,
    Vocabulary,
)
from mediawright_chatart.models import Catalogue, Entry, Kind, catalogue

NAME = "chatart"
API = "https://api.chatartpro.com"
CDN = ("https://files.chatartpro.com/", "https://files-chatartpro.ifonelab.net/")
#: called for work, for results and, by the storage client, for uploads
HOSTS = (
    "api.chatartpro.com",
    "files.chatartpro.com",
    "files-chatartpro.ifonelab.net",
    "files-chat-ai-figcube-com.oss-us-west-1.aliyuncs.com",
    "files-chat-ai-ifonelab-net.oss-cn-hongkong.aliyuncs.com",
)
CREDITS_PAGE = "https://app.chatartpro.com/subscriptions"
WEBSITE = "https://chatartpro.com"
UNIT = "credits"

#: several results are several tasks, each submitted and priced by itself (C-R27)
COUNTS = (1, 2, 3, 4)
MEDIA_TYPES = (
    *("image/png", "image/jpeg", "image/bmp", "image/webp"),
    *("audio/mpeg", "audio/x-wav", "audio/wav", "audio/mp4", "audio/x-m4a"),
    *("video/mp4", "video/x-msvideo", "video/quicktime"),
)
INPUT_BYTES = 500 * 1024 * 1024

IMAGES = {Kind.TEXT2IMAGE: Operation.TEXT_TO_IMAGE, Kind.IMAGE_EDIT: Operation.EDIT_IMAGE}
FRAME_ROLES = (Role.REFERENCE, Role.FIRST_FRAME, Role.END_FRAME)


@cache
def provider() -> Provider:
    """The whole description; built once."""
    tables = catalogue()
    return Provider(
        name=NAME,
        title=Text("ChatArt", "ChatArt"),
        website=WEBSITE,
        models=tuple(_model(entry, tables) for entry in tables.entries),
        auth=(AuthKind.DEVICE, AuthKind.KEYS),
        credentials=_credentials(),
        settings=_settings(),
        vocabulary=_vocabulary(),
        limits=Limits(input_bytes=INPUT_BYTES, media_types=MEDIA_TYPES, wait_s=1200.0),
        hosts=HOSTS,
        locale=str(Path(__file__).with_name("locale")),
    )


def _credentials() -> tuple[EnvSource | FileSource, ...]:
    """The new pair of names, then the old one, then the file of ChatArt's own tool: `…_UID` is the identity id (§1.2)."""
    more = ("uid", "email", "name", "team_id", "role", "charge_type", "created_at")
    return (
        EnvSource(fields={"api_key": "CHATARTPRO_API_KEY", "identity_id": "CHATARTPRO_UID"}, public=("identity_id",)),
        EnvSource(fields={"api_key": "CHATART_API_KEY", "identity_id": "CHATART_UID"}, public=("identity_id",)),
        FileSource(
            path="~/.ChatArt/credentials.json",
            format="json",
            fields={"api_key": ("api_key",), "identity_id": ("identity_id",)},
            optional={key: (key,) for key in more},
        ),
    )


def _settings() -> tuple[Setting, ...]:
    return (
        Setting(name="base_url", env=("CHATART_BASE_URL",), default=API, audience=Audience.INTERNAL),
        Setting(name="oss_endpoint", env=("CHATART_OSS_ENDPOINT",), audience=Audience.INTERNAL),
        Setting(name="cdn_base", env=("CHATART_CDN_BASE",), audience=Audience.INTERNAL),
        Setting(name="client_id", env=("CHATART_CLIENT_ID",), audience=Audience.INTERNAL),
        Setting(
            name="stable_fingerprint",
            default="off",
            description=Text(
                "on: sign in under the device name that ChatArt's own tool computes",
                "on：沿用 ChatArt 自带工具算出的设备号登录",
            ),
        ),
        Setting(name="user_name", env=("USER", "USERNAME"), audience=Audience.INTERNAL),
        Setting(
            name="short_links",
            default="off",
            description=Text("on: shorten long links in the history", "on：把历史记录里的长链接缩短"),
        ),
    )


def _vocabulary() -> Vocabulary:
    return Vocabulary(
        names=("chatart", "chatart pro", "chatartpro"),
        exclusive=("pixverse", "pix verse", "gpt image"),
        words={
            "replace_character": ("character replace", "角色替换", "换人", "动作模仿"),
            "extend_video": ("视频扩展", "续写视频"),
            "quota": ("diamonds", "积分"),
        },
    )


# --- models --------------------------------------------------------------------------------------------------------------


def _model(entry: Entry, tables: Catalogue) -> Model:
    low, high = (60 * minute for minute in entry.minutes) if entry.minutes else (30, 60)
    return Model(
        name=entry.name,
        label=Text(entry.name, entry.name),
        kind=entry.media,
        aliases=tuple(dict.fromkeys((*entry.spellings, entry.wire))) if entry.wire else (),
        capabilities=_image_capabilities(entry) if entry.media is MediaKind.IMAGE else _video_capabilities(entry),
        prices=Prices(source=tables.source, updated=tables.updated, rules=_rules(entry)),
        timing=Timing(typical_low=low, typical_high=high, source="docs/contracts/chatart.md §15"),
        recommended_for=_recommended(entry),
    )


def _recommended(entry: Entry) -> tuple[Operation, ...]:
    words = {
        "t2v": (Operation.TEXT_TO_VIDEO,),
        "i2v": (Operation.IMAGE_TO_VIDEO,),
        "omni": (Operation.REFERENCE_TO_VIDEO,),
        "extend": (Operation.EXTEND_VIDEO,),
        "full_scene": (Operation.REPLACE_CHARACTER,),
        "image": tuple(IMAGES.values()),
    }
    return tuple(operation for word in entry.recommended for operation in words.get(word, ()))


def _video_capabilities(entry: Entry) -> tuple[Capability, ...]:
    made = [_text(entry), _picture(entry), _references(entry), _extend(entry), _replace(entry)]
    return tuple(capability for capability in made if capability)


def _clip(entry: Entry, operation: Operation, **more: Any) -> Capability:
    defaults = {"duration": entry.durations[0]} | more.pop("defaults", {"resolution": "720p"})
    settings = {"resolutions": entry.resolutions} | more
    return Capability(
        operations=(operation,), durations=entry.durations, counts=COUNTS, defaults=defaults | {"count": 1}, **settings
    )


def _text(entry: Entry) -> Capability | None:
    if not entry.offers(Kind.T2V):
        return None
    return _clip(entry, Operation.TEXT_TO_VIDEO, aspect_ratios=entry.ratios[Kind.T2V], sound=(True, False))


def _picture(entry: Entry) -> Capability | None:
    """One or two pictures; three to nine where the model composes from references (§16)."""
    if not entry.offers(Kind.I2V):
        return None
    most = 9 if entry.offers(Kind.OMNI) else 2 if "first_last_frames" in entry.frames else 1
    return _clip(
        entry,
        Operation.IMAGE_TO_VIDEO,
        aspect_ratios=entry.ratios[Kind.I2V],
        sound=(True, False) if entry.audio_in_omni else (True,),
        inputs=(Inputs(kind=MediaKind.IMAGE, roles=FRAME_ROLES, at_least=1, at_most=most),),
        prompt_required=False,
    )


def _references(entry: Entry) -> Capability | None:
    if not entry.offers(Kind.OMNI):
        return None
    return _clip(
        entry,
        Operation.REFERENCE_TO_VIDEO,
        aspect_ratios=entry.ratios[Kind.OMNI],
        sound=(True, False) if entry.audio_in_omni else (False,),
        inputs=(Inputs(kind=MediaKind.IMAGE, at_least=1, at_most=9),),
    )


def _extend(entry: Entry) -> Capability | None:
    if not entry.offers(Kind.EXTEND):
        return None
    inputs = (Inputs(kind=MediaKind.VIDEO, at_least=1, at_most=1),)
    return _clip(entry, Operation.EXTEND_VIDEO, resolutions=entry.extend, defaults={}, inputs=inputs, sound=(True,))


def _replace(entry: Entry) -> Capability | None:
    if entry.replace is None:
        return None
    return Capability(
        operations=(Operation.REPLACE_CHARACTER,),
        resolutions=tuple(entry.replace.times),
        scopes=entry.replace.scopes,
        counts=COUNTS,
        inputs=(
            Inputs(kind=MediaKind.IMAGE, at_least=1, at_most=1),
            Inputs(kind=MediaKind.VIDEO, at_least=1, at_most=1),
        ),
        prompt_required=False,
        defaults={"resolution": "720p", "count": 1},
    )


def _image_capabilities(entry: Entry) -> tuple[Capability, ...]:
    defaults: dict[str, Any] = {"resolution": entry.resolutions[0], "count": 1}
    if entry.qualities:
        defaults["quality"] = entry.qualities[0]

    def capability(kind: Kind, ratios: tuple[str, ...], inputs: tuple[Inputs, ...]) -> Capability:
        return Capability(
            operations=(IMAGES[kind],),
            aspect_ratios=ratios,
            resolutions=entry.resolutions,
            qualities=entry.qualities,
            counts=COUNTS,
            inputs=inputs,
            defaults=defaults,
        )

    ratios = entry.ratios[Kind.TEXT2IMAGE]
    pictures = (Inputs(kind=MediaKind.IMAGE, at_least=1, at_most=14),)
    # "auto" takes the listed ratio nearest to the first picture (§8.1)
    return (capability(Kind.TEXT2IMAGE, ratios, ()), capability(Kind.IMAGE_EDIT, (*ratios, "auto"), pictures))


def _rules(entry: Entry) -> tuple[PriceRule, ...]:
    """The price table, keyed by the fields that set it; character replacement is priced per second of the clip."""
    key = "quality" if entry.media is MediaKind.IMAGE else "duration"
    rules = []
    for (size, second), value in entry.price.items():
        when: dict[str, Any] = {"operation": _priced(entry), "resolution": size}
        if second is not None:
            when[key] = second
        rules.append(PriceRule(value=value, unit=UNIT, per=Per.ITEM, when=when))
    if entry.replace:
        rules += [_per_second(size, entry.replace.rate(size)) for size in entry.replace.times]
    return tuple(rules)


def _priced(entry: Entry) -> tuple[Operation, ...]:
    if entry.media is MediaKind.IMAGE:
        return tuple(IMAGES.values())
    return (
        Operation.TEXT_TO_VIDEO,
        Operation.IMAGE_TO_VIDEO,
        Operation.REFERENCE_TO_VIDEO,
        Operation.EXTEND_VIDEO,
    )


def _per_second(size: str, rate: Decimal) -> PriceRule:
    when = {"operation": Operation.REPLACE_CHARACTER, "resolution": size}
    return PriceRule(value=rate, unit=UNIT, per=Per.SECOND, when=when, full_seconds=True)

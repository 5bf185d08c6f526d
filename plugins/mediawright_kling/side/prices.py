"""What a side request costs, by the provider's pages (docs/contracts/kling-more.md §6 "Price"). Pure."""

import math
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from mediawright.plugin import Amount, Message, Price, Request
from mediawright_kling.provider import IMAGE_UNITS, NAME, UNITS
from mediawright_kling.side import effects
from mediawright_kling.side.endpoints import Endpoint
from mediawright_kling.side.said import language_of, said, voice_name

SOURCE, UPDATED = "kling.ai", date(2026, 9, 20)
USD = {UNITS: Decimal("0.14"), IMAGE_UNITS: Decimal("0.0035")}
CALL = Decimal("0.05")
AVATAR = {"std": Decimal("0.4"), "pro": Decimal("0.8")}
#: model → mode → units a second of the result
MOTION = {
    "kling-v2-6": {"std": Decimal("0.5"), "pro": Decimal("0.8")},
    "kling-v3": {"std": Decimal("0.9"), "pro": Decimal("1.2")},
}
#: units of one call, whatever is asked
FLAT: Mapping[str, tuple[str, str]] = {
    "text_to_speech": ("0.05", UNITS),
    "clone_voice": ("0.05", UNITS),
    "sound_effects": ("0.25", UNITS),
    "video_to_audio": ("0.25", UNITS),
    "recognize_image": ("0.1", UNITS),
    "subject_views": ("20", IMAGE_UNITS),
}
#: units of one picture
EACH: Mapping[str, str] = {"outpaint": "8", "multi_image": "16"}


def side_price(endpoint: Endpoint, request: Request) -> Price:
    """The price of a side request; amount None where none is published or a length is not known beforehand."""
    amount = _amount(endpoint, request)
    notes = notices_of(endpoint, request)
    if amount is None:
        return Price(amount=None, notes=(Message(_why(endpoint), domain=NAME), *notes))
    about = endpoint.name in ("avatar", "motion_control")
    usd = amount.value * USD[amount.unit]
    return Price(amount=amount, source=SOURCE, updated=UPDATED, usd=usd, about=about, notes=notes)


def _why(endpoint: Endpoint) -> str:
    return "kling.price.length" if endpoint.name in MEASURED else "kling.price.none"


def _amount(endpoint: Endpoint, request: Request) -> Amount | None:
    if endpoint.name in FLAT:
        value, unit = FLAT[endpoint.name]
        return Amount(Decimal(value), unit)
    if endpoint.name in EACH:
        return Amount(Decimal(EACH[endpoint.name]) * (request.count or 1), IMAGE_UNITS)
    found = MEASURED[endpoint.name](request) if endpoint.name in MEASURED else None
    return None if found is None else Amount(found, UNITS)


def _lip_sync(request: Request) -> Decimal | None:
    """K-S15: faces 0.05, then 0.5 for every started five seconds of the clip; 0.05 more where the words are spoken."""
    seconds = _seconds(request.videos)
    if seconds is None:
        return None
    faces = Decimal(0) if said(request, "session_id") else CALL
    return faces + Decimal("0.5") * math.ceil(seconds / 5) + (CALL if request.prompt.strip() else 0)


def _avatar(request: Request) -> Decimal | None:
    """The listed rate for every started second of the sound: an upper bound (§6.3)."""
    seconds = _seconds(request.audios)
    return None if seconds is None else AVATAR[request.mode or "std"] * math.ceil(seconds)


def _motion_control(request: Request) -> Decimal | None:
    """K-S18: the clip's seconds at most; the result may be shorter."""
    seconds = _seconds(request.videos)
    rates = MOTION.get((request.model or "").lower())
    return None if seconds is None or rates is None else rates[request.mode or "pro"] * math.ceil(seconds)


def _seconds(media: tuple[object, ...]) -> float | None:
    info = getattr(media[0], "info", None) if media else None
    return getattr(info, "duration", None)


MEASURED: Mapping[str, Callable[[Request], Decimal | None]] = {
    "lip_sync": _lip_sync,
    "avatar": _avatar,
    "motion_control": _motion_control,
}


def notices_of(endpoint: Endpoint, request: Request) -> tuple[Message, ...]:
    """What is said before the price is approved: what is new or unsure, what the provider decides by itself."""
    found: list[Message] = []
    if endpoint.experimental:
        found.append(_say("experimental"))
    for field in endpoint.row.get("follows", ()):
        if getattr(request, field) is not None:
            found.append(_say("follows", option=field.replace("_", "-")))
    if endpoint.name == "video_effect":
        scene = effects.scene_of(request)
        if scene and scene not in effects.scenes():
            found.append(_say("effect_unknown", scene=scene))
        if request.prompt.strip() and scene != request.prompt.strip().lower().replace(" ", "_"):
            found.append(_say("prompt_ignored_effect", scene=scene or "-"))
    if endpoint.name in ("text_to_speech", "lip_sync") and request.prompt.strip() and not request.voice:
        found.append(_say("voice", language=language_of(request)))
    if endpoint.name == "clone_voice":
        found.append(_say("voice_consent"))
        found.append(_say("voice_name", name=voice_name(request)))
    if endpoint.name == "motion_control" and said(request, "character_orientation") is not None:
        found.append(_say("motion_billed"))
    return tuple(found)


def _say(key: str, **values: object) -> Message:
    return Message(f"kling.notice.{key}", values, NAME)

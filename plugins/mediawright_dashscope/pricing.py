"""What a request costs, and what a finished task did cost: list prices, in the currency of the key's region (§13). Pure."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_dashscope.provider import GROUPS, MODELS, say

#: a clip whose length nobody knows is taken for so long, and "the model decides" for the longest it makes (§13)
UNKNOWN_S, LONGEST_S = Decimal(10), Decimal(30)
YUAN = ("cn-beijing", "token-plan", "")


def price(request: mw.Request, region: str) -> mw.Price:
    """Return the price in the currency of a region; without an amount where no list says it."""
    model = str(request.model)
    group = GROUPS[model]
    told = MODELS[model].prices
    facts: dict[str, Any] = {"source": told.source, "updated": told.updated} if told else {}
    unit, notes = "CNY" if region in YUAN else "USD", list(_notes(request))
    each = _each(group, model, _key(group, request), unit) if region != "token-plan" else None
    number, known = _number(group, request)
    if not known:
        notes.append(say("length_unknown", seconds=int(UNKNOWN_S)))
    if each is None:
        return mw.Price(amount=None, notes=tuple(notes), **facts)
    amount = mw.Amount(each * number + Decimal(group.get("plus", "0")), unit)
    about = not known or sdk.grade_of(group, model) != "H" or (unit == "USD" and sdk.grade_of(group, model) == "L")
    usd = amount.value if unit == "USD" else None
    return mw.Price(amount=amount, about=about, usd=usd, notes=tuple(notes), **facts)


def _notes(request: mw.Request) -> list[mw.Message]:
    """Say what is not plain from the numbers: an extended clip's length is that of the whole (§14)."""
    return [say("whole_length")] if request.operation is mw.Operation.EXTEND_VIDEO and request.duration else []


def _key(group: Mapping[str, Any], request: mw.Request) -> str:
    assumed = group.get("assumed", {})
    return request.mode or "" if "modes" in group else request.resolution or assumed.get("resolution", "")


def _each(group: Mapping[str, Any], model: str, key: str, unit: str) -> Decimal | None:
    rows = sdk.price_rows(group, model)
    told = rows.get(key) or rows.get("")
    value = told[0 if unit == "CNY" else 1] if told else ""
    return Decimal(value) if value else None


def _number(group: Mapping[str, Any], request: mw.Request) -> tuple[Decimal, bool]:
    """Return how many seconds, pictures or ten thousands of characters are paid, and whether all lengths were known."""
    per = group.get("per", "second")
    if per == "item":
        return Decimal(request.series_amount if isinstance(request.series_amount, int) else request.count or 1), True
    if per == "10k_chars":
        return Decimal(len(request.prompt)) / 10_000, True
    clips = [_length(clip) for clip in request.videos]
    out = Decimal(request.duration) if request.duration is not None else None
    known = None not in clips
    if out is None:
        followed = clips or [_length(sound) for sound in request.audios if "durations" not in group]
        assumed = group.get("assumed", {}).get("duration")
        out = Decimal(assumed) if assumed is not None and not followed else next(iter(followed), None)
        known = known and out is not None
    if out is not None and out < 0:
        out = LONGEST_S
    most = Decimal(group.get("longest", 1_000_000))
    whole = min(UNKNOWN_S if out is None else out, most)
    if group.get("both"):  # D-R24
        whole += sum((min(UNKNOWN_S if clip is None else clip, most) for clip in clips), Decimal(0))
    return whole * (request.count or 1), known


def _length(media: mw.Media) -> Decimal | None:
    if media.info is None or media.info.duration is None:
        return None
    return max(_whole(media.info.duration), Decimal(1))


def _whole(value: object) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1), ROUND_HALF_UP)


def cost(handle: Mapping[str, Any], data: Any) -> mw.Amount | None:
    """Return what `usage` of a finished task costs at the rate of its region; None where it does not say."""
    model, unit = str(handle.get("model", "")), str(handle.get("unit", ""))
    group = GROUPS.get(model)
    if group is None or not unit:
        return None
    height = sdk.text(data, "usage.SR")
    key = f"{height}p" if f"{height}p" in sdk.price_rows(group, model) else str(handle.get("priced_as", ""))
    each, number = _each(group, model, key, unit), _used(group.get("per", "second"), data)
    return None if each is None or number is None else mw.Amount(each * number, unit)


def _used(per: str, data: Any) -> Decimal | None:
    paths = {"item": ("usage.image_count",), "10k_chars": ("usage.characters",)}
    names = ("usage.duration", "usage.video_duration", "usage.output_video_duration")
    try:
        found = _whole(sdk.text(data, paths.get(per, names)))
    except InvalidOperation:
        return None
    return found / 10_000 if per == "10k_chars" else found


def rate_of(request: mw.Request, region: str) -> dict[str, str]:
    """Return what a job keeps, so that its usage can be counted at the end; no price where none is known."""
    group = GROUPS[str(request.model)]
    unit = {"unit": "CNY" if region in YUAN else "USD"} if region != "token-plan" else {}
    return {"model": str(request.model), "priced_as": _key(group, request), **unit}

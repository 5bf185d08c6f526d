"""What a request costs and what a finished task did cost: list prices in the currency of the region (§11, M-R46). Pure."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_minimax.provider import GROUPS, MODELS, say
from mediawright_minimax.request_body import count_chinese, family_of

PATHS = {"v2": "task.usage.output_seconds", "image": "metadata.success_count", "speech": "extra_info.usage_characters"}
UNITS = ("USD", "CNY")
#: all reference clips together may be so long: what counts where nobody knows
LONGEST_S, NOTHING = Decimal(15), Decimal(0)


def key_of(request: mw.Request) -> str:
    """Return the key of the price list: the resolution, and the length where both make the price."""
    assumed = MODELS[str(request.model)].capabilities[0].assumed
    resolution = request.resolution or assumed.get("resolution", "")
    if family_of(request) != "v1" or not resolution:
        return resolution
    return f"{resolution} {request.duration or assumed['duration']}"


def listed(rows: Mapping[str, list[str]], key: str, unit: str) -> Decimal | None:
    """Return a price of the list; None where nobody says it."""
    told = rows.get(key) or rows.get("")
    value = told[UNITS.index(unit)] if told else ""
    return Decimal(value) if value else None


def price(request: mw.Request, region: str) -> mw.Price:
    """Return the price; without an amount where no list says it."""
    model, unit = str(request.model), UNITS[region == "cn"]
    group, told = GROUPS[model], MODELS[model].prices
    facts: dict[str, Any] = {"source": told.source, "updated": told.updated} if told else {}
    each = listed(sdk.price_rows(group, model), key_of(request), unit)
    number, known = _number(request)
    amount = None if each is None else each * number
    if group["family"] == "v2" and amount is not None:
        clips, known = _clips(request)
        more = _beside(group, key_of(request), unit, clips, len(request.images))
        amount = None if more is None else amount + more
    notes = [say("length_unknown")] * (not known) + [say("long_text")] * (family_of(request) == "long")
    facts["notes"] = tuple(notes)
    if amount is None:
        return mw.Price(amount=None, **facts)
    unsure = group["grade"] != "H" or unit in group.get("unsure", ()) or bool(request.videos)
    usd = amount if unit == "USD" else None
    return mw.Price(amount=mw.Amount(amount, unit), about=unsure or not known, usd=usd, **facts)


def _number(request: mw.Request) -> tuple[Decimal, bool]:
    """Return how many seconds, pieces or ten thousands of characters are paid; a Chinese character counts twice."""
    family = GROUPS[str(request.model)]["family"]
    if family == "speech":
        return Decimal(len(request.prompt) + count_chinese(request.prompt)) / 10_000, True
    return Decimal((request.duration if family == "v2" else request.count) or 1), True


def _clips(request: mw.Request) -> tuple[Decimal, bool]:
    """Return the seconds of the clips that go in, each rounded up, and whether all were measured."""
    lengths = [clip.info.duration if clip.info else None for clip in request.videos]
    if None in lengths:
        return LONGEST_S, False
    whole = (Decimal(str(length)).to_integral_value(ROUND_CEILING) for length in lengths)
    return sum(whole, Decimal(0)), True


def _beside(group: Mapping[str, Any], key: str, unit: str, clips: Decimal, images: int) -> Decimal | None:
    """Return what goes in and is paid: seconds of clips, and pictures above the free ones."""
    further, second = max(images - int(group["free"]), 0), listed(group.get("clip", group["price"]), key, unit)
    each = group["picture"][UNITS.index(unit)]
    if (further and not each) or (clips and second is None):
        return None
    return clips * (second or 0) + further * Decimal(each or 0)


def kept(request: mw.Request, region: str) -> dict[str, str]:
    """Return what a job keeps, so that its usage can be counted at the end."""
    return {"model": str(request.model), "priced_as": key_of(request), "unit": UNITS[region == "cn"]}


def cost(handle: Mapping[str, Any], data: Any) -> mw.Amount | None:
    """Return what a finished task cost by what its answer counts; None where model or region is not known."""
    model, unit, key = (str(handle.get(name, "")) for name in ("model", "unit", "priced_as"))
    group = GROUPS.get(model)
    each = listed(sdk.price_rows(group, model), key, unit) if group else None
    if group is None or each is None:
        return None
    family = str(group["family"])
    if family not in PATHS:
        return mw.Amount(each, unit)
    kept = _counted(handle, "usage_characters")  # of a long text, said when it was taken
    used = _counted(data, PATHS[family]) if kept is None else kept
    if used is None or family != "v2":
        return None if used is None else mw.Amount(each * used / (10_000 if family == "speech" else 1), unit)
    clips, images = (_counted(data, f"task.usage.{name}") for name in ("input_seconds", "input_image_count"))
    more = _beside(group, key, unit, clips or NOTHING, int(images or 0))
    return None if more is None else mw.Amount(each * used + more, unit)


def _counted(data: Any, path: str) -> Decimal | None:
    """Return a number of an answer, be it text or a number (§6)."""
    try:
        found = Decimal(sdk.text(data, path, 40))
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 <= found < 10**9 else None

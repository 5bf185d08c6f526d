"""What a request costs where the table's rules are not enough, and whether fal says something else today (§12.4)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_fal import fields
from mediawright_fal import schema as schemas
from mediawright_fal.provider import FAL, GROUPS

#: a price that fal told is good for so long
FRESH = timedelta(hours=6)
#: fal's unit word → the unit of our rules that counts the same
UNITS = {"seconds": mw.Per.SECOND, "megapixels": mw.Per.MEGAPIXEL, "images": mw.Per.ITEM, "videos": mw.Per.ITEM} | {
    "video": mw.Per.ITEM,
    "minutes": mw.Per.MINUTE,
    "1000 characters": mw.Per.THOUSAND_CHARACTERS,
    "requests": mw.Per.REQUEST,
    "audios": mw.Per.ITEM,
}
HEIGHTS = {"480p": 480, "720p": 720, "1080p": 1080}
MILLION = Decimal(1_000_000)


async def price(api: sdk.TaskApi, ctx: mw.Context, request: mw.Request) -> mw.Price | None:
    """Return the price of a request; None leaves it to the table. A dearer price at fal wins, and is said (§12.4)."""
    model = FAL.model(str(request.model)) or mw.Model(
        name=str(request.model), label=mw.Text("", ""), kind=mw.MediaKind.IMAGE, capabilities=()
    )
    asked, request = request, as_long_as_its_shots(request)
    own = odd(model, request, GROUPS.get(model.name, {}))
    table = own or mw.price_of(model, request)
    told = await _told(api, ctx, model, request)
    if table is None and told is None:
        return await _estimated(api, ctx, model)
    if told is None or told.amount is None:
        return own if request is asked else table
    if table is None or table.amount is None:
        return told
    if told.amount.value > table.amount.value * Decimal("1.2"):
        note = mw.Message("fal.dearer", {"here": table.amount, "there": told.amount}, domain="fal")
        return mw.Price(amount=told.amount, source=told.source, about=True, usd=told.amount.value, notes=(note,))
    return own if request is asked else table


def as_long_as_its_shots(request: mw.Request) -> mw.Request:
    """Return the request with the length of all its shots, where it has shots: the clip is as long as they are."""
    length = fields.length_of_shots(request)
    return request if length is None else request.with_(duration=length)


def odd(model: mw.Model, request: mw.Request, group: Mapping[str, Any]) -> mw.Price | None:
    """Return the price by the formulas that only some endpoints have; None for all others."""
    whole = mw.as_assumed(model, request)
    if "tokens" in group:
        return _price(model, _tokens(whole, group["tokens"]), about=True)
    if "megapixels" in group:
        return _price(model, _megapixels(whole, group["megapixels"]))
    base = mw.price_of(model, request)
    if base is None or base.amount is None:
        return None
    more = _surcharge(whole, group)
    return _price(model, base.amount.value + more, about=base.about) if more else None


def _price(model: mw.Model, dollars: Decimal | None, *, about: bool = False) -> mw.Price | None:
    if dollars is None:
        return None
    amount = mw.Amount(dollars.quantize(Decimal("0.0001")), "USD")
    source = f"https://fal.ai/models/{model.name}"
    return mw.Price(amount=amount, source=source, updated=_UPDATED, about=about, usd=amount.value)


_UPDATED = next((model.prices.updated for model in FAL.models if model.prices), None)


def _tokens(request: mw.Request, per_million: Mapping[str, str]) -> Decimal | None:
    """Height x width x seconds x 24 / 1024 tokens (§12.4)."""
    height = HEIGHTS.get(request.resolution or "")
    wide, _, high = (request.aspect_ratio or "").partition(":")
    if height is None or request.duration is None:
        return None
    ratio = Decimal(wide) / Decimal(high) if wide.isdigit() and high.isdigit() else Decimal(16) / 9
    width = height * max(ratio, 1 / ratio)
    tokens = height * width * request.duration * 24 / 1024
    return tokens / MILLION * Decimal(per_million["silent" if request.sound is False else "sound"])


def _megapixels(request: mw.Request, cost: Mapping[str, str]) -> Decimal | None:
    """The first megapixel, and every further one of what goes in and comes out."""
    preset = schemas.SIZES.get(fields.RATIOS.get(request.aspect_ratio or "4:3", ""))
    sizes = [preset] if preset else []
    for media in request.images:
        if media.info is None or media.info.width is None or media.info.height is None:
            return None
        sizes.append((media.info.width, media.info.height))
    if not preset:
        return None
    pixels = sum((Decimal(w * h) / MILLION).to_integral_value(ROUND_CEILING) for w, h in sizes)
    return Decimal(cost["first"]) + Decimal(cost["further"]) * (pixels - 1)


def _surcharge(request: mw.Request, group: Mapping[str, Any]) -> Decimal:
    found = Decimal(0)
    if "surcharge" in group:
        beyond = len(request.images) - group["surcharge"]["images_above"]
        found += max(beyond, 0) * Decimal(group["surcharge"]["each"])
    for name, each in group.get("option_surcharge", {}).items():
        if request.options.get(name):
            found += Decimal(each) * (request.count or 1)
    return found


async def _told(api: sdk.TaskApi, ctx: mw.Context, model: mw.Model, request: mw.Request) -> mw.Price | None:
    """What fal's own pricing says today, signed in; None where it cannot be had or counts in another unit."""
    if ctx.credential is None:
        return None
    kept = ctx.recall("prices") or {}
    found = kept.get(model.name)
    if found is None or datetime.fromisoformat(found[2]) + FRESH < ctx.clock.now():
        found = await _asked(api, ctx, model.name)
        newest = sorted((kept | {model.name: found}).items(), key=lambda item: str(item[1][2]))[-50:]
        ctx.keep("prices", dict(newest))
    return _counted(model, request, str(found[0]), str(found[1]))


async def _asked(api: sdk.TaskApi, ctx: mw.Context, name: str) -> list[str]:
    """The unit price, its unit and when it was asked for; empty texts where fal does not say. Trouble stops nothing."""
    call = sdk.HttpRequest(path="/v1/models/pricing", method="GET", query={"endpoint_id": name}, setting="api")
    now = ctx.clock.now().isoformat()
    try:
        answer = await api.call(ctx, call, tries=1)
    except mw.MediawrightError:
        return ["", "", now]
    data = sdk.body_of(answer) if answer.status < 300 else None
    return [sdk.text(data, "prices[0].unit_price"), sdk.text(data, "prices[0].unit"), now]


async def _estimated(api: sdk.TaskApi, ctx: mw.Context, model: mw.Model) -> mw.Price | None:
    """What one call of this endpoint cost the account on average, said as an estimate; None where fal does not say."""
    if ctx.credential is None:
        return None
    asked = {"estimate_type": "historical_api_price", "endpoints": {model.name: {"call_quantity": 1}}}
    call = sdk.HttpRequest(path="/v1/models/pricing/estimate", json=asked, setting="api")
    try:
        answer = await api.call(ctx, call, tries=1)
        data = sdk.body_of(answer) if answer.status < 300 else None
        cost = Decimal(sdk.text(data, "total_cost"))
    except (mw.MediawrightError, InvalidOperation):
        return None
    if not cost.is_finite() or cost <= 0:  # an endpoint that was never used; unknown is never free (F-R13)
        return None
    amount = mw.Amount(cost, "USD")
    note = mw.Message("fal.average", {}, domain="fal")
    return mw.Price(amount=amount, source="https://fal.ai/pricing", about=True, usd=cost, notes=(note,))


def _counted(model: mw.Model, request: mw.Request, value: str, unit: str) -> mw.Price | None:
    per = UNITS.get(unit)
    try:
        rule = None if per is None else mw.PriceRule(value=Decimal(value), unit="USD", per=per)
    except InvalidOperation:
        return None
    if rule is None or _UPDATED is None:
        return None
    pixels = {ratio: schemas.SIZES[preset] for ratio, preset in fields.RATIOS.items()}
    prices = mw.Prices(source="https://fal.ai/pricing", updated=_UPDATED, rules=(rule,), pixels=pixels)
    return mw.price_of(replace(model, prices=prices), request)

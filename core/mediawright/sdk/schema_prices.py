"""Prices of a curated table that no `PriceRule` can say. Pure, exact decimals.

Of a row: `tokens` {sound, silent} US$ per million (height x width x seconds x 24 / 1024 of a clip), `megapixels`
{first, further} US$ of what goes in and comes out, `surcharge` {images_above, each}, `option_surcharge` option → US$ for
each result.
"""

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from typing import Any

from mediawright.sdk.schema_models import SchemaModels
from mediawright.types.money import Amount, Price
from mediawright.types.pricing import as_assumed, price_of
from mediawright.types.request import Request

HEIGHTS = {"480p": 480, "720p": 720, "1080p": 1080}
MILLION = Decimal(1_000_000)


def own_price(known: SchemaModels, request: Request) -> Price | None:
    """Return the price by a formula of the row, or of shots that say the length; None where the core's rules say it all."""
    model, group = known.model(str(request.model)), known.groups.get(str(request.model), {})
    long = known.with_shots(request)
    whole = as_assumed(model, long)
    if "tokens" in group:
        return _price(known, model.name, _tokens(whole, group["tokens"]), about=True)
    if "megapixels" in group:
        return _price(known, model.name, _megapixels(known, whole, group["megapixels"]))
    base = price_of(model, long)
    if base is None or base.amount is None:
        return None
    more = _surcharge(whole, group)
    if more:
        return _price(known, model.name, base.amount.value + more, about=base.about)
    return None if long is request else base


def _price(known: SchemaModels, name: str, dollars: Decimal | None, *, about: bool = False) -> Price | None:
    if dollars is None:
        return None
    amount = Amount(dollars.quantize(Decimal("0.0001")), "USD")
    source = str(known.table["page"]) + name
    return Price(amount=amount, source=source, updated=known.updated, about=about, usd=amount.value)


def _tokens(request: Request, per_million: Mapping[str, str]) -> Decimal | None:
    height = HEIGHTS.get(request.resolution or "")
    wide, _, high = (request.aspect_ratio or "").partition(":")
    if height is None or request.duration is None:
        return None
    ratio = Decimal(wide) / Decimal(high) if wide.isdigit() and high.isdigit() else Decimal(16) / 9
    width = height * max(ratio, 1 / ratio)
    tokens = height * width * request.duration * 24 / 1024
    return tokens / MILLION * Decimal(per_million["silent" if request.sound is False else "sound"])


def _megapixels(known: SchemaModels, request: Request, cost: Mapping[str, str]) -> Decimal | None:
    made = known.words.pixels.get(request.aspect_ratio or "4:3")
    sizes = [made] if made else []
    for media in request.images:
        if media.info is None or media.info.width is None or media.info.height is None:
            return None
        sizes.append((media.info.width, media.info.height))
    if not made:
        return None
    pixels = sum((Decimal(w * h) / MILLION).to_integral_value(ROUND_CEILING) for w, h in sizes)
    return Decimal(cost["first"]) + Decimal(cost["further"]) * (pixels - 1)


def _surcharge(request: Request, group: Mapping[str, Any]) -> Decimal:
    found = Decimal(0)
    if "surcharge" in group:
        beyond = len(request.images) - group["surcharge"]["images_above"]
        found += max(beyond, 0) * Decimal(group["surcharge"]["each"])
    for name, each in group.get("option_surcharge", {}).items():
        if request.options.get(name):
            found += Decimal(each) * (request.count or 1)
    return found

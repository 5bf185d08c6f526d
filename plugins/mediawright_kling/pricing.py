"""What a request costs, from the provider's published table (docs/contracts/kling.md §16, pages of 2026-09-20). Pure."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from mediawright.plugin import Amount, Message, Model, Per, Price, PriceRule, Prices, Request
from mediawright_kling.defaults import complete_kling
from mediawright_kling.kling_request import KlingRequest
from mediawright_kling.notices import notices_of
from mediawright_kling.provider import NAME, describe_kling
from mediawright_kling.side.endpoints import endpoint_of
from mediawright_kling.standard.choice import is_new


def price_of(request: Request) -> Price:
    """The price with its source and date; amount None where the provider publishes none or it hangs on unknown facts."""
    endpoint = None if is_new(request) else endpoint_of(request)
    if endpoint:
        from mediawright_kling.side.prices import side_price

        return side_price(endpoint, complete_kling(request))
    kling_request = KlingRequest(complete_kling(request))
    notes = notices_of(request)
    model = _model(kling_request)
    prices = model.prices if model else None
    rule = _rule(kling_request, prices) if prices else None
    if prices is None or rule is None:
        key = "kling.price.element" if kling_request.is_element else "kling.price.none"
        return Price(amount=None, notes=(Message(key, domain=NAME), *notes))
    count = _count(kling_request, rule)
    if count is None:
        return Price(
            amount=None, source=prices.source, updated=prices.updated, notes=(_rate_note(kling_request, rule), *notes)
        )
    amount = Amount(rule.value * count, rule.unit)
    return Price(
        amount=amount,
        source=prices.source,
        updated=prices.updated,
        usd=amount.value * prices.usd[rule.unit] if rule.unit in prices.usd else None,
        notes=notes,
    )


def _model(kling_request: KlingRequest) -> Model | None:
    return (
        None
        if kling_request.is_element
        else describe_kling().model(kling_request.model or "", kling_request.request.operation.result)
    )


def _rule(kling_request: KlingRequest, prices: Prices) -> PriceRule | None:
    facts = _facts(kling_request)
    return next((rule for rule in prices.rules if all(facts.get(k) == v for k, v in rule.when.items())), None)


def _facts(kling_request: KlingRequest) -> dict[str, Any]:
    request = kling_request.request
    return {
        "operation": request.operation.value,
        "mode": (request.mode or "").lower(),
        "sound": bool(request.sound),
        "resolution": (request.resolution or "").lower(),
        "has_video": bool(request.videos),
        "has_image": bool(request.images),
    }


def _count(kling_request: KlingRequest, rule: PriceRule) -> Decimal | None:
    """How many seconds or pictures are paid; None where nobody knows beforehand."""
    request = kling_request.request
    if rule.per is Per.ITEM:
        amount = request.series_amount if kling_request.is_series else request.count
        return Decimal(amount) if isinstance(amount, int) else None
    if not kling_request.edits_clip:
        return Decimal(request.duration or 0)
    # an edit is as long as its clip, paid by whole seconds (K-R39); a clip by address was not measured
    info = kling_request.clip.info if kling_request.clip else None
    if info is None or info.duration is None:
        return None
    return Decimal(str(info.duration)).quantize(Decimal(1), ROUND_HALF_UP)


def _rate_note(kling_request: KlingRequest, rule: PriceRule) -> Message:
    low, high = (2, 9) if kling_request.is_series else (3, 10 if kling_request.model == "kling-video-o1" else 15)
    key = "kling.price.per_picture" if kling_request.is_series else "kling.price.per_clip_second"
    values = {"rate": rule.value, "low": rule.value * low, "high": rule.value * high, "least": low, "most": high}
    return Message(key, values, NAME)

"""A price table applied to a completed request. Pure, exact decimals; what the table cannot tell is None, never zero."""

from collections.abc import Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from mediawright.types.money import Amount, Per, Price, PriceRule, Prices
from mediawright.types.operations import MediaKind
from mediawright.types.provider import Model
from mediawright.types.request import Media, Request, Role

#: clips whose length the result takes over, the most telling first
FOLLOWED = (Role.BASE, Role.SOURCE, Role.FEATURE, Role.REFERENCE)


def price_of(model: Model, request: Request) -> Price | None:
    """What the model's table says this request costs; None where it has no row or a length or number is not known.

    `request` with its defaults filled and its local inputs measured.
    """
    prices = model.prices
    rule = first_fit(prices.rules, facts(request)) if prices is not None else None
    if prices is None or rule is None:
        return None
    quantity = _quantity(rule, request)
    if quantity is None:
        return None
    amount = Amount(rule.value * quantity, rule.unit)
    return Price(amount=amount, source=prices.source, updated=prices.updated, usd=usd(prices, amount))


def usd(prices: Prices, amount: Amount) -> Decimal | None:
    """The list price in USD of an amount, where the provider publishes one for its unit."""
    rate = prices.usd.get(amount.unit)
    return None if rate is None else rate * amount.value


def facts(request: Request) -> dict[str, Any]:
    """What a rule's `when` may ask for: every field of the request, `has_video` and `has_image`."""
    found = {name: getattr(request, name) for name in Request.__dataclass_fields__}
    return found | {"has_video": bool(request.videos), "has_image": bool(request.images)}


def first_fit(rules: tuple[PriceRule, ...], known: Mapping[str, Any]) -> PriceRule | None:
    """The first rule whose every condition holds. Raises KeyError for a condition nobody can answer (a plugin's typo)."""
    return next((rule for rule in rules if all(_fits(want, known[name]) for name, want in rule.when.items())), None)


def _fits(wanted: Any, value: Any) -> bool:
    return value in wanted if isinstance(wanted, (tuple, list)) else bool(value == wanted)


def _quantity(rule: PriceRule, request: Request) -> Decimal | None:
    if rule.per is Per.REQUEST:
        return Decimal(1)
    items = _items(request)
    if rule.per is Per.ITEM or items is None:
        return items
    length = seconds(request, ROUND_FLOOR if rule.full_seconds else ROUND_HALF_UP)
    return None if length is None else length * items


def _items(request: Request) -> Decimal | None:
    """Pictures or clips of the result; None where the provider decides how many ("auto")."""
    if request.series_amount == "auto":
        return None
    return Decimal(request.series_amount or request.count or 1)


def seconds(request: Request, rounding: str = ROUND_HALF_UP) -> Decimal | None:
    """Seconds of output: those of the clip being edited, else what was asked for, else those of another given clip.

    A clip counts in whole seconds, by `rounding`. None where its length was never measured (a link).
    """
    base = request.of(MediaKind.VIDEO, Role.BASE)
    if base:
        return _length(base[0], rounding)
    if request.duration is not None:
        return Decimal(request.duration)
    clips = [clip for role in FOLLOWED for clip in request.of(MediaKind.VIDEO, role)] or [*request.videos]
    return _length(clips[0], rounding) if clips else None


def _length(clip: Media, rounding: str) -> Decimal | None:
    if clip.info is None or clip.info.duration is None:
        return None
    whole = Decimal(str(clip.info.duration)).to_integral_value(rounding)
    return max(whole, Decimal(1))

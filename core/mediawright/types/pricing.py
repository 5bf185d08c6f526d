"""A price table applied to a completed request. Pure, exact decimals; what the table cannot tell is None, never zero."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from mediawright.types.money import Amount, Per, Price, PriceRule, Prices
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Model
from mediawright.types.request import Media, Request, Role

#: clips whose length the result takes over, the most telling first
FOLLOWED = (Role.BASE, Role.SOURCE, Role.FEATURE, Role.REFERENCE)
#: operations whose result is as long as the sound that was given
SOUND_LED = frozenset({Operation.LIP_SYNC})


def price_of(model: Model, request: Request) -> Price | None:
    """What the model's table says this request costs; None where it has no row or a length or number is not known.

    `request` with its defaults filled and its local inputs measured.
    """
    prices, request = model.prices, as_assumed(model, request)
    rule = first_fit(prices.rules, facts(request)) if prices is not None else None
    if prices is None or rule is None:
        return None
    quantity = _quantity(rule, request, prices)
    if quantity is None:
        return None
    amount = Amount(rule.base + rule.value * max(quantity - rule.included, Decimal(0)), rule.unit)
    return Price(amount=amount, source=prices.source, updated=prices.updated, about=rule.about, usd=usd(prices, amount))


def as_assumed(model: Model, request: Request) -> Request:
    """The request as the provider will take it: with its own values for what nobody said."""
    capability = model.capability(request.operation)
    assumed = capability.assumed if capability is not None else {}
    missing = {name: value for name, value in assumed.items() if getattr(request, name) is None}
    return request.with_(**missing) if missing else request


def usd(prices: Prices, amount: Amount) -> Decimal | None:
    """The list price in USD of an amount, where the provider publishes one for its unit."""
    if amount.unit == "USD":
        return amount.value
    rate = prices.usd.get(amount.unit)
    return None if rate is None else rate * amount.value


def facts(request: Request) -> dict[str, Any]:
    """What a rule's `when` may ask for: every field of the request, its options, `has_video` and `has_image`."""
    found = {name: getattr(request, name) for name in Request.__dataclass_fields__}
    found |= {f"options.{name}": value for name, value in request.options.items()}
    return found | {"has_video": bool(request.videos), "has_image": bool(request.images)}


def first_fit(rules: tuple[PriceRule, ...], known: Mapping[str, Any]) -> PriceRule | None:
    """The first rule whose every condition holds. Raises KeyError for a condition nobody can answer (a plugin's typo)."""
    return next(
        (rule for rule in rules if all(_fits(want, _known(known, name)) for name, want in rule.when.items())), None
    )


def _known(known: Mapping[str, Any], name: str) -> Any:
    return known.get(name) if name.startswith("options.") else known[name]


def _fits(wanted: Any, value: Any) -> bool:
    return value in wanted if isinstance(wanted, (tuple, list)) else bool(value == wanted)


def _quantity(rule: PriceRule, request: Request, prices: Prices) -> Decimal | None:
    if rule.per is Per.REQUEST:
        return Decimal(1)
    if rule.per is Per.TOKEN:
        return None
    if rule.per is Per.THOUSAND_CHARACTERS:
        return Decimal(len(request.prompt)) / 1000
    items = _items(request)
    if rule.per is Per.ITEM or items is None:
        return items
    each = _megapixels(request, prices) if rule.per is Per.MEGAPIXEL else _paid_time(rule, request)
    return None if each is None else each * items


def _paid_time(rule: PriceRule, request: Request) -> Decimal | None:
    """Seconds, or started minutes, of one result, with those of the inputs where they are paid too."""
    started = rule.per is Per.MINUTE or rule.step is not None
    rounding = ROUND_FLOOR if rule.full_seconds else ROUND_CEILING if started else ROUND_HALF_UP
    length = seconds(request, rounding)
    inputs = [_length(clip, rounding) for clip in request.videos] if rule.input_seconds else []
    if length is None or None in inputs:
        return None
    whole = length + sum((item for item in inputs if item is not None), Decimal(0))
    if rule.per is Per.MINUTE:
        return _stepped(whole / 60, rule.step or Decimal(1))
    return _stepped(whole, rule.step) if rule.step is not None else whole


def _stepped(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).to_integral_value(ROUND_CEILING) * step


def _megapixels(request: Request, prices: Prices) -> Decimal | None:
    """Started millions of pixels of one picture; None where its size is not known."""
    for name in (request.resolution, request.aspect_ratio):
        if name is not None and name in prices.pixels:
            width, height = prices.pixels[name]
            return (Decimal(width * height) / 1_000_000).to_integral_value(ROUND_CEILING)
    return None


def _items(request: Request) -> Decimal | None:
    """Pictures or clips of the result; None where the provider decides how many ("auto")."""
    if request.series_amount == "auto":
        return None
    return Decimal(request.series_amount or request.count or 1)


def seconds(request: Request, rounding: str = ROUND_HALF_UP) -> Decimal | None:
    """Seconds of output: those of the clip being edited, else what was asked for, else those of another given clip,
    else, of a face that is made to speak, those of the sound.

    A clip counts in whole seconds, by `rounding`. None where its length was never measured (a link).
    """
    base = request.of(MediaKind.VIDEO, Role.BASE)
    if base:
        return _length(base[0], rounding)
    if request.duration is not None:
        return Decimal(request.duration)
    clips = [clip for role in FOLLOWED for clip in request.of(MediaKind.VIDEO, role)] or [
        *request.videos,
        *request.audios,
    ]
    return _length(clips[0], rounding) if clips else None


def _length(clip: Media, rounding: str) -> Decimal | None:
    if clip.info is None or clip.info.duration is None:
        return None
    whole = Decimal(str(clip.info.duration)).to_integral_value(rounding)
    return max(whole, Decimal(1))

""" "Cheaper", "longer", "better", "another model" as values: by the model's own data, the nearest that it takes.

Never another provider: that is a choice of the person's own. What is taken, and what cannot be had, is said in a
sentence for the page.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from mediawright.services.planning import Planner, Priced
from mediawright.types.constraints import spelled
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import MediawrightError
from mediawright.types.message import Lang, Message
from mediawright.types.money import Price
from mediawright.types.request import Request

#: the words, in the order in which they are settled
WORDS = ("other_model", "cheaper", "faster", "higher_quality", "lower_quality", "longer", "shorter")
#: what a word for "longer" or "shorter" alone is taken to mean
STEP = 1.5
#: field of the request → the capability's list, worst first, of what is compared as quality
LADDERS = (("mode", "modes"), ("resolution", "resolutions"), ("quality", "qualities"))
RANKS = ("low", "std", "standard", "basic", "medium", "auto", "high", "pro", "hd", "best", "ultra")


@dataclass(frozen=True, slots=True)
class Settled:
    """A request in which a relative word became a value; `said` is told on its page."""

    request: Request
    said: tuple[Message, ...] = ()


async def settled(planner: Planner, request: Request, words: Sequence[str], lang: Lang) -> Settled:
    """The request with each of the words turned into a value. Raises as planning does where the request is no good."""
    found = Settled(request)
    for word in WORDS:
        if word in words:
            base = await planner.priced(found.request, lang)
            step = await _SETTLE[word](planner, found.request, base, lang)
            found = Settled(step.request, (*found.said, *step.said))
    return found


async def _longer(planner: Planner, request: Request, base: Priced, lang: Lang) -> Settled:
    return await _length(planner, request, base, lang, longer=True)


async def _shorter(planner: Planner, request: Request, base: Priced, lang: Lang) -> Settled:
    return await _length(planner, request, base, lang, longer=False)


async def _length(planner: Planner, request: Request, base: Priced, lang: Lang, *, longer: bool) -> Settled:
    """The allowed length nearest to half as much again (or two thirds), on the side that was asked for."""
    taken, now = _taken(base, "durations"), _now(base, "duration")
    values = {"model": base.model.label, "allowed": spelled(taken)}
    if not isinstance(now, int) or not taken:
        return Settled(request, (Message("relative.no_length", values),))
    wanted = now * STEP if longer else now / STEP
    able = sorted((n for n in taken if (n > now if longer else n < now)), key=lambda n: (abs(n - wanted), n))
    for number in able:
        changed = request.with_(duration=number)
        if await _priced(planner, changed, lang) is not None:
            return Settled(changed, (Message("relative.length", {**values, "n": number}),))
    key = "relative.longest" if longer else "relative.shortest"
    return Settled(request, (Message(key, {**values, "n": now}),))


async def _better(planner: Planner, request: Request, base: Priced, lang: Lang) -> Settled:
    found = await _stepped(planner, request, base, lang, up=True)
    return found or Settled(request, (Message("relative.best", {"model": base.model.label}),))


async def _lower(planner: Planner, request: Request, base: Priced, lang: Lang) -> Settled:
    found = await _stepped(planner, request, base, lang, up=False)
    return found or Settled(request, (Message("relative.lowest", {"model": base.model.label}),))


async def _stepped(planner: Planner, request: Request, base: Priced, lang: Lang, *, up: bool) -> Settled | None:
    """One step on the first ladder of quality that has one and that the rest of the request allows."""
    for field, listed in LADDERS:
        rungs = sorted(dict.fromkeys(_taken(base, listed)), key=rank)
        now = _now(base, field)
        if now not in rungs:
            continue
        at = rungs.index(now)
        for rung in rungs[at + 1 :] if up else rungs[:at][::-1]:
            changed = request.with_(**{field: rung})
            if await _priced(planner, changed, lang) is not None:
                values = {"field": Message(f"field.{field}"), "value": _shown(field, rung), "model": base.model.label}
                return Settled(changed, (Message("relative.quality", values),))
    return None


async def _cheaper(planner: Planner, request: Request, base: Priced, lang: Lang) -> Settled:
    """The provider's cheapest model for this very request; else one step down in quality; else a shorter clip."""
    others = [found for found in await _others(planner, request, base, lang) if dearer(base.price, found.price)]
    if others:
        best = min(others, key=lambda found: _value(found.price))
        return Settled(request.with_(model=best.model.name), (Message("relative.model", {"model": best.model.label}),))
    for step in (_lower, _shorter):
        found = await step(planner, request, base, lang)
        price = None if found.request == request else await _priced(planner, found.request, lang)
        if price is not None and dearer(base.price, price.price):
            return found
    return Settled(request, (Message("relative.cheapest", {"provider": base.provider.title}),))


async def cheapest(planner: Planner, request: Request, lang: Lang) -> Request:
    """The request at the model that costs least for it, of the provider that would do it. Raises as planning does."""
    base = await planner.priced(request, lang)
    others = [found for found in await _others(planner, request, base, lang) if dearer(base.price, found.price)]
    best = min(others, key=lambda found: _value(found.price)) if others else base
    return request.with_(provider=best.provider.name, model=best.model.name)


async def _faster(planner: Planner, request: Request, base: Priced, lang: Lang) -> Settled:
    """The provider's model that is known to take the shortest time for this very request."""
    now = base.model.timing.typical_high if base.model.timing else None
    quick = [
        (found.model.timing.typical_high, found)
        for found in await _others(planner, request, base, lang)
        if found.model.timing and (now is None or found.model.timing.typical_high < now)
    ]
    if quick:
        best = min(quick, key=lambda pair: pair[0])[1]
        return Settled(request.with_(model=best.model.name), (Message("relative.model", {"model": best.model.label}),))
    return Settled(request, (Message("relative.fastest", {"model": base.model.label}),))


async def _other(planner: Planner, request: Request, base: Priced, lang: Lang) -> Settled:
    found = await _others(planner, request, base, lang)
    if not found:
        return Settled(request, (Message("relative.only_model", {"provider": base.provider.title}),))
    best = found[0].model
    return Settled(request.with_(model=best.name), (Message("relative.model", {"model": best.label}),))


async def _others(planner: Planner, request: Request, base: Priced, lang: Lang) -> list[Priced]:
    """The provider's other models that take this very request."""
    names = planner.siblings(base)
    found = [await _priced(planner, request.with_(provider=base.provider.name, model=name), lang) for name in names]
    return [item for item in found if item is not None]


async def _priced(planner: Planner, request: Request, lang: Lang) -> Priced | None:
    try:
        return await planner.priced(request, lang)
    except MediawrightError:
        return None


def dearer(one: Price, other: Price) -> bool:
    """Does the first cost more than the second, where both are known in one unit?"""
    if one.amount is None or other.amount is None or one.amount.unit != other.amount.unit:
        return False
    return one.amount.value > other.amount.value


def rank(value: str) -> tuple[int, Decimal]:
    """How good a word for quality is: by its number where it has one ("720p" < "2k"), else by what people call it."""
    word = value.lower()
    digits = "".join(c for c in word if c.isdigit() or c == ".")
    if digits and digits != ".":
        number = Decimal(digits.strip("."))
        return len(RANKS), number * 1000 if word.endswith("k") else number
    return (RANKS.index(word), Decimal(0)) if word in RANKS else (RANKS.index("auto"), Decimal(0))


def _value(price: Price) -> Decimal:
    assert price.amount is not None
    return price.amount.value


def _taken(base: Priced, name: str) -> tuple[Any, ...]:
    capability = base.model.capability(base.request.operation)
    return tuple(getattr(capability, name)) if capability is not None else ()


def _now(base: Priced, field: str) -> Any:
    """What the request has of a field, filled in by the model where nobody said."""
    capability = base.model.capability(base.request.operation)
    assumed: Mapping[str, Any] = capability.assumed if capability is not None else {}
    value = getattr(base.request, field)
    return assumed.get(field) if value is None else value


def _shown(field: str, value: str) -> Any:
    from mediawright.present.pages.fields import shown

    known = field == "mode" and value in ("std", "pro", "4k")
    known = known or (field == "quality" and value in ("low", "medium", "high"))
    return Message(f"value.{field}.{value}") if known else shown(value)


_SETTLE = {
    "longer": _longer,
    "shorter": _shorter,
    "higher_quality": _better,
    "lower_quality": _lower,
    "cheaper": _cheaper,
    "faster": _faster,
    "other_model": _other,
}

"""The units that a limit may be in: what an installed provider counts in, and the core's own. Pure."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from mediawright.gate.policy import Policy
from mediawright.types.message import Message
from mediawright.types.money import PriceRule
from mediawright.types.provider import Provider

#: units that sentences and ceilings know without any provider
CORE = ("credits", "units", "image_units", "USD", "CNY")


def units_of(providers: Iterable[Provider]) -> tuple[str, ...]:
    """What requests at these providers may cost, by their price tables; the core's units where one has no table."""
    chosen = [{rule.unit for rule in _rules(provider) if rule.value > 0} for provider in providers]
    known = set[str]().union(*chosen)
    return tuple(sorted(known | (set() if chosen and all(chosen) else set(CORE))))


def _rules(provider: Provider) -> Iterator[PriceRule]:
    return (rule for model in provider.models if model.prices for rule in model.prices.rules)


def unpriced_units(provider: Provider, currency: str) -> tuple[str, ...]:
    """The units of a provider's price tables that nobody has published a price in that currency for."""
    found: dict[str, bool] = {}
    for model in provider.models:
        for rule in model.prices.rules if model.prices else ():
            known = currency == "USD" and model.prices is not None and rule.unit in model.prices.usd
            if rule.value > 0 and rule.unit != currency:
                found[rule.unit] = found.get(rule.unit, True) and known
    return tuple(unit for unit, known in found.items() if not known)


def spelled(unit: str, known: Collection[str]) -> str | None:
    """A unit as it is counted, whatever its case; None for one that nothing is counted in."""
    return next((name for name in known if name.casefold() == unit.casefold()), None)


def sound(policy: Policy, known: Callable[[], Collection[str]]) -> Policy:
    """The policy, or a locked one where a limit is in a unit that no request can cost: such a limit would never bind."""
    strange = [budget for budget in policy.budgets if budget.limit.unit not in CORE]
    units = known() if strange else ()
    wrong = next((budget for budget in strange if budget.limit.unit not in units), None)
    if wrong is None:
        return policy
    values = {"rule": wrong.id, "unit": wrong.limit.unit, "units": tuple(sorted({*CORE, *units}))}
    return replace(policy, notice=Message("gate.policy_unit", values), locked=True)

"""What the page of many requests tells beside their prices: how long they take, and what is left to pay them with."""

from collections import Counter
from collections.abc import Sequence
from math import ceil

from mediawright.services.balances import payable_now
from mediawright.services.batch_carrying import PARALLEL
from mediawright.services.planning import Plan
from mediawright.services.studio import Studio
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Lang, Text
from mediawright.types.money import Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`span`: seconds at least and at most, where every model tells its usual time; `left`: a provider and its balance."""

    span: tuple[float, float] | None = None
    left: tuple[tuple[Text, Amount], ...] = ()


async def facts_of(studio: Studio, plans: Sequence[Plan], lang: Lang) -> Facts:
    """Asks each provider once for what is left there; nothing else."""
    first = {plan.provider.name: plan for plan in plans if not plan.free}
    left: list[tuple[Text, Amount]] = []
    for name, plan in first.items():
        plugin = studio.registry.load(name)
        ctx = studio.contexts.open(plugin.provider, lang=lang)
        found = await payable_now(plugin, ctx, plan.request, plan.quote.price)
        if found is not None:
            left.append((plugin.provider.title, found))
    return Facts(span=span_of(plans), left=tuple(left))


def span_of(plans: Sequence[Plan]) -> tuple[float, float] | None:
    """How long all of them take, each provider working on as many at once as it takes."""
    if not plans or any(plan.model.timing is None for plan in plans):
        return None
    numbers = Counter(plan.provider.name for plan in plans)
    low = high = 0.0
    for name, number in numbers.items():
        own = [plan for plan in plans if plan.provider.name == name]
        rounds = ceil(number / (own[0].provider.limits.parallel or PARALLEL))
        times = [plan.model.timing for plan in own if plan.model.timing is not None]
        low = max(low, rounds * min(time.typical_low for time in times))
        high = max(high, rounds * max(time.typical_high for time in times))
    return low, high

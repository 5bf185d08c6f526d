"""What many requests cost together, per unit, and whether an approval covers it. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from mediawright.gate.cost_limit import parse_ceiling
from mediawright.present.pages.batch import sums
from mediawright.services.planning import Plan
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import ConfirmationNeeded, InvalidRequest
from mediawright.types.message import Message, Problem
from mediawright.types.money import Amount, Price

#: what stands between two amounts of one text
_PLUS = re.compile("[+＋]")


@dataclass(frozen=True, slots=True)
class Ceilings:
    """At most so much of each unit; `unknown` also approves what has no price. The unit None is the only one there is."""

    values: Mapping[str | None, Decimal]
    unknown: bool = False

    @property
    def named(self) -> bool:
        """Was any amount said?"""
        return bool(self.values) or self.unknown

    @classmethod
    def read(cls, typed: Sequence[str]) -> "Ceilings":
        """From "40 units", "120 credits", "unknown", or several in one: "12 units + 0.5 USD". Raises InvalidRequest."""
        read = [parse_ceiling(part) for text in typed for part in _PLUS.split(text)]
        values = {ceiling.unit: ceiling.value for ceiling in read if ceiling.value is not None}
        return cls(values, any(ceiling.value is None for ceiling in read))


@dataclass(frozen=True, slots=True)
class Totals:
    """One sum per unit, and how many have no price beforehand."""

    sums: tuple[Amount, ...]
    unknown: int

    @classmethod
    def of(cls, plans: Iterable[Plan]) -> "Totals":
        return cls.of_prices(plan.quote.price for plan in plans)

    @classmethod
    def of_prices(cls, priced: Iterable[Price]) -> "Totals":
        prices = list(priced)
        unknown = sum(price.amount is None for price in prices)
        return cls(tuple(amount for amount in sums(prices) if amount.value), unknown)

    @property
    def words(self) -> tuple[str, ...]:
        """What `--approve-cost` must say, once per unit."""
        return (*(str(amount) for amount in self.sums), *(("unknown",) if self.unknown else ()))

    def check(self, ceilings: Ceilings) -> None:
        """Raises ConfirmationNeeded where a unit is not covered, InvalidRequest for a number without its unit."""
        units = {amount.unit for amount in self.sums}
        if None in ceilings.values and len(units) > 1:
            raise InvalidRequest(Problem("approve_cost", Message("problem.amount_needs_unit"), allowed=self.words))
        for amount in self.sums:
            ceiling = ceilings.values.get(amount.unit, ceilings.values.get(None))
            if ceiling is None:
                raise approval_needed(self)
            if ceiling < amount.value:
                raise approval_needed(
                    self, Message("batch.too_low", {"total": amount, "ceiling": Amount(ceiling, amount.unit)})
                )
        if self.unknown and not ceilings.unknown:
            raise approval_needed(self, Message("batch.unknown_too", {"n": self.unknown}))


def approval_needed(totals: Totals, message: Message | None = None) -> ConfirmationNeeded:
    """Nobody has approved all of it."""
    return ConfirmationNeeded(message or Message("batch.ask"), data={"cost": list(totals.words)})

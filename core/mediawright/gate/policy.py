"""What the person allowed in advance: small costs without asking, for a while, and limits that nothing passes.

The values here are pure; `policy_file` reads and writes them.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest, NotFound
from mediawright.types.message import Message, Problem
from mediawright.types.money import Amount, Quote

#: a pre-approval lapses above this many times the last confirmed cost (docs/contracts/chatart.md §17.3)
MAX_PRICE_FACTOR = Decimal(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A pre-approval: requests of at most `at_most` each, at these providers (none named: at all), until a time."""

    id: str
    at_most: Amount
    until: datetime
    providers: tuple[str, ...] = ()

    def applies(self, provider: str, now: datetime) -> bool:
        return now < self.until and (not self.providers or provider in self.providers)


class Per(StrEnum):
    """What a budget is counted over."""

    JOB = "job"
    DAY = "day"  # the person's own calendar day
    TOTAL = "total"  # since the budget was set


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """A limit that also a person's approval does not pass. `providers` empty: all together.

    One in a currency counts every unit by its list price; what has none is refused, as is another currency.
    `unknown` lets requests through whose price nobody knows, in this currency or at all; without it they are refused,
    since they may not fit.
    `zone` is where a day of it begins and ends (`gate.zones`); "" in a file of an older version.
    """

    id: str
    per: Per
    limit: Amount
    since: datetime
    providers: tuple[str, ...] = ()
    unknown: bool = False
    zone: str = ""

    def applies(self, provider: str) -> bool:
        return not self.providers or provider in self.providers


class Lapse(StrEnum):
    """Why a pre-approval that would have covered a request does not."""

    BALANCE = "balance"
    PRICE_RISE = "jump"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """All rules and budgets of a person. `notice` says that the file could not be read: then no rule holds.

    `locked` True: the unreadable file may have held budgets, so nothing that costs may go out until it is repaired.
    `second_person`: whoever asks for something that costs may not approve it as well. `tokens`: whoever approves
    what costs is proved by a token, and so is whoever asked where a second person is wanted.
    """

    rules: tuple[Rule, ...] = ()
    budgets: tuple[Budget, ...] = ()
    notice: Message | None = None
    locked: bool = False
    second_person: bool = False
    tokens: bool = False

    def covers(self, quote: Quote, now: datetime, last_confirmed: Amount | None = None) -> Rule | Lapse | None:
        """The rule that approves this quote, why a fitting one lapses, or None.

        An unknown price is never covered. `last_confirmed` is the last cost a person approved at this provider.
        """
        amount = quote.price.amount
        if amount is None or amount.value < 0:
            return None
        rule = next((rule for rule in self.rules if rule.applies(quote.provider, now) and _within(amount, rule)), None)
        if rule is None:
            return None
        if quote.balance is not None and quote.balance.unit == amount.unit and amount.value > quote.balance.value:
            return Lapse.BALANCE
        if last_confirmed is not None and last_confirmed.unit == amount.unit:
            return Lapse.PRICE_RISE if amount.value > MAX_PRICE_FACTOR * last_confirmed.value else rule
        return rule

    def list(self) -> tuple[Rule | Budget, ...]:
        return (*self.rules, *self.budgets)

    def allow(self, at_most: Amount, until: datetime, providers: Sequence[str] = ()) -> "Policy":
        """With one more pre-approval. Raises InvalidRequest for an amount that is not above zero."""
        _positive(at_most)
        rule = Rule(id=self._next("r"), at_most=at_most, until=until, providers=tuple(sorted(set(providers))))
        return replace(self, rules=(*self.rules, rule))

    def limit(
        self,
        per: Per,
        limit: Amount,
        since: datetime,
        providers: Sequence[str] = (),
        *,
        unknown: bool = False,
        zone: str = "",
    ) -> "Policy":
        """With one more budget. Raises InvalidRequest for an amount that is not above zero."""
        _positive(limit)
        names = tuple(sorted(set(providers)))
        budget = Budget(
            id=self._next("b"), per=per, limit=limit, since=since, providers=names, unknown=unknown, zone=zone
        )
        return replace(self, budgets=(*self.budgets, budget))

    def in_zone(self, zone: str) -> "Policy":
        """With that zone for every limit whose file named none."""
        return replace(self, budgets=tuple(replace(b, zone=b.zone or zone) for b in self.budgets))

    def remove(self, id: str) -> "Policy":
        """Without a rule or budget. Raises NotFound."""
        known = tuple(item.id for item in self.list())
        wanted = id.strip().lower()
        if wanted not in known:
            raise NotFound(Problem("rule", Message("problem.policy.no_rule", {"rule": id}), allowed=known))
        rules = tuple(rule for rule in self.rules if rule.id != wanted)
        return replace(self, rules=rules, budgets=tuple(b for b in self.budgets if b.id != wanted))

    def current(self, now: datetime) -> "Policy":
        """Without the rules whose time is over."""
        return replace(self, rules=tuple(rule for rule in self.rules if now < rule.until))

    def _next(self, letter: str) -> str:
        taken = {item.id for item in self.list()}
        return next(f"{letter}{n}" for n in range(1, len(taken) + 2) if f"{letter}{n}" not in taken)


def _within(amount: Amount, rule: Rule) -> bool:
    return amount.unit == rule.at_most.unit and amount.value <= rule.at_most.value


def _positive(amount: Amount) -> None:
    if not amount.value.is_finite() or amount.value <= 0:
        raise InvalidRequest(Problem("at_most", Message("problem.policy.not_positive", {"value": str(amount)})))

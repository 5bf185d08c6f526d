"""The person's own limits, as arithmetic over what is spent and promised. Pure; the ledger asks inside its transaction."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal

from mediawright.gate.approvals import IN_ADVANCE, check_level
from mediawright.gate.policy import Budget, Per, Policy, Rule
from mediawright.gate.zones import zone_of
from mediawright.ledger.budget_usage import Committed
from mediawright.ledger.rows import held
from mediawright.paths import TOKEN
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import ConfirmationNeeded, NotProved, RefusedByPolicy
from mediawright.types.job import Job
from mediawright.types.message import Message
from mediawright.types.money import CURRENCIES, Amount, ApprovalKind, Level, in_money


@dataclass(frozen=True, slots=True)
class Budgets:
    """A policy's limits at one moment; what `Ledger.approve` takes as its allowance.

    `zone` is where a day begins and ends for a limit that names no zone (None: this machine's).
    """

    policy: Policy
    now: datetime
    zone: tzinfo | None = None

    def check(self, job: Job, committed: Committed) -> None:
        """Raises RefusedByPolicy naming the first limit the job does not fit into and what is left of it."""
        if job.approval is None or job.approval.kind is ApprovalKind.FREE:
            return
        if self.policy.locked:
            raise RefusedByPolicy(self.policy.notice, provider=job.provider)
        wanted = held(job)
        for budget in self.policy.budgets:
            if not budget.applies(job.provider):
                continue
            if wanted is None:
                self._refuse_unknown(job, budget)
            elif wanted.unit == budget.limit.unit:
                self._refuse_excess(job, budget, wanted, committed)
            elif budget.limit.unit in CURRENCIES and wanted.value > 0:
                self._in_money(job, budget, wanted, committed)

    def _in_money(self, job: Job, budget: Budget, wanted: Amount, committed: Committed) -> None:
        """A limit in money holds for every unit whose list price is known; for another it says so."""
        money = in_money(wanted, job.quote.price if job.quote is not None else None)
        if money is not None and money.unit == budget.limit.unit:
            self._refuse_excess(job, budget, money, committed)
        elif not budget.unknown:
            values = {"rule": budget.id, "limit": budget.limit, "wanted": wanted}
            data = {"budget": budget.id, "limit": str(budget.limit), "wanted": str(wanted)}
            raise RefusedByPolicy(Message("gate.budget_no_money", values), provider=job.provider, data=data)

    def _refuse_unknown(self, job: Job, budget: Budget) -> None:
        if not budget.unknown:
            values = {"rule": budget.id, "limit": budget.limit}
            data = {"budget": budget.id}
            raise RefusedByPolicy(Message("gate.budget_unknown", values), provider=job.provider, data=data)

    def _refuse_excess(self, job: Job, budget: Budget, wanted: Amount, committed: Committed) -> None:
        room = left(budget, self.now, self.zone, committed)
        if wanted.value <= room.value:
            return
        values = {"rule": budget.id, "limit": budget.limit, "left": room, "wanted": wanted}
        data = {"budget": budget.id, "limit": str(budget.limit), "left": str(room), "wanted": str(wanted)}
        key = f"gate.budget_{budget.per.value}"
        raise RefusedByPolicy(Message(key, values), provider=job.provider, data=data)


@dataclass(frozen=True, slots=True)
class Standing:
    """The policy and the required level at the moment of the approval: what `Ledger.approve` asks inside its transaction.

    `load` and `require` read them anew: a limit that was set, or a rule that was taken back, while a person was thinking
    counts.
    """

    load: Callable[[], Policy]
    require: Callable[[], Level]
    now: datetime

    def check(self, job: Job, committed: Committed) -> None:
        """Raise RefusedByPolicy where a limit does not fit, or the rule that approved is not there any more; NotProved where
        a person is not proved as the policy wants;
        ConfirmationNeeded where a second person is missing, or the approval came by a weaker level than is required."""
        check_level(job.approval, self.require(), job.provider)
        policy = self.load()
        Budgets(policy, self.now).check(job, committed)
        check_proved(policy, job)
        check_second_person(policy, job)
        if job.approval is None or job.approval.kind is not ApprovalKind.POLICY or job.quote is None:
            return
        if not isinstance(policy.covers(job.quote, self.now), Rule):
            raise RefusedByPolicy(Message("gate.rule_gone"), provider=job.provider)


class SecondPersonNeeded(ConfirmationNeeded):
    """Whoever asked for it would approve it as well, and the policy wants another person to."""


def check_proved(policy: Policy, job: Job) -> None:
    """Raise NotProved where the policy wants persons proved, and whoever approves what costs is not.

    Where a second person is wanted, whoever asked has to be proved as well: two names say nothing if one can be made up."""
    approval = job.approval
    if not policy.tokens or approval is None or approval.kind is ApprovalKind.FREE:
        return
    check_person(policy, approval.by, approval.token)
    if policy.second_person and approval.kind not in IN_ADVANCE and not job.created_token:
        values, reason = {"person": job.created_by or "?", "variable": TOKEN}, "asked_without"
        raise NotProved(Message("gate.asked_not_proved", values), provider=job.provider, data={"reason": reason})


def check_person(policy: Policy, name: str, token: str | None) -> None:
    """Raise NotProved where the policy wants whoever approves to be proved, and they are not."""
    if policy.tokens and not token:
        values = {"person": name or "?", "variable": TOKEN}
        raise NotProved(Message("gate.not_proved", values), data={"reason": "no_token"})


def check_second_person(policy: Policy, job: Job) -> None:
    """Raise SecondPersonNeeded where whoever asked approves as well, and the policy wants a second person.

    What nobody is known to have asked for, or to have approved, is not known to be two persons' word."""
    approval = job.approval
    if not policy.second_person or approval is None or approval.kind in IN_ADVANCE:
        return
    if not approval.by or not job.created_by or approval.by.casefold() == job.created_by.casefold():
        values = {"person": approval.by or job.created_by or "?"}
        data = {"job": job.id} | ({"quote": job.quote.id} if job.quote is not None else {})
        raise SecondPersonNeeded(Message("gate.second_person", values), provider=job.provider, data=data)


def check_another(policy: Policy, asked_by: Iterable[str | None], person: str, cost: Sequence[str]) -> None:
    """The same for many pieces with one approval, before it is given: raise SecondPersonNeeded where `person` asked for one
    of them, or nobody is known to have. `cost`: what an approval has to name."""
    if policy.second_person and any(not asker or asker.casefold() == person.casefold() for asker in asked_by):
        raise SecondPersonNeeded(Message("gate.second_person", {"person": person}), data={"cost": list(cost)})


def left(budget: Budget, now: datetime, zone: tzinfo | None, committed: Committed) -> Amount:
    """What may still be spent under a budget; never below zero. A job's limit is always whole."""
    used = Decimal(0) if budget.per is Per.JOB else spent(budget, now, zone, committed)
    return Amount(max(budget.limit.value - used, Decimal(0)), budget.limit.unit)


def spent(budget: Budget, now: datetime, zone: tzinfo | None, committed: Committed) -> Decimal:
    """What counts against a budget of a day or in total."""
    own = zone_of(budget.zone) if budget.zone else zone
    since = day_start(now, own) if budget.per is Per.DAY else budget.since
    asked = budget.providers or (None,)
    return sum((committed(provider, budget.limit.unit, since) for provider in asked), Decimal(0))


def day_start(now: datetime, zone: tzinfo | None) -> datetime:
    """When the person's day began."""
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)

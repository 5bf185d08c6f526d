"""A change of the policy that allows more than before needs an approval of the required level. Pure."""

from dataclasses import replace

from mediawright.gate.policy import Budget, Policy
from mediawright.types.errors import ConfirmationNeeded
from mediawright.types.message import Message
from mediawright.types.money import Level


def check_policy(before: Policy, after: Policy, given: Level, required: Level) -> None:
    """Raise ConfirmationNeeded where a change allows more than before and its approval is weaker than is required."""
    if loosens(before, after) and not given.meets(required):
        raise ConfirmationNeeded(Message("gate.level_change"), data={"require": required.value})


def loosens(before: Policy, after: Policy) -> bool:
    """Tell whether a policy allows more than another: a rule came, or a limit went or does not hold as it did."""
    limits = {budget.id: budget for budget in after.budgets}
    alone = (before.second_person and not after.second_person) or (before.tokens and not after.tokens)
    return (
        alone
        or bool(set(after.rules) - set(before.rules))
        or not all(_as_strict(budget, limits.get(budget.id)) for budget in before.budgets)
    )


def _as_strict(before: Budget, after: Budget | None) -> bool:
    """Tell whether a limit still holds: the same one, a lower one, or one whose day got the zone it had none for."""
    if after is None or after.limit.unit != before.limit.unit or after.limit.value > before.limit.value:
        return False
    return replace(after, limit=before.limit, zone=before.zone or after.zone) == replace(
        before, zone=before.zone or after.zone
    ) and before.zone in ("", after.zone)

"""The policy of a shared ledger, with this machine's own file as a lower limit on top. Pure but for the ledger it asks."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from mediawright.gate.loosening import check_policy
from mediawright.gate.policy import Policy
from mediawright.gate.policy_store import compose, parse
from mediawright.types.errors import LocalFault
from mediawright.types.message import Message
from mediawright.types.money import Level

if TYPE_CHECKING:
    from mediawright.ledger import Ledger

#: what the id of a limit in this machine's own file ends in
HERE = "-here"


def combined(shared: Policy, local: Policy) -> Policy:
    """What holds on this machine: all limits of both, and of the pre-approvals those that the team made."""
    if local.locked or shared.locked:
        return shared if shared.locked else local
    budgets = tuple(replace(budget, id=budget.id + HERE) for budget in local.budgets)
    return replace(
        shared,
        budgets=(*shared.budgets, *budgets),
        second_person=shared.second_person or local.second_person,
        tokens=shared.tokens or local.tokens,
        notice=local.notice,
    )


def read_shared(ledger: "Ledger") -> Policy | None:
    """The newest policy of the ledger; None where none was made. One that cannot be read lets nothing out that costs.

    Raises LocalFault where the ledger does not answer.
    """
    found = ledger.policies.newest()
    if found is None:
        return None
    try:
        return parse(found.text)
    except ValueError:
        return Policy(notice=Message("gate.policy_broken_budgets"), locked=True)


def edit_shared(
    ledger: "Ledger",
    change: Callable[[Policy], Policy],
    *,
    level: Level = Level.AMOUNT,
    required: Level = Level.AMOUNT,
) -> Policy:
    """Read, change, add as the newest version; one machine at a time.

    Raises LocalFault where the present one cannot be read, ConfirmationNeeded as `policy_store.edit`."""
    with ledger.batch():
        before = read_shared(ledger) or Policy()
        if before.notice is not None:
            raise LocalFault(before.notice)
        after = change(before)
        check_policy(before, after, level, required)
        ledger.policies.add(compose(after))
    return after

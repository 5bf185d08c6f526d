"""The last cost a person approved, per provider: a pre-approval does not stretch far beyond it."""

from decimal import Decimal

from mediawright.ledger import Ledger
from mediawright.types.money import Amount, Approval, ApprovalKind, Quote

#: these were a person's own word about this very cost
PERSONAL = frozenset({ApprovalKind.PERSON, ApprovalKind.CEILING})


def last_confirmed(ledger: Ledger, provider: str) -> Amount | None:
    """The last amount that was confirmed at this provider, or None."""
    kept = ledger.metadata_get(_name(provider))
    return None if kept is None else Amount(Decimal(kept["value"]), kept["unit"])


def remember(ledger: Ledger, quote: Quote, approval: Approval) -> None:
    """Keep the quoted amount of a request that a person has just confirmed; other approvals change nothing."""
    if approval.kind in PERSONAL and quote.price.amount is not None:
        ledger.metadata_set(_name(quote.provider), quote.price.amount)


def _name(provider: str) -> str:
    return f"last_confirmed.{provider}"

"""The last cost a person approved."""

from collections.abc import Iterator

import pytest

from mediawright.gate.last_confirmed import last_confirmed, remember
from mediawright.ledger import Ledger
from mediawright.ledger.address import Where
from mediawright.testing.builders import a_job, a_quote, an_approval
from mediawright.testing.fakes import FakeClock
from mediawright.types.money import ApprovalKind


@pytest.fixture
def ledger(either: Where, fake_clock: FakeClock) -> Iterator[Ledger]:
    with Ledger(either, fake_clock) as opened:
        yield opened


@pytest.mark.parametrize("kind", [ApprovalKind.PERSON, ApprovalKind.CEILING])
def test_a_person_s_word_is_remembered_by_provider(ledger: Ledger, kind: ApprovalKind) -> None:
    quote = a_quote(amount="12.5")
    remember(ledger, quote, an_approval(a_job(), 100, kind=kind))
    assert last_confirmed(ledger, "acme") == quote.price.amount
    assert last_confirmed(ledger, "other") is None


@pytest.mark.parametrize("kind", [ApprovalKind.POLICY, ApprovalKind.FREE])
def test_what_nobody_was_asked_about_is_not(ledger: Ledger, kind: ApprovalKind) -> None:
    remember(ledger, a_quote(), an_approval(a_job(), kind=kind))
    assert last_confirmed(ledger, "acme") is None


def test_an_unknown_price_says_nothing_about_the_next(ledger: Ledger) -> None:
    remember(ledger, a_quote(amount=7), an_approval(a_job()))
    remember(ledger, a_quote(amount=None), an_approval(a_job(), None))
    kept = last_confirmed(ledger, "acme")
    assert kept is not None
    assert str(kept) == "7 credits"

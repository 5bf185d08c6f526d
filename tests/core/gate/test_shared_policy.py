"""The policy of a shared ledger beside this machine's own file: the stricter of both holds, whoever made it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from mediawright.gate.policy import Budget, Per, Policy, Rule
from mediawright.gate.policy_store import compose
from mediawright.gate.shared_policy import combined, edit_shared, read_shared
from mediawright.ledger import Ledger
from mediawright.testing.fakes import START, FakeClock
from mediawright.types.errors import ConfirmationNeeded, LocalFault
from mediawright.types.message import Message
from mediawright.types.money import Amount, Level

BROKEN = Message("gate.policy_broken_budgets")


def budget(name: str, limit: int = 10) -> Budget:
    return Budget(id=name, per=Per.DAY, limit=Amount(Decimal(limit), "credits"), since=START, zone="UTC")


def rule(name: str) -> Rule:
    until: datetime = START + timedelta(days=1)
    return Rule(id=name, providers=("acme",), at_most=Amount(Decimal(5), "credits"), until=until)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.db", FakeClock()) as opened:
        yield opened


def test_limits_of_both_hold_and_only_the_team_approves_beforehand() -> None:
    shared = Policy(rules=(rule("r1"),), budgets=(budget("b1"),))
    local = Policy(rules=(rule("r9"),), budgets=(budget("b1", 3),), notice=Message("gate.note"))
    both = combined(shared, local)
    assert both.rules == shared.rules
    assert both.budgets == (budget("b1"), budget("b1-here", 3))
    assert (both.notice, both.locked) == (local.notice, False)


@pytest.mark.parametrize(("one", "other"), [(False, False), (True, False), (False, True), (True, True)])
def test_a_second_person_is_asked_for_where_either_says_so(one: bool, other: bool) -> None:
    assert combined(Policy(second_person=one), Policy(second_person=other)).second_person is (one or other)


def test_a_policy_that_cannot_be_read_locks_everything() -> None:
    broken, whole = Policy(notice=BROKEN, locked=True), Policy(rules=(rule("r1"),))
    assert combined(broken, whole) is broken
    assert combined(whole, broken) is broken
    assert combined(broken, replace(broken, notice=None)) is broken


def test_the_newest_version_is_read(ledger: Ledger) -> None:
    assert read_shared(ledger) is None
    for limit in (10, 7):
        ledger.policies.add(compose(Policy(budgets=(budget("b1", limit),))))
    assert read_shared(ledger) == Policy(budgets=(budget("b1", 7),))


def test_one_that_cannot_be_read_lets_nothing_out_and_is_not_written_over(ledger: Ledger) -> None:
    ledger.policies.add("version = 99")
    assert read_shared(ledger) == Policy(notice=BROKEN, locked=True)
    with pytest.raises(LocalFault) as refused:
        edit_shared(ledger, lambda before: before)
    assert refused.value.message == BROKEN
    newest = ledger.policies.newest()
    assert newest is not None
    assert newest.text == "version = 99"


def test_a_change_is_made_of_what_holds_and_becomes_the_newest(ledger: Ledger) -> None:
    first = edit_shared(ledger, lambda before: replace(before, budgets=(budget("b1"),)))
    second = edit_shared(ledger, lambda before: replace(before, budgets=(*before.budgets, budget("b2"))))
    assert first == Policy(budgets=(budget("b1"),))
    assert second == read_shared(ledger) == Policy(budgets=(budget("b1"), budget("b2")))


def test_what_loosens_needs_the_approval_that_is_required(ledger: Ledger) -> None:
    edit_shared(ledger, lambda before: replace(before, budgets=(budget("b1"),)))
    for change in (lambda before: Policy(), lambda before: replace(before, rules=(rule("r1"),))):
        with pytest.raises(ConfirmationNeeded) as asked:
            edit_shared(ledger, change, level=Level.AMOUNT, required=Level.TERMINAL)
        assert asked.value.data == {"require": "terminal"}
    assert read_shared(ledger) == Policy(budgets=(budget("b1"),))
    assert edit_shared(ledger, lambda before: Policy(), level=Level.TERMINAL, required=Level.TERMINAL) == Policy()


def test_what_only_tightens_needs_none(ledger: Ledger) -> None:
    edit_shared(ledger, lambda before: replace(before, budgets=(budget("b1"),)))
    tighter = edit_shared(
        ledger, lambda before: replace(before, budgets=(budget("b1", 3),)), level=Level.AMOUNT, required=Level.TERMINAL
    )
    assert tighter.budgets == (budget("b1", 3),)
    assert edit_shared(ledger, lambda before: Policy()) == Policy()  # what an amount was agreed to is enough as it is

"""Pre-approvals and limits as values."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.gate.policy import Budget, Lapse, Per, Policy, Rule
from mediawright.testing.builders import a_quote
from mediawright.testing.fakes import START
from mediawright.types.errors import InvalidRequest, NotFound
from mediawright.types.message import Message, Problem
from mediawright.types.money import Amount

END = START + timedelta(hours=2)


def credits(value: int | str | Decimal) -> Amount:
    return Amount(Decimal(value), "credits")


def test_a_rule_covers_what_is_within_it() -> None:
    policy = Policy().allow(credits(100), END)
    assert policy.covers(a_quote(amount=100), START) == policy.rules[0]
    assert policy.covers(a_quote(amount="100.01"), START) is None
    assert policy.covers(a_quote(amount=None), START) is None
    assert policy.covers(a_quote(amount=1, unit="USD"), START) is None


def test_a_rule_ends() -> None:
    policy = Policy().allow(credits(100), END)
    assert policy.covers(a_quote(), END) is None
    assert policy.current(END) == Policy()
    assert policy.current(START) == policy


def test_a_rule_may_be_for_some_providers() -> None:
    policy = Policy().allow(credits(100), END, ["other", "acme", "other"])
    assert policy.rules[0].providers == ("acme", "other")
    assert isinstance(policy.covers(a_quote(), START), Rule)
    assert policy.covers(a_quote(provider="third"), START) is None


def test_one_of_several_rules_is_enough() -> None:
    policy = Policy().allow(credits(10), END).allow(credits(100), END)
    rule = policy.covers(a_quote(), START)
    assert isinstance(rule, Rule)
    assert rule.id == "r2"


def test_no_rule_no_lapse() -> None:
    assert Policy().covers(a_quote(balance=credits(1)), START, credits(1)) is None


def test_it_lapses_above_the_balance_and_above_three_times_the_last_cost() -> None:
    policy = Policy().allow(credits(100), END)
    assert policy.covers(a_quote(balance=credits(80)), START) is Lapse.BALANCE
    assert policy.covers(a_quote(), START, credits(29)) is Lapse.PRICE_RISE
    assert policy.covers(a_quote(), START, credits(30)) == policy.rules[0]


def test_what_is_set_is_listed_and_removed() -> None:
    policy = Policy().allow(credits(5), END).limit(Per.DAY, credits(50), START).allow(credits(6), END)
    assert [item.id for item in policy.list()] == ["r1", "r2", "b1"]
    fewer = policy.remove(" R1 ").remove("b1")
    assert [item.id for item in fewer.list()] == ["r2"]
    assert [item.id for item in fewer.allow(credits(7), END).list()] == ["r2", "r1"]


def test_removing_what_is_not_there_names_what_is() -> None:
    with pytest.raises(NotFound) as caught:
        Policy().allow(credits(5), END).remove("R9")
    assert caught.value.problems == (
        Problem("rule", Message("problem.policy.no_rule", {"rule": "R9"}), allowed=("r1",)),
    )


def test_a_limit_is_kept_as_it_was_set() -> None:
    plain = Policy().limit(Per.JOB, credits(5), START).budgets[0]
    assert plain == Budget(id="b1", per=Per.JOB, limit=credits(5), since=START, providers=(), unknown=False, zone="")
    full = Policy().limit(Per.DAY, credits(9), END, ["other", "acme", "other"], unknown=True, zone="Asia/Shanghai")
    assert full.budgets == (
        Budget(
            id="b1",
            per=Per.DAY,
            limit=credits(9),
            since=END,
            providers=("acme", "other"),
            unknown=True,
            zone="Asia/Shanghai",
        ),
    )
    assert [plain.applies("acme"), full.budgets[0].applies("acme"), full.budgets[0].applies("third")] == [
        True,
        True,
        False,
    ]


def test_a_zone_goes_to_the_limits_that_name_none() -> None:
    policy = Policy().limit(Per.DAY, credits(5), START, zone="UTC").limit(Per.DAY, credits(6), START)
    assert [budget.zone for budget in policy.in_zone("Asia/Shanghai").budgets] == ["UTC", "Asia/Shanghai"]


def test_what_ends_takes_no_limit_along() -> None:
    policy = Policy().limit(Per.DAY, credits(5), START).allow(credits(5), END)
    assert policy.current(END).list() == policy.budgets


@pytest.mark.parametrize(("value", "covered"), [("0", True), ("0.01", True), ("-0.01", False)])
def test_a_rule_covers_what_costs_nothing_and_no_negative_price(value: str, covered: bool) -> None:
    assert isinstance(Policy().allow(credits(5), END).covers(a_quote(amount=value), START), Rule) is covered


def test_other_units_make_nothing_lapse() -> None:
    policy = Policy().allow(credits(100), END)
    dollar = Amount(Decimal("0.01"), "USD")
    assert policy.covers(a_quote(balance=dollar), START, dollar) == policy.rules[0]
    assert policy.covers(a_quote(balance=credits(90)), START) == policy.rules[0]


@pytest.mark.parametrize("value", ["0", "-1", "NaN", "Infinity"])
def test_an_amount_has_to_be_above_zero(value: str) -> None:
    said = Problem("at_most", Message("problem.policy.not_positive", {"value": str(credits(value))}))
    with pytest.raises(InvalidRequest) as rule:
        Policy().allow(credits(value), END)
    with pytest.raises(InvalidRequest) as limit:
        Policy().limit(Per.JOB, credits(value), START)
    assert rule.value.problems == limit.value.problems == (said,)


amounts = st.decimals(min_value="0.01", max_value=1000, places=2)


@given(limit=amounts, price=amounts, last=st.none() | amounts, balance=st.none() | amounts)
def test_a_pre_approval_is_never_wider_than_it_was_given(
    limit: Decimal, price: Decimal, last: Decimal | None, balance: Decimal | None
) -> None:
    policy = Policy().allow(credits(limit), END)
    left = None if balance is None else credits(balance)
    verdict = policy.covers(a_quote(amount=price, balance=left), START, None if last is None else credits(last))
    if isinstance(verdict, Rule):
        assert price <= limit
        assert last is None or price <= 3 * last
        assert balance is None or price <= balance

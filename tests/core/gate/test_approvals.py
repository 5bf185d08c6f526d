"""A quote and an approval become an approval, or a refusal that says what is missing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.gate.approvals import Refusal, Why, decide
from mediawright.gate.policy import Policy
from mediawright.testing.builders import a_quote
from mediawright.testing.fakes import START
from mediawright.types.errors import ExitCode, InvalidRequest
from mediawright.types.message import Message
from mediawright.types.money import Amount, Approval, ApprovalKind, Price, Quote

Spoken = Callable[[Message], list[str]]
SOON = START + timedelta(minutes=1)
STANDING = Policy().allow(Amount(Decimal(100), "credits"), until=START + timedelta(hours=2))


def credits(value: int | str | Decimal) -> Amount:
    return Amount(Decimal(value), "credits")


def say(quote: Quote, **said: Any) -> Approval | Refusal:
    plain: dict[str, Any] = {
        "free": False,
        "approve_cost": None,
        "policy": None,
        "confirmed_interactively": False,
        "now": SOON,
    }
    return decide(quote, **(plain | said))


def about(quote: Quote) -> Quote:
    return replace(quote, price=replace(quote.price, about=True))


@pytest.mark.parametrize(
    ("amount", "said", "kind", "ceiling"),
    [
        (90, {"approve_cost": "90"}, ApprovalKind.CEILING, credits(90)),
        (90, {"approve_cost": "120 credits"}, ApprovalKind.CEILING, credits(120)),
        (90, {"approve_cost": "90", "confirming": True}, ApprovalKind.PERSON, credits(90)),
        (90, {"confirmed_interactively": True}, ApprovalKind.PERSON, credits(90)),
        (None, {"confirmed_interactively": True}, ApprovalKind.PERSON, None),
        (None, {"approve_cost": "unknown"}, ApprovalKind.CEILING, None),
        (90, {"policy": STANDING}, ApprovalKind.POLICY, credits(90)),
        (0, {"free": True}, ApprovalKind.FREE, credits(0)),
        (None, {"free": True}, ApprovalKind.FREE, credits(0)),
    ],
)
def test_an_approval(amount: int | None, said: dict[str, Any], kind: ApprovalKind, ceiling: Amount | None) -> None:
    quote = a_quote(amount=amount)
    approval = say(quote, **said)
    assert isinstance(approval, Approval)
    assert (approval.kind, approval.ceiling) == (kind, ceiling)
    assert (approval.request_hash, approval.at, approval.expires_at) == (quote.request_hash, SOON, quote.expires_at)


LATE = START + timedelta(minutes=15)
DEARER = Price(amount=credits(91))


@pytest.mark.parametrize(
    ("amount", "said", "why"),
    [
        (90, {}, Why.ASK),
        (None, {}, Why.UNKNOWN),
        (90, {"approve_cost": "89.99"}, Why.TOO_LOW),
        (90, {"approve_cost": "0"}, Why.TOO_LOW),
        (90, {"approve_cost": "unknown"}, Why.KNOWN),
        (None, {"approve_cost": "1000"}, Why.UNKNOWN),
        (None, {"policy": STANDING}, Why.UNKNOWN),
        (101, {"policy": STANDING}, Why.ASK),
        (90, {"approve_cost": "10", "policy": STANDING}, Why.TOO_LOW),
        (90, {"confirmed_interactively": True, "now": LATE}, Why.EXPIRED),
        (90, {"approve_cost": "90", "now": LATE}, Why.EXPIRED),
        (90, {"policy": STANDING, "now": LATE}, Why.EXPIRED),
        (90, {"confirmed_interactively": True, "now": START - timedelta(hours=1)}, Why.EXPIRED),
        (90, {"confirmed_interactively": True, "request_hash": "another"}, Why.CHANGED),
        (0, {"free": True, "request_hash": "another"}, Why.CHANGED),
        (90, {"approve_cost": "1000", "price": DEARER}, Why.DEARER),
        (90, {"confirmed_interactively": True, "price": Price(amount=None)}, Why.DEARER),
        (90, {"confirmed_interactively": True, "price": Price(amount=Amount(Decimal(1), "USD"))}, Why.DEARER),
    ],
)
def test_no_approval(amount: int | None, said: dict[str, Any], why: Why, spoken: Spoken) -> None:
    refusal = say(a_quote(amount=amount), **said)
    assert isinstance(refusal, Refusal)
    assert refusal.why is why
    assert all(spoken(refusal.message))
    assert refusal.stale == (why in (Why.EXPIRED, Why.CHANGED, Why.DEARER))


def test_a_cheaper_price_needs_no_new_approval() -> None:
    assert isinstance(say(a_quote(), confirmed_interactively=True, price=Price(amount=credits(80))), Approval)


def test_what_was_unknown_may_become_known() -> None:
    assert isinstance(say(a_quote(amount=None), approve_cost="unknown", price=Price(amount=credits(5))), Approval)


def test_what_is_free_needs_no_fresh_quote() -> None:
    assert isinstance(say(a_quote(amount=0), free=True, now=LATE), Approval)


def test_an_approximate_price_is_compared_by_its_figure_and_that_is_said(spoken: Spoken) -> None:
    assert isinstance(say(about(a_quote()), approve_cost="90"), Approval)
    refusal = say(about(a_quote()), approve_cost="89")
    assert isinstance(refusal, Refusal)
    assert spoken(refusal.message)[0].startswith("This costs about 90 credits, more than the 89 credits")


def test_a_refusal_is_exit_5_with_the_quote() -> None:
    quote = a_quote(id="Q7F3K2")
    refusal = say(quote)
    assert isinstance(refusal, Refusal)
    error = refusal.error(quote, ("mediawright confirm Q7F3K2 --approve-cost 90",))
    assert error.exit_code is ExitCode.CONFIRM
    assert error.data == {"why": "ask", "quote_id": "Q7F3K2", "amount": "90 credits"}
    assert error.next == ("mediawright confirm Q7F3K2 --approve-cost 90",)


def test_an_unknown_price_is_none_in_the_error_not_a_word() -> None:
    quote = a_quote(amount=None)
    refusal = say(quote)
    assert isinstance(refusal, Refusal)
    error = refusal.error(quote)
    assert (error.message, error.provider, error.data["amount"]) == (refusal.message, quote.provider, None)


@pytest.mark.parametrize(
    ("quote", "said", "key", "values"),
    [
        (a_quote(id="Q1"), {}, "gate.ask", {"quote": "Q1", "price": credits(90)}),
        (about(a_quote(id="Q1")), {}, "gate.ask", {"quote": "Q1", "price": credits(90)}),
        (
            a_quote(id="Q1", balance=credits(7)),
            {"approve_cost": "80"},
            "gate.too_low",
            {"quote": "Q1", "price": credits(90), "balance": credits(7), "ceiling": credits(80)},
        ),
        (
            about(a_quote(id="Q1")),
            {"approve_cost": "80"},
            "gate.too_low_about",
            {"quote": "Q1", "price": credits(90), "ceiling": credits(80)},
        ),
        (
            a_quote(id="Q1"),
            {"approve_cost": "1000", "price": DEARER},
            "gate.dearer",
            {"quote": "Q1", "price": credits(90), "now_price": credits(91)},
        ),
        (a_quote(amount=None, id="Q1"), {}, "gate.unknown", {"quote": "Q1"}),
    ],
)
def test_a_refusal_says_exactly_what_it_is_about(
    quote: Quote, said: dict[str, Any], key: str, values: dict[str, Any]
) -> None:
    refusal = say(quote, **said)
    assert isinstance(refusal, Refusal)
    assert refusal.message == Message(key, values)


def test_the_same_price_is_not_dearer() -> None:
    assert isinstance(say(a_quote(), confirmed_interactively=True, price=Price(amount=credits(90))), Approval)


@pytest.mark.parametrize(("early", "holds"), [(timedelta(minutes=2), True), (timedelta(seconds=121), False)])
def test_a_clock_that_goes_back_two_minutes_is_borne(early: timedelta, holds: bool) -> None:
    verdict = say(a_quote(), confirmed_interactively=True, now=START - early)
    assert isinstance(verdict, Approval) is holds


def test_what_is_free_costs_nothing_in_the_quote_s_unit() -> None:
    approval = say(a_quote(amount=0, unit="USD"), free=True)
    assert isinstance(approval, Approval)
    assert approval.ceiling == Amount(Decimal(0), "USD")


@pytest.mark.parametrize("typed", ["90 USD", "0.40 USD", "-1", "NaN", "inf", "1e3", "ninety", ""])
def test_what_cannot_be_read_is_an_invalid_request_not_a_no(typed: str) -> None:
    with pytest.raises(InvalidRequest):
        say(a_quote(), approve_cost=typed)


@pytest.mark.parametrize(
    ("balance", "last", "why"),
    [
        (credits(89), None, Why.BALANCE),
        (credits(90), credits(30), None),
        (None, credits("29.99"), Why.MAX_PRICE_FACTOR),
        (None, Amount(Decimal(1), "USD"), None),
        (Amount(Decimal(1), "USD"), None, None),
    ],
)
def test_a_pre_approval_lapses(balance: Amount | None, last: Amount | None, why: Why | None, spoken: Spoken) -> None:
    verdict = say(a_quote(balance=balance), policy=STANDING, last_confirmed=last)
    assert (verdict.why if isinstance(verdict, Refusal) else None) is why
    if isinstance(verdict, Refusal):
        assert all(spoken(verdict.message))


amounts = st.decimals(min_value=0, max_value=10_000, places=2)


@given(price=amounts, ceiling=amounts)
def test_a_ceiling_is_never_exceeded(price: Decimal, ceiling: Decimal) -> None:
    verdict = say(a_quote(amount=price), approve_cost=f"{ceiling:f}")
    if price <= ceiling:
        assert isinstance(verdict, Approval)
        assert verdict.ceiling == credits(ceiling)
    else:
        assert isinstance(verdict, Refusal)


@given(price=amounts, low=amounts, high=amounts)
def test_a_higher_ceiling_never_turns_an_approval_into_a_no(price: Decimal, low: Decimal, high: Decimal) -> None:
    low, high = sorted((low, high))
    yes = [isinstance(say(a_quote(amount=price), approve_cost=f"{c:f}"), Approval) for c in (low, high)]
    assert yes in ([False, False], [False, True], [True, True])


@given(amount=st.none() | amounts, free=st.booleans(), standing=st.booleans())
def test_silence_is_never_an_approval_to_something_that_costs(
    amount: Decimal | None, free: bool, standing: bool
) -> None:
    verdict = say(a_quote(amount=amount), free=free, policy=STANDING if standing else None)
    if isinstance(verdict, Approval):
        assert free or (standing and amount is not None and amount <= 100)

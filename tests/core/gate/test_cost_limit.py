"""Amounts as people type them."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.gate.cost_limit import Ceiling, parse_ceiling
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem


@pytest.mark.parametrize(
    ("typed", "value", "unit"),
    [
        ("90", "90", None),
        (" 90 ", "90", None),
        ("90 credits", "90", "credits"),
        ("1 credit", "1", "credits"),
        ("90积分", "90", "credits"),
        ("0.40 USD", "0.40", "USD"),
        ("$0.40", "0.40", "USD"),
        ("3元", "3", "CNY"),
        ("¥3", "3", "CNY"),
        ("7.2 units", "7.2", "units"),
        ("32 image_units", "32", "image_units"),
        ("９０", "90", None),
        ("0", "0", None),
    ],
)
def test_an_amount(typed: str, value: str, unit: str | None) -> None:
    assert parse_ceiling(typed) == Ceiling(Decimal(value), unit)


@pytest.mark.parametrize("typed", ["unknown", "UNKNOWN", " Unknown ", "未知"])
def test_the_word_for_a_price_nobody_knows(typed: str) -> None:
    assert parse_ceiling(typed) == Ceiling(None)


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "-1", "+1", "NaN", "inf", "1e9", "1,000", "1.2.3", ".5", "5.", "yes", "y", "90 credits please"),
        *("9" * 99, "0x10", "½", "90\n90", "true"),
    ],
)
def test_anything_else_is_refused(typed: str, spoken: Callable[[Message], list[str]]) -> None:
    with pytest.raises(InvalidRequest) as caught:
        parse_ceiling(typed)
    assert caught.value.problems[0].field == "approve_cost"
    assert all(spoken(caught.value.message))
    assert len(str(caught.value.problems[0].message.values["value"])) <= 40


@pytest.mark.parametrize(("unit", "fits"), [("credits", True), ("CREDITS", True), (None, True), ("USD", False)])
def test_the_unit_has_to_be_the_quote_s(unit: str | None, fits: bool) -> None:
    ceiling = Ceiling(Decimal(9), unit)
    if fits:
        assert str(ceiling.amount("credits")) == "9 credits"
    else:
        with pytest.raises(InvalidRequest) as caught:
            ceiling.amount("credits")
        assert caught.value.problems[0].allowed == ("credits",)


def test_a_refusal_names_the_field_it_was_typed_in() -> None:
    with pytest.raises(InvalidRequest) as garbage:
        parse_ceiling("x" * 41, "cap")
    assert garbage.value.problems == (
        Problem(
            "cap",
            Message("problem.approve_cost.garbage", {"value": "x" * 39 + "…"}),
            allowed=("90", "unknown"),
        ),
    )
    with pytest.raises(InvalidRequest) as other:
        Ceiling(Decimal(9), "USD").amount("credits", "cap")
    values = {"unit": "USD", "wanted": "credits"}
    assert other.value.problems == (Problem("cap", Message("problem.approve_cost.unit", values), allowed=("credits",)),)
    with pytest.raises(InvalidRequest) as unnamed:
        Ceiling(Decimal(9), "USD").amount("credits")
    assert unnamed.value.problems[0].field == "approve_cost"


def test_forty_letters_are_shown_whole() -> None:
    with pytest.raises(InvalidRequest) as caught:
        parse_ceiling("x" * 40)
    assert caught.value.problems[0].message.values == {"value": "x" * 40}


@pytest.mark.parametrize(("typed", "unit"), [("1 point", "point"), ("1 CREDIT", "credits"), ("1 点", "credits")])
def test_a_unit_of_its_own_stays_as_it_was_typed(typed: str, unit: str) -> None:
    assert parse_ceiling(typed).unit == unit


@given(st.text(max_size=30))
def test_no_text_is_read_as_less_than_nothing(typed: str) -> None:
    try:
        ceiling = parse_ceiling(typed)
    except InvalidRequest:
        return
    assert ceiling.value is None or (ceiling.value.is_finite() and ceiling.value >= 0)

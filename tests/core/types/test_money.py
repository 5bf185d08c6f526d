"""Amounts and prices."""

from decimal import Decimal

import pytest

from mediawright.types.money import Amount, Price


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("90", "90 credits"),
        ("90.00", "90 credits"),
        ("0.50", "0.5 credits"),
        ("1E+3", "1000 credits"),
        ("0", "0 credits"),
    ],
)
def test_an_amount_as_text(value: str, text: str) -> None:
    assert str(Amount(Decimal(value), "credits")) == text


def test_only_a_known_zero_is_free() -> None:
    assert Price(amount=Amount(Decimal("0.00"), "credits")).free
    assert not Price(amount=Amount(Decimal("0.01"), "credits")).free
    assert not Price(amount=None).free

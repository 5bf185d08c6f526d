"""Relative words as values: ranks of quality, prices, and the nearest that is allowed. The rest is talked through in
tests/core/handlers/test_turns.py."""

from decimal import Decimal

import pytest

from mediawright.handlers.nearest import near
from mediawright.services.relative import dearer, rank
from mediawright.types.money import Amount, Price


@pytest.mark.parametrize(
    "ladder", [["std", "pro", "4k"], ["480p", "720p", "1080p", "2k", "4k"], ["low", "medium", "high"], ["0.5k", "1k"]]
)
def test_words_of_quality_have_an_order(ladder: list[str]) -> None:
    assert [rank(word) for word in ladder] == sorted({rank(word) for word in ladder})


def cost(value: str | None, unit: str = "units") -> Price:
    return Price(amount=None if value is None else Amount(Decimal(value), unit))


@pytest.mark.parametrize(
    ("one", "other", "more"),
    [
        (cost("4"), cost("2.5"), True),
        (cost("2.5"), cost("2.5"), False),
        (cost("4"), cost("2", "credits"), False),
        (cost("4"), cost(None), False),
        (cost(None), cost("1"), False),
    ],
)
def test_prices_are_compared_in_one_unit_only(one: Price, other: Price, more: bool) -> None:
    assert dearer(one, other) is more


@pytest.mark.parametrize(
    ("value", "allowed", "found"),
    [
        ("7", ("5", "10"), ["5", "10"]),
        ("20", ("3-15",), ["15"]),
        ("1", ("3-15",), ["3"]),
        ("9:21", ("16:9", "9:16", "1:1"), ["9:16", "1:1", "16:9"]),
        ("7", ("a", "b"), ["a", "b"]),
    ],
)
def test_the_nearest_on_both_sides_is_offered(value: str, allowed: tuple[str, ...], found: list[str]) -> None:
    assert near(value, allowed) == found

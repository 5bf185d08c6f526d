"""One approval for many: per unit, never less than all of it."""

from decimal import Decimal

import pytest

from mediawright.services.batch_price import Ceilings, Totals
from mediawright.types.errors import ConfirmationNeeded, InvalidRequest
from mediawright.types.money import Amount

BOTH = Totals((Amount(Decimal(12), "units"), Amount(Decimal("8.50"), "credits")), 0)
ONE = Totals((Amount(Decimal(12), "units"),), 0)
DARK = Totals((Amount(Decimal(12), "units"),), 2)


@pytest.mark.parametrize(
    ("totals", "typed"),
    [
        (BOTH, ["12 units", "8.5 credits"]),
        (BOTH, ["9 credits", "100 units", "3 image_units"]),
        (ONE, ["12"]),
        (DARK, ["12 units", "unknown"]),
        (Totals((), 0), []),
    ],
    ids=["exactly", "more, and of another unit", "the only unit", "also what has no price", "nothing to pay"],
)
def test_an_approval_to_all_of_it(totals: Totals, typed: list[str]) -> None:
    totals.check(Ceilings.read(typed))


@pytest.mark.parametrize(
    ("totals", "typed"),
    [
        (BOTH, ["12 units"]),
        (BOTH, []),
        (ONE, ["11.99 units"]),
        (ONE, ["unknown"]),
        (DARK, ["12 units"]),
        (ONE, ["99 untis"]),
    ],
    ids=["a unit is missing", "nothing said", "too low", "known is not unknown", "unknown is not known", "a typo"],
)
def test_anything_less_is_asked_again(totals: Totals, typed: list[str]) -> None:
    with pytest.raises(ConfirmationNeeded) as caught:
        totals.check(Ceilings.read(typed))
    assert caught.value.data["cost"] == list(totals.words)


def test_a_number_without_a_unit_is_no_answer_where_there_are_two() -> None:
    with pytest.raises(InvalidRequest) as caught:
        BOTH.check(Ceilings.read(["30"]))
    assert caught.value.problems[0].allowed == ("12 units", "8.5 credits")


def test_the_words_to_say_are_the_totals() -> None:
    assert DARK.words == ("12 units", "unknown")

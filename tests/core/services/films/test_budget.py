"""A plan's own limit is warned by; it is no yes."""

from decimal import Decimal

import pytest

from mediawright.film.reading import read_text
from mediawright.handlers.film_pages import over_budget
from mediawright.services.batch_price import Totals
from mediawright.types.money import Amount

PLAN = 'title = "T"\n[budget]\nat_most = [%s]\n[[shots]]\nid = "a"\nprompt = "x"\nduration = 1\n'


@pytest.mark.parametrize(
    ("limits", "passed"),
    [('"40 units"', ()), ('"39 units"', ("39 units",)), ('"39"', ("39 units",)), ('"1 credits"', ()), ("", ())],
)
def test_a_limit_of_the_plan_that_is_passed_is_told(limits: str, passed: tuple[str, ...]) -> None:
    read = read_text(PLAN % limits)
    assert read.whole
    whole = Totals((Amount(Decimal(40), "units"),), 0)
    assert tuple(map(str, over_budget(read.plan, whole))) == passed

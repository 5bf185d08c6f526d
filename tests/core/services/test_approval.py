"""An approval names one request; of one wish with several drawn seeds it names the row that stands for it."""

from dataclasses import replace
from pathlib import Path

import pytest

from mediawright.ledger import Ledger
from mediawright.services.approval import of_wish
from mediawright.testing.builders import a_job, a_quote, a_request, an_approval
from mediawright.testing.fakes import FakeClock
from mediawright.types.job import Job
from mediawright.types.states import State

WISH = "the wish without a seed"


def drawn(seed: int, amount: int | None = 90) -> Job:
    request = a_request(seed=seed)
    return a_job(request, quote=a_quote(request, amount, wish=WISH), id=f"{seed}-job")


@pytest.mark.parametrize("amount", [90, None])
def test_two_that_draw_seeds_at_once_approve_one_row(tmp_path: Path, fake_clock: FakeClock, amount: int | None) -> None:
    with Ledger(tmp_path / "ledger.db", fake_clock) as ledger:
        first, second = ledger.add(drawn(1, amount)), drawn(2, amount)
        approval = an_approval(second, amount)
        with pytest.raises(ValueError, match="another request"):
            ledger.approve(first.id, approval)
        assert ledger.approve(first.id, of_wish(approval, first, second.same)).state is State.APPROVED


def test_another_wish_and_a_dearer_row_take_nothing_from_it() -> None:
    approval = an_approval(drawn(2), 90)
    assert of_wish(approval, drawn(1, 91), WISH) == approval
    assert of_wish(approval, drawn(1, None), WISH) == approval
    assert of_wish(approval, replace(drawn(1), quote=None), WISH) == approval
    assert of_wish(approval, drawn(1), "another") == approval

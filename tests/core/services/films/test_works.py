"""Which take of a shot is used, and when another one is started."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from mediawright.film.timeline import Span
from mediawright.ledger.films import FilmRow, FilmStep
from mediawright.services.batch_price import Ceilings, Totals
from mediawright.services.films.agreeing import agreed_amounts, covers
from mediawright.services.films.works import Taken, Work
from mediawright.testing.builders import a_job
from mediawright.testing.fakes import START
from mediawright.types.errors import ConfirmationNeeded
from mediawright.types.job import Asset
from mediawright.types.money import Amount, Price
from mediawright.types.operations import MediaKind
from mediawright.types.states import State

CLIP = Asset(path="/a.mp4", kind=MediaKind.VIDEO, media_type="video/mp4", size=1, sha256="0" * 64)


def taken(
    number: int, state: State = State.DONE, *, shape: str = "now", verdict: str = "good", **changes: Any
) -> Taken:
    job = a_job(state=state, assets=(CLIP,) if state is State.DONE else ())
    found = {"verdict": verdict} if state is State.DONE else None
    return Taken(
        FilmStep(film_id="F", step="s", take=number, key="k", shape=shape, job_id=job.id, verdict=found, **changes), job
    )


def work(*takes: Taken) -> Work:
    span = Span(shot=0, start=0, frames=24, half_in=0, half_out=0)
    return Work(number=0, id="s", span=span, shape="now", takes=list(takes))


def used(made: Work) -> int | None:
    return made.chosen.step.take if made.chosen else None


def test_the_first_take_that_is_not_broken_is_used() -> None:
    made = work(taken(1, verdict="broken"), taken(2, verdict="doubt"), taken(3))
    assert used(made) == 2
    assert not made.missing


def test_a_person_s_choice_comes_first_for_the_words_it_was_made_for() -> None:
    made = work(taken(1), taken(2, chosen_at=START, chosen_for="now"))
    assert used(made) == 2
    made.shape = "other"
    assert made.stale
    assert made.missing


def test_the_newest_choice_counts() -> None:
    later = START + timedelta(minutes=1)
    made = work(taken(1, chosen_at=later, chosen_for="now"), taken(2, chosen_at=START, chosen_for="now"))
    assert used(made) == 1


def test_changed_words_are_made_anew_and_the_old_take_stays_usable() -> None:
    made = work(taken(1, shape="before"))
    assert (used(made), made.stale, made.missing) == (1, True, True)


def test_an_old_take_may_be_kept_for_new_words() -> None:
    made = work(taken(1, shape="before", chosen_at=START, chosen_for="now"))
    assert (made.stale, made.missing) == (True, False)


@pytest.mark.parametrize("state", [State.APPROVED, State.SUBMITTED, State.UNCERTAIN, State.DOWNLOADING])
def test_a_take_on_its_way_starts_no_other(state: State) -> None:
    assert not work(taken(1, state)).missing


@pytest.mark.parametrize(("state", "again"), [(State.FAILED, False), (State.CANCELLED, False), (State.EXPIRED, True)])
def test_what_failed_is_not_sent_again_by_itself(state: State, again: bool) -> None:
    made = work(taken(1, state))
    assert made.missing is again
    made.again = True
    assert made.missing


def test_a_submit_that_surely_never_arrived_may_go_out_again() -> None:
    lost = taken(1, State.FAILED)
    lost.arrived = False
    assert work(lost).missing


AGREED = {"s": {"shape": "now", "price": "3", "unit": "units", "level": "amount"}}


def row(**changes: Any) -> FilmRow:
    values: dict[str, Any] = {
        "id": "F", "plan_path": "/a", "title": "T", "lang": "en", "output_dir": "/o",
        "agreed": AGREED, "agreed_at": START, "expires_at": START + timedelta(days=1),
    }  # fmt: skip
    return FilmRow(**values | changes)


def price(value: str | None, unit: str = "units") -> Price:
    return Price(amount=Amount(Decimal(value), unit) if value else None)


@pytest.mark.parametrize(
    ("found", "changes", "covered"),
    [
        (price("3"), {}, True),
        (price("2"), {}, True),
        (price("3.5"), {}, False),
        (price("3", "credits"), {}, False),
        (price(None), {}, False),
        (price("3"), {"expires_at": START}, False),
        (price("3"), {"agreed": {}}, False),
        (price("3"), {"agreed": {"s": AGREED["s"] | {"shape": "before"}}}, False),
        (price(None), {"agreed": {"s": AGREED["s"] | {"price": None}}, "unknown": True}, True),
    ],
)
def test_what_an_approval_covers(found: Price, changes: dict[str, Any], covered: bool) -> None:
    assert covers(row(**changes), work(), found, START) is covered


def test_a_cap_reaches_over_what_was_spent_before() -> None:
    totals = Totals((Amount(Decimal(3), "units"),), 0)
    spent = (Amount(Decimal(7), "units"),)
    assert agreed_amounts(totals, Ceilings.read(["10"]), spent) == (Amount(Decimal(10), "units"),)
    with pytest.raises(ConfirmationNeeded):
        agreed_amounts(totals, Ceilings.read(["9 units"]), spent)

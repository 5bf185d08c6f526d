"""The cap of a film's one approval, in the ledger's own transaction, with many processes at once."""

import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from mediawright.gate.film_cap import FilmCap
from mediawright.ledger import Ledger
from mediawright.ledger.address import Where
from mediawright.ledger.films import FilmRow, FilmStep
from mediawright.testing.builders import a_job, a_quote, a_request, an_approval
from mediawright.testing.fakes import START, FakeClock
from mediawright.types.errors import ConfirmationNeeded, RefusedByPolicy
from mediawright.types.job import Job
from mediawright.types.money import Amount, ApprovalKind
from mediawright.types.states import State

FILM = FilmRow(id="F", plan_path="/a.film.toml", title="T", lang="en", output_dir="/out")


class Anything:
    """Budgets that allow everything."""

    def check(self, job: Job, committed: object) -> None:
        return


class Nothing:
    """Budgets that allow nothing."""

    def check(self, job: Job, committed: object) -> None:
        assert committed is not None  # what other jobs took is what a budget is counted from
        raise RefusedByPolicy(provider=job.provider)


@pytest.fixture
def ledger(either: Where) -> Iterator[Ledger]:
    with Ledger(either, FakeClock()) as ledger:
        ledger.films.put(FILM)
        yield ledger


@pytest.fixture
def sqlite_ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.db", FakeClock()) as ledger:
        ledger.films.put(FILM)
        yield ledger


def take(ledger: Ledger, number: int, price: str | None, unit: str = "credits") -> Job:
    """A quoted job that is take `number` of the film's only shot."""
    request = a_request(f"a kite {number}")
    job = ledger.add(a_job(request, quote=a_quote(request, price, unit)))
    ledger.films.add_step(FilmStep(film_id="F", step="s", take=number, key="k", shape="p", job_id=job.id))
    return job


def approve(ledger: Ledger, job: Job, cap: str, *, unknown: bool = False, inner: object = None) -> Job:
    allowance = FilmCap(
        inner=inner or Anything(),  # type: ignore[arg-type]
        cap=(Amount(Decimal(cap), "credits"),),
        held=lambda unit, but: ledger.films.held("F", unit, but),
        unknown=unknown,
    )
    ceiling = job.quote.price.amount if job.quote else None
    yes = replace(an_approval(job), kind=ApprovalKind.FILM, ceiling=ceiling)
    return ledger.approve(job.id, yes, allowance)


def test_takes_fit_until_the_cap_is_full(ledger: Ledger) -> None:
    for number in range(1, 4):
        approve(ledger, take(ledger, number, "3"), "10")
    with pytest.raises(ConfirmationNeeded) as full:
        approve(ledger, take(ledger, 4, "3"), "10")
    assert full.value.message.key == "film.cap_reached"
    assert full.value.message.values == {
        "cap": Amount(Decimal(10), "credits"),
        "used": Amount(Decimal(9), "credits"),
        "wanted": Amount(Decimal(3), "credits"),
    }
    assert ledger.films.spent("F") == (Amount(Decimal(9), "credits"),)
    approve(ledger, take(ledger, 5, "1"), "10")


def test_a_refused_take_stays_unsent(ledger: Ledger) -> None:
    job = take(ledger, 1, "11")
    with pytest.raises(ConfirmationNeeded) as refused:
        approve(ledger, job, "10")
    assert (refused.value.provider, refused.value.data) == (job.provider, {"job": job.id})
    assert ledger.get(job.id).state is State.QUOTED
    assert ledger.films.spent("F") == ()


def test_another_unit_has_no_room(ledger: Ledger) -> None:
    with pytest.raises(ConfirmationNeeded) as refused:
        approve(ledger, take(ledger, 1, "1", "USD"), "10")
    assert refused.value.message.values["cap"] == Amount(Decimal(0), "USD")


def test_a_price_that_is_not_known_needs_its_own_word(ledger: Ledger) -> None:
    with pytest.raises(ConfirmationNeeded) as asked:
        approve(ledger, take(ledger, 1, None), "10")
    assert asked.value.message.key == "film.cap_unknown"
    assert approve(ledger, take(ledger, 2, None), "10", unknown=True).state is State.APPROVED


def test_the_person_s_own_budgets_hold_besides(ledger: Ledger) -> None:
    with pytest.raises(RefusedByPolicy):
        approve(ledger, take(ledger, 1, "1"), "10", inner=Nothing())


@pytest.mark.parametrize("free", [True, False])
def test_what_costs_nothing_needs_no_room(free: bool) -> None:
    """A job without an approval is refused by the ledger itself, later; a free one takes nothing from the cap."""
    job = a_job(quote=a_quote(amount="11"))
    job = replace(job, approval=replace(an_approval(job), kind=ApprovalKind.FREE) if free else None)
    cap = FilmCap(inner=Anything(), cap=(), held=lambda unit, but: Decimal(0))
    cap.check(job, lambda provider, unit, since: Decimal(0))


@pytest.mark.parametrize(("state", "held"), [(State.UNCERTAIN, 3), (State.FAILED, 0), (State.DONE, 2)])
def test_what_counts(ledger: Ledger, state: State, held: int) -> None:
    """Uncertain counts in full, failed only what was charged, done what was really charged."""
    request = a_request("a kite")
    job = a_job(request, quote=a_quote(request, "3"))
    charged = Amount(Decimal(2), "credits") if state is State.DONE else None
    job = ledger.add(replace(job, state=state, approval=an_approval(job, "3"), charged=charged))
    ledger.films.add_step(FilmStep(film_id="F", step="s", take=1, key="k", shape="p", job_id=job.id))
    assert ledger.films.held("F", "credits") == held


TRY = """
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from mediawright.ledger import Ledger
from mediawright.gate.film_cap import FilmCap
from mediawright.testing.builders import an_approval
from mediawright.testing.fakes import FakeClock
from mediawright.types.errors import ConfirmationNeeded
from mediawright.types.money import Amount

class Anything:
    def check(self, job, committed): pass

with Ledger(Path(sys.argv[1]), FakeClock()) as ledger:
    cap = FilmCap(Anything(), (Amount(Decimal(40), "credits"),), lambda unit, but: ledger.films.held("F", unit, but))
    for job_id in sys.argv[2:]:
        job = ledger.get(job_id)
        try:
            ledger.approve(job_id, an_approval(job, "3"), cap)
            print("passed")
        except ConfirmationNeeded:
            print("full")
"""


def test_eight_processes_against_one_cap(sqlite_ledger: Ledger) -> None:
    first = approve(sqlite_ledger, take(sqlite_ledger, 1, "1"), "40")
    assert first.state is State.APPROVED
    jobs = [take(sqlite_ledger, number, "3").id for number in range(2, 82)]
    words = [sys.executable, "-c", textwrap.dedent(TRY), str(sqlite_ledger.where)]
    processes = [subprocess.Popen([*words, *jobs[n::8]], stdout=subprocess.PIPE, text=True) for n in range(8)]
    answers = Counter(line for one in processes for line in one.communicate(timeout=120)[0].splitlines())
    assert answers == {"passed": 13, "full": 67}
    assert sqlite_ledger.films.spent("F") == (Amount(Decimal(40), "credits"),)


def test_a_film_comes_back_as_it_was_written(ledger: Ledger) -> None:
    film = replace(
        FILM,
        cap=(Amount(Decimal("1.5"), "units"),),
        unknown=True,
        agreed={"s": {"shape": "p", "price": "1", "unit": "units"}},
        agreed_at=START,
        expires_at=START,
        made={"path": "/out/a.mp4"},
    )
    ledger.films.put(film)
    assert ledger.films.get("F") == film
    assert ledger.films.all() == [film]


def test_a_chosen_take_is_remembered_for_its_words(ledger: Ledger) -> None:
    job = take(ledger, 1, "1")
    assert ledger.films.choose("F", "s", 1, "p")
    assert not ledger.films.choose("F", "s", 2, "p")
    ledger.films.judge(job.id, {"verdict": "good"})
    step = ledger.films.steps("F")[0]
    assert (step.verdict, step.chosen_at, step.chosen_for) == ({"verdict": "good"}, START, "p")

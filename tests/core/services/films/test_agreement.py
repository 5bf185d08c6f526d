"""The yes to a film while several processes hold it: what was written down last counts, and nothing of it is lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mediawright.film.timeline import Span
from mediawright.gate.policy import Policy
from mediawright.ledger import Ledger
from mediawright.ledger.films import FilmRow, FilmStep
from mediawright.services.batch_price import Ceilings
from mediawright.services.films.carrying import Carrier
from mediawright.services.films.driver import Driver
from mediawright.services.films.works import Film, Work
from mediawright.testing.builders import a_job, a_quote
from mediawright.testing.fakes import START, FakeClock
from mediawright.types.errors import ConfirmationNeeded, Uncertain
from mediawright.types.job import Job
from mediawright.types.money import Amount, Level, Price
from mediawright.types.people import Person
from mediawright.types.states import State

CAP = (Amount(Decimal(40), "credits"),)
AGREED = {"s": {"shape": "now", "price": "8", "unit": "credits", "level": "amount"}}
ROW = FilmRow(id="F", plan_path="/kite", title="Kite", lang="en", output_dir="/out")
YES = replace(ROW, cap=CAP, agreed=AGREED, agreed_at=START, expires_at=START + timedelta(days=1))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.db", FakeClock()) as opened:
        yield opened


def studio(ledger: Ledger) -> Any:
    async def stage(request: Any) -> None:
        """No store here."""

    contexts = SimpleNamespace(stage=stage)
    return SimpleNamespace(
        ledger=ledger,
        clock=FakeClock(),
        require=Level.AMOUNT,
        policy=Policy(),
        contexts=contexts,
        who=Person("mei"),
    )


def film(row: FilmRow, *works: Work) -> Film:
    file: Any = SimpleNamespace(plan=SimpleNamespace(title="Kite", defaults=SimpleNamespace(retries=0)), path="/kite")
    return Film(file=file, row=row, works=list(works))


def carrier(ledger: Ledger, held: Film) -> Carrier:
    """A run that priced the one shot at eight credits and is about to start it."""
    quote = a_quote(price=Price(amount=Amount(Decimal(8), "credits")))

    def row(id: str, *more: Any, **places: Any) -> Job:
        return a_job(id=id, request_hash=quote.request_hash, quote=quote, state=State.QUOTED, approval=None)

    async def plan_work(film: Film, work: Work) -> Any:
        return SimpleNamespace(free=False, quote=quote, same=quote.same, row=row, request=None), "key"

    def take_of(film: Film, work: Work, key: str) -> FilmStep:
        return FilmStep(film_id="F", step=work.id, take=1, key=key, shape=work.shape, job_id="11111111-take")

    driver: Any = SimpleNamespace(studio=studio(ledger), lang="en", plan_work=plan_work, take_of=take_of)
    return Carrier(driver, held, None, lambda works: None)


def shot() -> Work:
    return Work(number=0, id="s", span=Span(shot=0, start=0, frames=24, half_in=0, half_out=0), shape="now")


def test_a_cut_and_a_run_without_an_amount_leave_another_process_s_yes_alone(ledger: Ledger) -> None:
    driver = Driver(studio(ledger), "en")
    old, other = film(ROW), film(ROW)
    driver.agree(other, Ceilings.read(["12 credits"]))
    driver.keep_cut(old, {"path": "/out/kite.mp4"})
    driver.agree(old, Ceilings.read(()))
    found = ledger.films.get("F")
    assert found is not None
    assert (found.cap, found.made) == ((Amount(Decimal(12), "credits"),), {"path": "/out/kite.mp4"})


async def test_a_cap_that_was_lowered_meanwhile_counts(ledger: Ledger) -> None:
    ledger.films.put(YES)
    work = shot()
    run = carrier(ledger, film(YES, work))
    Driver(studio(ledger), "en").agree(film(YES), Ceilings.read(["5 credits"]))
    with pytest.raises(ConfirmationNeeded):
        await run._start(work)
    assert [job for job in ledger.list() if job.state is not State.QUOTED] == []


async def test_a_shot_that_may_have_gone_out_from_elsewhere_is_not_sent_on_a_guess(ledger: Ledger) -> None:
    quote = a_quote(price=Price(amount=Amount(Decimal(8), "credits")))
    ledger.add(a_job(id="22222222-lost", request_hash=quote.request_hash, state=State.UNCERTAIN))
    ledger.films.put(YES)
    work = shot()
    with pytest.raises(Uncertain):
        await carrier(ledger, film(YES, work))._start(work)
    assert len(ledger.list()) == 1

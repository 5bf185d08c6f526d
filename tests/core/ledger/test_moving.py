"""A ledger moves whole or not at all, and nothing is spent on the file afterwards."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from tests.postgres_server import Schema

from mediawright.ledger import Ledger, moving
from mediawright.ledger.address import PostgresAddress
from mediawright.ledger.films import FilmRow, FilmStep
from mediawright.ledger.migrations import migrate
from mediawright.ledger.moving import TABLES, move_ledger
from mediawright.ledger.postgres_connection import Session
from mediawright.testing.builders import a_job, a_quote, a_request, an_approval
from mediawright.testing.fakes import FakeClock
from mediawright.types.errors import LocalFault
from mediawright.types.job import Job
from mediawright.types.money import Amount, Price
from mediawright.types.states import State

DAY = timedelta(days=1)


def filled(ledger: Ledger) -> list[Job]:
    """Something in every table."""
    request = a_request("the sea")
    ledger.put_quote(a_quote(request, id="QABCDE"), request, output_dir=None, lang="zh")
    price = Price(amount=Amount(Decimal(4), "units"), usd=Decimal("0.56"))
    ledger.tokens.add("anna", manages=True, until=None, by=None)
    priced = a_job(quote=replace(a_quote(), price=price), account="films", created_by="anna", created_token="t1")
    job = ledger.add(priced)
    ledger.approve(job.id, replace(an_approval(job), ceiling=price.amount))
    part = ledger.add(a_job(parent=job.id, position=1))
    ledger.results.favour(job.id, True)
    ledger.results.tag(job.id, ["dusk"])
    ledger.results.belongs(job.id, "chat")
    ledger.threads.put("chat", {"quote": "QABCDE"}, "zh", DAY)
    ledger.metadata_set("a", {"b": 1})
    ledger.outbox.begin(["desk"])
    ledger.films.put(FilmRow(id="F", plan_path="p", title="t", lang="en", output_dir="o"))
    ledger.films.add_step(FilmStep(film_id="F", step="s", take=1, key="k", shape="h", job_id=part.id))
    ledger.move(job.id, State.APPROVED, State.SUBMITTING)
    return ledger.list()


@pytest.fixture
def jobs(path: Path, fake_clock: FakeClock) -> list[Job]:
    with Ledger(path, fake_clock) as ledger:
        return filled(ledger)


@pytest.fixture
def target(postgres: PostgresAddress, fake_clock: FakeClock) -> Iterator[Ledger]:
    with Ledger(postgres, fake_clock) as ledger:
        yield ledger


def refused(path: Path, address: PostgresAddress, clock: FakeClock) -> str:
    with pytest.raises(LocalFault) as caught:
        move_ledger(path, address, clock)
    return caught.value.message.key


def test_every_table_is_moved() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        migrate(db, "now")
        known = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert known - {"migrations", "spent", "leases"} == set(TABLES), "a new table belongs into moving.TABLES"


def test_all_that_was_there_is_there(
    path: Path, postgres: PostgresAddress, target: Ledger, jobs: list[Job], fake_clock: FakeClock
) -> None:
    counts = move_ledger(path, postgres, fake_clock)
    assert (counts["jobs"], counts["quotes"], counts["film_steps"]) == (2, 1, 1)
    assert target.list() == jobs
    assert [event.kind for event in target.events(jobs[1].id)] == ["added", "moved", "moved"]
    assert target.committed(None, "USD", None) == Decimal("0.56")
    assert target.committed(None, "units", fake_clock.now() - DAY) == 4
    assert target.quote("qabcde").lang == "zh"
    assert target.results.of(jobs[1].id).tags == ("dusk",)
    assert target.metadata_get("a") == {"b": 1}
    assert target.outbox.collect({}) == 0
    assert target.films.get("F") is not None
    more = target.add(a_job())  # the numbers go on where they were
    assert target.list()[0] == more


def test_the_file_is_closed_for_those_who_open_it_and_for_those_who_have_it_open(
    path: Path, postgres: PostgresAddress, jobs: list[Job], fake_clock: FakeClock
) -> None:
    with Ledger(path, fake_clock) as running:
        move_ledger(path, postgres, fake_clock)
        with pytest.raises(LocalFault) as caught:
            running.add(a_job())
        assert caught.value.message.key == "ledger.moved_away"
        with pytest.raises(LocalFault) as caught:
            running.move(jobs[1].id, State.SUBMITTING, State.SUBMITTED)
        assert caught.value.message.key == "ledger.moved_away"
    with pytest.raises(LocalFault) as caught:
        Ledger(path, fake_clock)
    assert caught.value.message.key == "ledger.moved_away"
    assert caught.value.data == {"address": postgres.shown}
    assert refused(path, postgres, fake_clock) == "ledger.moved_away"


def test_nothing_moves_while_a_job_is_carried(
    path: Path, postgres: PostgresAddress, target: Ledger, jobs: list[Job], fake_clock: FakeClock
) -> None:
    with Ledger(path, fake_clock) as running:
        assert running.acquire_lease(jobs[1].id, "me", 30)
        assert refused(path, postgres, fake_clock) == "ledger.move_carried"
        assert target.list() == []
        assert running.add(a_job()).state is State.QUOTED
        fake_clock.advance(30)
        move_ledger(path, postgres, fake_clock)


def test_a_schema_with_other_jobs_is_left_alone(
    path: Path, postgres: PostgresAddress, target: Ledger, jobs: list[Job], fake_clock: FakeClock
) -> None:
    other = target.add(a_job())
    assert refused(path, postgres, fake_clock) == "ledger.move_not_empty"
    assert target.list() == [other]
    with Ledger(path, fake_clock) as ledger:
        assert ledger.list() == jobs


def test_a_copy_that_breaks_leaves_both_as_they_were(
    path: Path,
    postgres: PostgresAddress,
    postgres_schema: Schema,
    target: Ledger,
    jobs: list[Job],
    fake_clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many = Session.executemany

    def breaking(self: Session, sql: str, parameters: object, /) -> object:
        if "INTO threads" in sql:
            raise psycopg.OperationalError("server closed the connection unexpectedly")
        return many(self, sql, parameters)  # type: ignore[arg-type]

    monkeypatch.setattr(Session, "executemany", breaking)
    assert refused(path, postgres, fake_clock) == "ledger.unreachable"
    assert target.list() == []
    with Ledger(path, fake_clock) as ledger:
        assert ledger.list() == jobs


def test_a_move_that_was_cut_before_the_file_was_closed_is_finished_by_the_next(
    path: Path,
    postgres: PostgresAddress,
    target: Ledger,
    jobs: list[Job],
    fake_clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def died(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(moving, "_close", died)
        with pytest.raises(KeyboardInterrupt):
            move_ledger(path, postgres, fake_clock)
    assert target.list() == jobs
    move_ledger(path, postgres, fake_clock)
    assert target.list() == jobs
    with pytest.raises(LocalFault):
        Ledger(path, fake_clock)


def test_a_move_that_was_cut_is_not_finished_over_what_was_done_since(
    path: Path,
    postgres: PostgresAddress,
    target: Ledger,
    jobs: list[Job],
    fake_clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(moving, "_close", lambda *_: None)
        move_ledger(path, postgres, fake_clock)
    with Ledger(path, fake_clock) as ledger:
        ledger.add(a_job())
    assert refused(path, postgres, fake_clock) == "ledger.move_differs"
    assert target.list() == jobs

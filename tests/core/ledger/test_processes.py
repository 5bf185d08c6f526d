"""Real processes that meet on one ledger."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mediawright.ledger import Ledger
from mediawright.ledger.address import PostgresAddress, Where
from mediawright.testing.builders import a_job, a_quote, a_request, an_approval
from mediawright.testing.fakes import FakeClock
from mediawright.types.states import State

Processes = Callable[..., list[Any]]


def test_two_processes_write_500_jobs_and_none_is_lost(
    many_processes: Processes, path: Path, fake_clock: FakeClock
) -> None:
    assert many_processes("write", path, 2, "250") == [250, 250]
    with Ledger(path, fake_clock) as ledger:
        jobs = ledger.list(limit=1000)
        assert len({job.id for job in jobs}) == 500
        assert {job.state for job in jobs} == {State.SUBMITTING}
        assert all(len(ledger.events(job.id)) == 3 for job in jobs)


def test_fifty_confirms_against_a_budget_for_ten_let_exactly_ten_out(
    many_processes: Processes, where: Where, fake_clock: FakeClock
) -> None:
    answers = Counter(many_processes("approve", where, 50, "10"))
    assert answers == {"approved": 10, "refused_by_policy": 40}
    with Ledger(where, fake_clock) as ledger:
        assert ledger.committed("acme", "credits", None) == 10
        assert len(ledger.list(states=[State.APPROVED], limit=100)) == 10


def test_fifty_confirms_of_five_processes_let_exactly_ten_out(
    many_processes: Processes, postgres: PostgresAddress, fake_clock: FakeClock
) -> None:
    assert sum(many_processes("approve_ten", postgres, 5, "10")) == 10
    with Ledger(postgres, fake_clock) as ledger:
        assert ledger.committed("acme", "credits", None) == 10
        assert len(ledger.list(states=[State.QUOTED], limit=100)) == 40


def test_confirms_in_different_units_meet_one_limit_in_money(
    many_processes: Processes, where: Where, fake_clock: FakeClock
) -> None:
    assert Counter(many_processes("approve_in_money", where, 12, "5")) == {"approved": 5, "refused_by_policy": 7}
    with Ledger(where, fake_clock) as ledger:
        assert ledger.committed(None, "USD", None) == 5


def test_a_quote_confirmed_by_many_processes_is_one_job(
    many_processes: Processes, where: Where, fake_clock: FakeClock
) -> None:
    request = a_request("the same wish")
    with Ledger(where, fake_clock) as ledger:
        ledger.put_quote(a_quote(request, id="Q7F3K2"), request, output_dir=None, lang="en")
    answers = many_processes("claim", where, 8, "q7f3k2")
    assert len(answers) == 8
    assert len(set(answers)) == 1
    with Ledger(where, fake_clock) as ledger:
        assert [job.id for job in ledger.list()] == [answers[0]]


def test_a_name_that_many_processes_give_is_the_first_one_s(
    many_processes: Processes, path: Path, fake_clock: FakeClock
) -> None:
    answers = many_processes("name", path, 16, "batch.salt")
    assert len(answers) == 16
    assert len(set(answers)) == 1
    with Ledger(path, fake_clock) as ledger:
        assert ledger.metadata_get("batch.salt") == answers[0]


def test_the_same_request_of_many_processes_is_one_job(many_processes: Processes, path: Path) -> None:
    answers = many_processes("once", path, 8)
    assert len(answers) == 8
    assert len(set(answers)) == 1


@pytest.fixture
def approved(where: Where, fake_clock: FakeClock) -> str:
    with Ledger(where, fake_clock) as ledger:
        job = ledger.add(a_job())
        return ledger.approve(job.id, an_approval(job)).id


def test_one_process_leads(many_processes: Processes, where: Where, approved: str) -> None:
    assert sorted(many_processes("lead", where, 8, approved)) == [False] * 7 + [True]


def test_one_process_owns_a_step(many_processes: Processes, where: Where, approved: str) -> None:
    assert Counter(many_processes("step", where, 8, approved)) == {"mine": 1, "submitting": 7}


def test_many_processes_open_a_new_ledger_at_once(many_processes: Processes, path: Path) -> None:
    assert many_processes("look", path, 20) == [0] * 20


def test_many_processes_meet_a_broken_ledger_and_one_sets_it_aside(many_processes: Processes, path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"this is no database at all" * 100)
    answers = many_processes("look", path, 8)
    assert Counter(answers) == {"set aside": 1, 0: 7}
    assert len(list(path.parent.glob("ledger.db.corrupt-*"))) == 1

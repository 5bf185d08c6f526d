"""The line before the workers: what waits, in which turn it is carried, and how a turn ended."""

import pytest

from mediawright.ledger import Ledger
from mediawright.ledger.turns import BATCH
from mediawright.testing.builders import a_job
from mediawright.testing.fakes import FakeClock
from mediawright.types.message import Message
from mediawright.types.states import State

TTL = 30.0


@pytest.fixture
def job(ledger: Ledger) -> str:
    return ledger.add(a_job(state=State.APPROVED)).id


def test_a_job_that_was_offered_waits(ledger: Ledger, job: str, fake_clock: FakeClock) -> None:
    assert ledger.turns.of(job) is None
    assert ledger.turns.open() == []
    ledger.turns.offer(job, "here", priority=BATCH, delay_s=5.0)
    (turn,) = ledger.turns.open()
    assert (turn.job_id, turn.number, turn.machine, turn.priority, turn.carried) == (job, 0, "here", BATCH, False)
    assert turn.due is not None
    assert (turn.due - fake_clock.now()).total_seconds() == 5.0


def test_a_turn_that_is_out_has_no_outcome_and_a_late_number_changes_nothing(ledger: Ledger, job: str) -> None:
    ledger.turns.offer(job, None)
    ledger.turns.dealt(job, 2)
    ledger.turns.dealt(job, 1)
    ledger.turns.ended(f"{job}.1", "uncertain")
    found = ledger.turns.of(job)
    assert found is not None
    assert (found.id, found.outcome) == (f"{job}.2", None)


def test_how_a_turn_ended_is_told_and_when_the_next_may_begin(ledger: Ledger, job: str, fake_clock: FakeClock) -> None:
    ledger.turns.offer(job, None)
    ledger.turns.dealt(job, 1)
    said = Message("ledger.no_job", {"job": "x"})
    ledger.turns.ended(f"{job}.1", "uncertain", said, 60.0)
    found = ledger.turns.of(job)
    assert found is not None
    assert (found.outcome, found.told, found.tries) == ("uncertain", said, 1)
    assert found.due is not None
    assert (found.due - fake_clock.now()).total_seconds() == 60.0
    ledger.turns.dealt(job, 2)
    again = ledger.turns.of(job)
    assert again is not None
    assert (again.outcome, again.told, again.tries) == (None, None, 1)


def test_what_only_a_person_sets_going_again_is_never_due(ledger: Ledger, job: str, fake_clock: FakeClock) -> None:
    ledger.turns.offer(job, None)
    ledger.turns.dealt(job, 1)
    ledger.turns.ended(f"{job}.1", "uncertain", None, None)
    found = ledger.turns.of(job)
    assert found is not None
    assert found.due is None
    ledger.turns.again(job)
    once_more = ledger.turns.of(job)
    assert once_more is not None
    assert (once_more.due, once_more.tries) == (fake_clock.now(), 0)


def test_what_is_over_is_in_no_line(ledger: Ledger, job: str) -> None:
    ledger.turns.offer(job, None)
    ledger.move(job, State.APPROVED, State.CANCELLED)
    assert ledger.turns.open() == []


def test_a_job_that_is_carried_is_known_by_its_lease(ledger: Ledger, job: str, fake_clock: FakeClock) -> None:
    ledger.turns.offer(job, None)
    assert ledger.acquire_lease(job, "front end", TTL)
    assert [turn.carried for turn in ledger.turns.open()] == [True]
    fake_clock.advance(TTL)
    assert [turn.carried for turn in ledger.turns.open()] == [False]

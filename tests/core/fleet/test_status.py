"""How a fleet stands: what waits, what is stuck and what nobody takes, each in its place."""

from dataclasses import replace
from datetime import timedelta

from tests.core.fleet.records import START, a_turn, a_worker

from mediawright.fleet.status import Queue, status_of
from mediawright.ledger.roster import DEAD_S

NOW = START + timedelta(seconds=90)


def test_each_provider_has_its_line() -> None:
    turns = [
        a_turn("carried", carried=True, number=1),
        a_turn("first"),
        a_turn("second", created_at=START + timedelta(seconds=60)),
        a_turn("other", provider="x"),
    ]
    found = status_of([a_worker()], turns, {"me": 1}, NOW, 0.0)
    assert found.queues == (
        Queue(provider="acme", carried=1, slots=5, waiting=2, oldest_s=90.0),
        Queue(provider="x", carried=0, slots=None, waiting=1, oldest_s=90.0),
    )
    assert [turn.job_id for turn in found.unserved] == ["other"]


def test_what_ended_undone_is_stuck_and_does_not_wait() -> None:
    found = status_of([a_worker()], [a_turn(outcome="uncertain", due=None, number=4)], {}, NOW, 0.0)
    assert [turn.job_id for turn in found.stuck] == ["job-1"]
    assert found.unserved == []
    assert found.queues[0].waiting == 0


def test_a_dead_worker_is_shown_and_serves_nothing() -> None:
    gone = replace(a_worker(), age_s=DEAD_S)
    found = status_of([gone], [a_turn()], {}, NOW, 0.0)
    assert (found.workers, found.queues[0].slots) == ([gone], None)
    assert [turn.job_id for turn in found.unserved] == ["job-1"]


def test_the_number_of_the_newest_worker_holds() -> None:
    newer = replace(a_worker("new", after_s=5), providers={"acme": 9})
    assert status_of([a_worker(), newer], [], {}, NOW, 0.0).queues[0].slots == 9

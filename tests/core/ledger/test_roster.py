"""Who serves the ledger: heard of by its time, and what is buried with a worker are its leases alone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from mediawright.ledger import Ledger
from mediawright.ledger.address import Where
from mediawright.ledger.roster import DEAD_S, DUTY_S, Worker
from mediawright.testing.builders import a_job
from mediawright.testing.fakes import FakeClock

TTL = 30.0
OTHER = "22222222-0000-4000-8000-000000000002"


def a_worker(clock: FakeClock, name: str = "w1", machine: str = "here", later_s: float = 0.0) -> Worker:
    began = clock.now() + timedelta(seconds=later_s)
    return Worker(name=name, machine=machine, version="1", providers={"acme": 5}, started_at=began)


@pytest.fixture
def working(where: Where, ledger: Ledger, fake_clock: FakeClock) -> Iterator[Ledger]:
    """The same ledger in a worker."""
    with Ledger(where, fake_clock, worker="w1") as opened:
        yield opened


def test_a_worker_is_alive_while_it_is_heard_of(ledger: Ledger, fake_clock: FakeClock) -> None:
    ledger.roster.beat(a_worker(fake_clock))
    assert ledger.roster.serving("acme", None)
    fake_clock.advance(DEAD_S)
    assert not ledger.roster.serving("acme", None)
    assert [worker.alive for worker in ledger.roster.all()] == [False]
    ledger.roster.beat(a_worker(fake_clock))
    assert ledger.roster.serving("acme", None)


def test_it_serves_its_providers_and_the_jobs_that_it_reaches(ledger: Ledger, fake_clock: FakeClock) -> None:
    ledger.roster.beat(a_worker(fake_clock))
    assert [ledger.roster.serving(*of) for of in (("acme", "here"), ("acme", "there"), ("other", None))] == [
        True,
        False,
        False,
    ]


def test_one_that_drains_takes_nothing_new_and_lives(ledger: Ledger, fake_clock: FakeClock) -> None:
    from dataclasses import replace

    ledger.roster.beat(replace(a_worker(fake_clock), draining=True))
    (found,) = ledger.roster.all()
    assert found.alive
    assert not found.serves("acme", None)


def test_the_first_that_came_stands_first(ledger: Ledger, fake_clock: FakeClock) -> None:
    ledger.roster.beat(a_worker(fake_clock, "a", later_s=5))
    ledger.roster.beat(a_worker(fake_clock, "b"))
    assert [worker.name for worker in ledger.roster.all()] == ["b", "a"]


def test_who_leaves_takes_its_own_leases_along_and_no_others(
    ledger: Ledger, working: Ledger, fake_clock: FakeClock
) -> None:
    first, second = ledger.add(a_job()).id, ledger.add(a_job(id=OTHER)).id
    working.roster.beat(a_worker(fake_clock))
    assert working.acquire_lease(first, "lead", TTL)
    assert ledger.acquire_lease(second, "front end", TTL)
    assert ledger.roster.leading() == {"w1": 1}
    assert ledger.roster.leave(["w1"]) == 1
    assert ledger.roster.all() == []
    assert (ledger.lease_holder(first), ledger.lease_holder(second)) == (None, "front end")
    assert not working.renew(first, "lead", TTL)


def test_a_lease_that_a_front_end_takes_over_is_no_worker_s(
    ledger: Ledger, working: Ledger, fake_clock: FakeClock
) -> None:
    job = ledger.add(a_job()).id
    assert working.acquire_lease(job, "lead", TTL)
    fake_clock.advance(TTL)
    assert ledger.acquire_lease(job, "front end", TTL)
    assert ledger.roster.leave(["w1"]) == 0
    assert ledger.lease_holder(job) == "front end"


def test_one_worker_acts_for_all_until_it_is_silent(ledger: Ledger, fake_clock: FakeClock) -> None:
    assert ledger.roster.on_duty("a")
    for _ in range(10):
        fake_clock.advance(1.0)
        assert [ledger.roster.on_duty(name) for name in ("b", "a")] == [False, True]
    fake_clock.advance(DUTY_S)
    assert [ledger.roster.on_duty(name) for name in ("b", "a")] == [True, False]

"""One leads, the others watch; a lead ends with its time or its process, whatever the wall clock does."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from mediawright.ledger import Ledger
from mediawright.ledger.leases import process_alive
from mediawright.testing.builders import a_job
from mediawright.testing.fakes import FakeClock

TTL = 30.0


@pytest.fixture
def job(ledger: Ledger) -> str:
    return ledger.add(a_job()).id


@pytest.fixture
def elsewhere(path: Path, ledger: Ledger, fake_clock: FakeClock) -> Iterator[Ledger]:
    """The same ledger in a process that is told that all others live."""
    with Ledger(path, fake_clock, alive=lambda pid: True) as opened:
        opened._here = type(opened._here)(opened._here.host, opened._here.pid + 1, opened._here.alive)
        yield opened


def test_the_first_leads_and_the_second_does_not(ledger: Ledger, elsewhere: Ledger, job: str) -> None:
    assert ledger.lead(job, "a", TTL)
    assert not elsewhere.lead(job, "b", TTL)
    assert ledger.leader(job) == elsewhere.leader(job) == "a"


def test_who_leads_may_ask_again(ledger: Ledger, job: str) -> None:
    assert ledger.lead(job, "a", TTL)
    assert ledger.lead(job, "a", TTL)


def test_two_workers_of_one_process_do_not_both_lead(ledger: Ledger, job: str) -> None:
    assert ledger.lead(job, "a", TTL)
    assert not ledger.lead(job, "b", TTL)


def test_a_lead_ends_with_its_time(ledger: Ledger, elsewhere: Ledger, job: str, fake_clock: FakeClock) -> None:
    ledger.lead(job, "a", TTL)
    fake_clock.advance(TTL)
    assert elsewhere.leader(job) is None
    assert elsewhere.lead(job, "b", TTL)
    assert not ledger.renew(job, "a", TTL)


def test_renewing_keeps_it(ledger: Ledger, elsewhere: Ledger, job: str, fake_clock: FakeClock) -> None:
    ledger.lead(job, "a", TTL)
    for _ in range(5):
        fake_clock.advance(TTL - 1)
        assert ledger.renew(job, "a", TTL)
        assert not elsewhere.lead(job, "b", TTL)


def test_what_was_never_led_is_not_renewed(ledger: Ledger, job: str) -> None:
    assert not ledger.renew(job, "a", TTL)
    assert ledger.leader(job) is None


def test_released_it_is_free(ledger: Ledger, elsewhere: Ledger, job: str) -> None:
    ledger.lead(job, "a", TTL)
    ledger.release(job, "somebody else")
    assert ledger.leader(job) == "a"
    ledger.release(job, "a")
    assert elsewhere.lead(job, "b", TTL)


def test_a_dead_process_leads_no_more(ledger: Ledger, elsewhere: Ledger, job: str, path: Path) -> None:
    assert elsewhere.lead(job, "b", TTL)
    with Ledger(path, FakeClock(), alive=lambda pid: False) as here:
        assert here.leader(job) is None
        assert here.lead(job, "a", TTL)


@pytest.mark.parametrize("back", [60.0, 86_400.0])
def test_a_clock_that_went_back_does_not_make_a_lead_last_for_ever(
    ledger: Ledger, elsewhere: Ledger, job: str, fake_clock: FakeClock, back: float
) -> None:
    ledger.lead(job, "a", TTL)
    fake_clock.jump(-back)
    assert not elsewhere.lead(job, "b", TTL)
    fake_clock.advance(TTL - 1)
    assert not elsewhere.lead(job, "b", TTL)
    fake_clock.advance(1)
    assert elsewhere.lead(job, "b", TTL)


def test_a_clock_that_went_back_takes_nothing_from_who_renews(
    ledger: Ledger, elsewhere: Ledger, job: str, fake_clock: FakeClock
) -> None:
    ledger.lead(job, "a", TTL)
    fake_clock.jump(-3600)
    for _ in range(4):
        assert not elsewhere.lead(job, "b", TTL)
        assert ledger.renew(job, "a", TTL)
        fake_clock.advance(TTL / 2)


def test_this_process_lives() -> None:
    assert process_alive(os.getpid())
    assert not process_alive(2**22 + 12345)

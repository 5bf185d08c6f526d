"""What counts against a budget, and the one step in which an approval is checked and written."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mediawright.ledger import Committed, Ledger, StaleState
from mediawright.testing.builders import a_job, a_quote, a_request, an_approval
from mediawright.testing.fakes import START
from mediawright.types.errors import RefusedByPolicy
from mediawright.types.job import Job
from mediawright.types.money import Amount, ApprovalKind
from mediawright.types.states import COMMITTED, State

S = State


def approved(**changes: Any) -> Job:
    job = a_job(state=S.APPROVED)
    return replace(job, approval=an_approval(job), **changes)


@pytest.mark.parametrize("state", [state for state in State if state is not S.UNKNOWN])
def test_every_state_in_which_money_may_have_left_counts(ledger: Ledger, state: State) -> None:
    ledger.add(replace(approved(), state=state))
    assert ledger.committed("acme", "credits", None) == (90 if state in COMMITTED else 0)


def test_sums_are_by_provider_unit_and_time(ledger: Ledger) -> None:
    for provider, unit, minutes in [("acme", "credits", 0), ("acme", "USD", 5), ("other", "credits", 30)]:
        approval = START + timedelta(minutes=minutes)
        job = a_job(state=S.APPROVED, provider=provider, charged=Amount(Decimal("1.25"), unit))
        ledger.add(replace(job, approval=an_approval(job, at=approval)))
    assert ledger.committed("acme", "credits", None) == Decimal("1.25")
    assert ledger.committed(None, "credits", None) == Decimal("2.5")
    assert ledger.committed(None, "credits", START + timedelta(minutes=1)) == Decimal("1.25")
    assert ledger.committed(None, "credits", START - timedelta(days=9)) == Decimal("2.5")
    assert ledger.committed(None, "units", None) == 0


@pytest.mark.parametrize("since_minutes", [-61, -60, -1, 0, 1, 59, 60, 61, 119, 120, 500])
def test_sums_by_the_hour_agree_with_counting_one_by_one(ledger: Ledger, since_minutes: int) -> None:
    times = [START + timedelta(minutes=m) for m in (0, 1, 30, 59, 60, 61, 119, 120, 300)]
    for at in times:
        job = a_job(state=S.DONE)
        ledger.add(replace(job, approval=an_approval(job, at=at)))
    since = START + timedelta(minutes=since_minutes)
    assert ledger.committed("acme", "credits", since) == 90 * sum(at >= since for at in times)


@pytest.mark.parametrize("since_minutes", [-61, -60, -1, 0, 1, 59, 60, 61, 119, 120, 500])
@pytest.mark.parametrize("provider", ["acme", "other", None])
def test_what_units_cost_counts_in_money_by_the_hour_too(
    ledger: Ledger, since_minutes: int, provider: str | None
) -> None:
    """Credits that cost 1.50 USD by their list price, and what was held in USD itself, at two providers."""
    times = [START + timedelta(minutes=m) for m in (0, 1, 59, 60, 119, 120, 300)]
    for number, at in enumerate(times):
        name = ("acme", "other")[number % 2]
        priced = a_quote(at=at, provider=name)
        priced = replace(priced, price=replace(priced.price, usd=Decimal("1.5")))
        job = a_job(state=S.DONE, provider=name, quote=priced)
        ledger.add(replace(job, approval=an_approval(job, at=at)))
        plain = a_job(state=S.DONE, provider=name, charged=Amount(Decimal("0.25"), "USD"))
        ledger.add(replace(plain, approval=an_approval(plain, at=at)))
    since = START + timedelta(minutes=since_minutes)
    counted = [at >= since and provider in (None, ("acme", "other")[n % 2]) for n, at in enumerate(times)]
    assert ledger.committed(provider, "USD", since) == Decimal("1.75") * sum(counted)
    assert ledger.committed(provider, "credits", since) == 90 * sum(counted)


def test_the_real_charge_replaces_what_was_held(ledger: Ledger) -> None:
    job = ledger.add(approved())
    ledger.update(job.id, charged=Amount(Decimal("88.123456"), "credits"))
    assert ledger.committed("acme", "credits", None) == Decimal("88.123456")


class Counting:
    """An allowance of 100 credits that remembers what it was told."""

    def __init__(self, since: datetime | None = None) -> None:
        self.since = since
        self.told: list[Decimal] = []

    def check(self, job: Job, committed: Committed) -> None:
        self.told.append(committed(job.provider, "credits", self.since))
        if self.told[-1] + 90 > 100:
            raise RefusedByPolicy


def test_an_approval_that_fits_is_written(ledger: Ledger) -> None:
    job = ledger.add(a_job())
    approval = an_approval(job)
    after = ledger.approve(job.id, approval, Counting())
    assert (after.state, after.approval) == (S.APPROVED, approval)


def test_an_approval_that_does_not_fit_leaves_the_row_as_it_was(ledger: Ledger) -> None:
    ledger.add(approved())
    job = ledger.add(a_job())
    with pytest.raises(RefusedByPolicy):
        ledger.approve(job.id, an_approval(job), Counting())
    assert ledger.get(job.id) == job
    assert ledger.committed("acme", "credits", None) == 90


@pytest.mark.parametrize("since", [None, START, START - timedelta(hours=3), START + timedelta(seconds=1)])
def test_an_uncertain_job_does_not_count_against_itself(ledger: Ledger, since: datetime | None) -> None:
    job = ledger.add(replace(approved(), state=S.UNCERTAIN))
    allowance = Counting(since)
    assert ledger.approve(job.id, an_approval(job), allowance).state is S.APPROVED
    assert allowance.told == [0]


def test_a_job_is_approved_once(ledger: Ledger) -> None:
    job = ledger.add(a_job())
    ledger.approve(job.id, an_approval(job))
    with pytest.raises(StaleState) as caught:
        ledger.approve(job.id, an_approval(job))
    assert caught.value.job.state is S.APPROVED


def test_an_approval_to_another_request_is_no_approval(ledger: Ledger) -> None:
    job, other = ledger.add(a_job()), a_job(a_request("something else"))
    with pytest.raises(ValueError, match="another request"):
        ledger.approve(job.id, an_approval(other))
    assert ledger.get(job.id).state is S.QUOTED


def test_what_is_free_holds_nothing(ledger: Ledger) -> None:
    request = a_request()
    job = ledger.add(a_job(request, quote=a_quote(request, amount=0)))
    ledger.approve(job.id, an_approval(job, 0, kind=ApprovalKind.FREE))
    assert ledger.committed(None, "credits", None) == 0

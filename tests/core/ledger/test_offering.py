"""On a shared ledger an approval and the place in line are one step."""

import pytest

from mediawright.ledger import Ledger
from mediawright.ledger.budget_usage import Committed
from mediawright.ledger.offering import IN_LINE
from mediawright.ledger.roster import Worker
from mediawright.ledger.turns import BATCH
from mediawright.testing.builders import PROVIDER, a_job, an_approval
from mediawright.testing.fakes import START, FakeClock
from mediawright.types.errors import RefusedByPolicy
from mediawright.types.job import Job


class Full:
    """A budget that is used up."""

    def check(self, job: Job, committed: Committed) -> None:
        raise RefusedByPolicy


@pytest.fixture
def shared(ledger: Ledger) -> Ledger:
    ledger.reach = lambda job: "here"
    return ledger


def served(ledger: Ledger, clock: FakeClock, machine: str = "here") -> None:
    ledger.roster.beat(Worker(name="w", machine=machine, version="1", providers={PROVIDER: 1}, started_at=clock.now()))


def test_what_is_approved_stands_in_line(shared: Ledger, fake_clock: FakeClock) -> None:
    job = shared.add(a_job())
    shared.approve(job.id, an_approval(job), priority=BATCH)
    (turn,) = shared.turns.open()
    assert (turn.job_id, turn.machine, turn.priority, turn.due) == (job.id, "here", BATCH, fake_clock.now())


def test_what_is_refused_does_not(shared: Ledger) -> None:
    job = shared.add(a_job())
    with pytest.raises(RefusedByPolicy):
        shared.approve(job.id, an_approval(job), Full())
    assert shared.turns.of(job.id) is None


def test_a_file_of_one_machine_knows_no_line(ledger: Ledger) -> None:
    job = ledger.add(a_job())
    ledger.approve(job.id, an_approval(job))
    assert ledger.turns.of(job.id) is None


@pytest.mark.parametrize(("machine", "waits"), [("here", True), ("there", False)])
def test_an_approval_waits_in_line_for_a_day_where_a_worker_takes_it(
    machine: str, waits: bool, shared: Ledger, fake_clock: FakeClock
) -> None:
    served(shared, fake_clock, machine)
    job = shared.add(a_job())
    soon = START.replace(minute=START.minute + 15)
    approval = shared.approve(job.id, an_approval(job, expires_at=soon)).approval
    assert approval is not None
    assert approval.expires_at == (START + IN_LINE if waits else soon)


def test_an_approval_without_an_end_keeps_none(shared: Ledger, fake_clock: FakeClock) -> None:
    served(shared, fake_clock)
    job = shared.add(a_job())
    approval = shared.approve(job.id, an_approval(job)).approval
    assert approval is not None
    assert approval.expires_at is None

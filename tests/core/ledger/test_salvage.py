"""What is taken over from a broken ledger, and on whose word nothing is sent again."""

from pathlib import Path

import pytest

from mediawright.ledger import Ledger
from mediawright.testing.builders import a_job
from mediawright.testing.fakes import FakeClock
from mediawright.types.job import Job
from mediawright.types.states import State

S = State


def break_index(ledger: Ledger) -> None:
    """Damage that leaves the rows themselves readable."""
    with ledger._db.write() as raw:
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'jobs_by_state'")


def reopened(path: Path, clock: FakeClock, job: Job) -> Ledger:
    with Ledger(path, clock) as ledger:
        ledger.add(job)
        break_index(ledger)
    path.with_name("ledger.db.suspect").touch()
    return Ledger(path, clock)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (S.APPROVED, S.UNCERTAIN),
        (S.SUBMITTING, S.UNCERTAIN),
        (S.SUBMITTED, S.SUBMITTED),
        (S.RUNNING, S.RUNNING),
        (S.DONE, S.DONE),
    ],
)
def test_what_may_have_gone_out_meanwhile_is_looked_up_never_sent(
    path: Path, fake_clock: FakeClock, before: State, after: State
) -> None:
    job = a_job(state=before)
    with reopened(path, fake_clock, job) as ledger:
        assert ledger.set_aside is not None
        assert ledger.set_aside.saved == 1
        assert ledger.get(job.id).state is after
        assert ledger.events(job.id)[-1].data == {"state": before.value}


def test_a_row_that_is_no_job_any_more_costs_only_itself(path: Path, fake_clock: FakeClock) -> None:
    good, bad = a_job(), a_job()
    with Ledger(path, fake_clock) as ledger:
        ledger.add(bad)
        with ledger._db.write() as raw:
            raw.execute("UPDATE jobs SET request = '{' WHERE id = ?", (bad.id,))
    with reopened(path, fake_clock, good) as ledger:
        assert [job.id for job in ledger.list()] == [good.id]

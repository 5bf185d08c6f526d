"""What is taken over from a broken ledger, and on whose word nothing is sent again."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediawright.ledger import Ledger
from mediawright.testing.builders import a_job
from mediawright.testing.fakes import FakeClock
from mediawright.types.errors import LocalFault
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
def test_what_may_have_gone_out_meanwhile_is_searched_for_never_sent(
    path: Path, fake_clock: FakeClock, before: State, after: State
) -> None:
    job = a_job(state=before)
    with reopened(path, fake_clock, job) as ledger:
        assert ledger.set_aside is not None
        assert ledger.set_aside.saved == 1
        assert ledger.get(job.id).state is after
        assert ledger.events(job.id)[-1].data == {"state": before.value}


def test_a_broken_file_of_an_older_version_is_rescued_although_it_lacks_columns(
    path: Path, fake_clock: FakeClock
) -> None:
    later = ("account", "created_token", "approved_token", "approved_by", "created_by")
    job = a_job(state=S.DONE)
    with Ledger(path, fake_clock) as ledger:
        ledger.add(job)
        with ledger._db.write() as raw:
            for column in later:
                raw.execute(f"ALTER TABLE jobs DROP COLUMN {column}")
        break_index(ledger)
    path.with_name("ledger.db.suspect").touch()
    with Ledger(path, fake_clock) as ledger:
        assert ledger.set_aside is not None
        assert ledger.set_aside.saved == 1
        found = ledger.get(job.id)
        assert (found.state, found.account, found.created_by) == (S.DONE, None, None)


def test_a_row_that_is_no_job_any_more_costs_only_itself(path: Path, fake_clock: FakeClock) -> None:
    good, bad = a_job(), a_job()
    with Ledger(path, fake_clock) as ledger:
        ledger.add(bad)
        with ledger._db.write() as raw:
            raw.execute("UPDATE jobs SET request = '{' WHERE id = ?", (bad.id,))
    with reopened(path, fake_clock, good) as ledger:
        assert [job.id for job in ledger.list()] == [good.id]


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A closed ledger with 120 jobs."""
    path = tmp_path_factory.mktemp("healthy") / "ledger.db"
    with Ledger(path, FakeClock()) as ledger, ledger.batch():
        for _ in range(120):
            ledger.add(a_job())
    return path.read_bytes()


wounds = st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 5000), st.integers(0, 255))


def use(path: Path) -> int:
    """Write and read everything once; how many jobs there are."""
    with Ledger(path, FakeClock()) as ledger:
        job = ledger.add(a_job())
        jobs = ledger.list(limit=1000)
        assert job in jobs
        return len(jobs)


@settings(max_examples=40, deadline=None)
@given(damage=st.lists(wounds, min_size=1, max_size=5), keep=st.floats(0.01, 1))
def test_any_damage_ends_in_a_ledger_that_works(
    tmp_path_factory: pytest.TempPathFactory, healthy: bytes, damage: list[tuple[float, int, int]], keep: float
) -> None:
    """At the latest the third opening works: damage is met, then mended; nothing but our own errors is seen."""
    data = bytearray(healthy)
    for at, length, byte in damage:
        start = int(at * len(data))
        data[start : start + length] = bytes([byte]) * len(data[start : start + length])
    path = tmp_path_factory.mktemp("hurt") / "ledger.db"
    path.write_bytes(data[: int(len(data) * keep)])
    for _ in range(2):
        try:
            assert use(path) >= 1
        except LocalFault as fault:
            assert fault.message.key == "ledger.broken"  # noqa: PT017  it may be met, and then has to be mended
    assert use(path) >= 1

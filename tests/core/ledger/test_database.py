"""Transactions: what fails leaves nothing behind, what is appended stays, what must last waits for the disk."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from threading import Thread

import pytest

from mediawright.ledger import Ledger, StaleState
from mediawright.ledger.address import Where
from mediawright.testing.builders import a_job
from mediawright.testing.fakes import FakeClock
from mediawright.types.errors import LocalFault
from mediawright.types.states import State


def test_a_batch_is_all_or_nothing(ledger: Ledger) -> None:
    job = a_job()
    with suppress(LocalFault), ledger.batch():
        ledger.add(job)
        ledger.add(job)
    assert ledger.list() == []


def test_a_step_that_fails_inside_a_batch_takes_only_itself_back(ledger: Ledger) -> None:
    with ledger.batch():
        job = ledger.add(a_job())
        with pytest.raises(StaleState):
            ledger.move(job.id, State.APPROVED, State.SUBMITTING)
        ledger.move(job.id, State.QUOTED, State.APPROVED)
    assert ledger.get(job.id).state is State.APPROVED


def test_others_see_nothing_of_an_open_batch(ledger: Ledger, where: Where, fake_clock: FakeClock) -> None:
    with Ledger(where, fake_clock) as other:
        with ledger.batch():
            ledger.add(a_job())
            assert other.list() == []
        assert len(other.list()) == 1


def test_threads_take_turns(ledger: Ledger) -> None:
    threads = [Thread(target=lambda: [ledger.add(a_job()) for _ in range(20)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ledger.list(limit=100)) == 80


@pytest.mark.parametrize("statement", ["UPDATE events SET kind = 'x'", "DELETE FROM events"])
def test_events_are_append_only(sqlite_ledger: Ledger, path: Path, statement: str) -> None:
    sqlite_ledger.add(a_job())
    with closing(sqlite3.connect(path)) as raw, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute(statement)


def pragma(ledger: Ledger, name: str) -> object:
    return ledger._db.read(f"PRAGMA {name}")[0][0]


def test_the_file_is_kept_by_the_rules(sqlite_ledger: Ledger, path: Path) -> None:
    assert pragma(sqlite_ledger, "journal_mode") == "wal"
    assert pragma(sqlite_ledger, "foreign_keys") == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0


def test_what_money_hangs_on_waits_for_the_disk_and_a_poll_does_not(sqlite_ledger: Ledger) -> None:
    full, normal = 2, 1
    job = sqlite_ledger.add(a_job())
    sqlite_ledger.note(job.id, "seen")
    assert pragma(sqlite_ledger, "synchronous") == normal
    for old, new in [
        (State.QUOTED, State.APPROVED),
        (State.APPROVED, State.SUBMITTING),
        (State.SUBMITTING, State.SUBMITTED),
    ]:
        sqlite_ledger.note(job.id, "seen")
        sqlite_ledger.move(job.id, old, new)
        assert pragma(sqlite_ledger, "synchronous") == full
    sqlite_ledger.move(job.id, State.SUBMITTED, State.RUNNING)
    assert pragma(sqlite_ledger, "synchronous") == normal


def test_a_full_disk_says_so_and_loses_nothing(sqlite_ledger: Ledger) -> None:
    job = sqlite_ledger.add(a_job())
    pages = pragma(sqlite_ledger, "page_count")
    sqlite_ledger._db.read(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(LocalFault) as caught:
        sqlite_ledger.note(job.id, "long", text="x" * 100_000)
    assert caught.value.message.key == "ledger.full"
    assert sqlite_ledger.get(job.id) == job


def test_a_writer_that_never_ends_is_given_up_on(path: Path, sqlite_ledger: Ledger) -> None:
    sqlite_ledger._db.read("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LocalFault) as caught:
            sqlite_ledger.add(a_job())
    assert caught.value.message.key == "ledger.busy"

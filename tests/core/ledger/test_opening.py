"""New, old, newer, broken and forbidden files: each has a clear end and loses nothing."""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mediawright.ledger import Ledger
from mediawright.testing.builders import a_job, an_approval
from mediawright.testing.fakes import FakeClock
from mediawright.types.errors import LocalFault
from mediawright.types.job import Task
from mediawright.types.states import State

S = State


@pytest.fixture
def filled(path: Path, fake_clock: FakeClock) -> Path:
    """A ledger with 300 jobs, the newest submitted, closed properly."""
    with Ledger(path, fake_clock) as ledger, ledger.batch():
        for _ in range(299):
            ledger.add(a_job(state=S.DONE))
        job = ledger.add(a_job())
        ledger.approve(job.id, an_approval(job))
        ledger.move(job.id, S.APPROVED, S.SUBMITTING)
        ledger.move(job.id, S.SUBMITTING, S.SUBMITTED, task=Task(provider="acme", id="t-1"))
    return path


def test_a_ledger_of_a_newer_version_is_left_alone_to_the_byte(filled: Path, fake_clock: FakeClock) -> None:
    with closing(sqlite3.connect(filled)) as raw, raw:
        raw.execute("INSERT INTO migrations VALUES ('m999_from_the_future', '2030')")
    before = filled.read_bytes()
    with pytest.raises(LocalFault) as caught:
        Ledger(filled, fake_clock)
    assert caught.value.message.key == "ledger.newer"
    assert caught.value.data == {"unknown_steps": ["m999_from_the_future"]}
    assert filled.read_bytes() == before


def test_an_empty_file_becomes_a_ledger(path: Path, fake_clock: FakeClock) -> None:
    path.parent.mkdir()
    path.touch()
    with Ledger(path, fake_clock) as ledger:
        assert ledger.set_aside is None
        assert ledger.notices == ()


@pytest.mark.parametrize("content", [b"hello", b"SQLite format 3\0" + b"\xff" * 5000, bytes(8192)])
def test_a_file_that_is_no_ledger_is_set_aside_and_said(path: Path, fake_clock: FakeClock, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with Ledger(path, fake_clock) as ledger:
        assert ledger.set_aside is not None
        assert ledger.set_aside.path.name == "ledger.db.corrupt-20261001T120000Z"
        assert ledger.set_aside.path.read_bytes() == content
        assert [notice.key for notice in ledger.notices] == ["ledger.set_aside"]
        assert ledger.add(a_job()) in ledger.list()
    with Ledger(path, fake_clock) as again:
        assert again.set_aside is None


def test_a_schema_whose_words_are_no_text_is_damage(filled: Path, fake_clock: FakeClock) -> None:
    content = filled.read_bytes()
    filled.write_bytes(content.replace(b"WITHOUT ROWID", b"WITHOUT RO\xff\xfe\xfd", 1))
    with Ledger(filled, fake_clock) as ledger:
        assert ledger.set_aside is not None
        assert ledger.add(a_job()) in ledger.list()


@pytest.mark.parametrize(("old", "new"), [(b"seq INTEGER", b"seX INTEGER"), (b"m002_spending", b"m002_spEnding")])
def test_a_schema_that_is_not_ours_is_damage(filled: Path, fake_clock: FakeClock, old: bytes, new: bytes) -> None:
    filled.write_bytes(filled.read_bytes().replace(old, new))
    with Ledger(filled, fake_clock) as ledger:
        assert ledger.set_aside is not None
        assert ledger.add(a_job()) in ledger.list()


def test_two_broken_ledgers_in_one_second_are_both_kept(path: Path, fake_clock: FakeClock) -> None:
    path.parent.mkdir()
    for content in (b"first", b"second"):
        path.write_bytes(content)
        Ledger(path, fake_clock).close()
    kept = sorted(path.parent.glob("ledger.db.corrupt-*"))
    assert [file.read_bytes() for file in kept] == [b"first", b"second"]


def damage(path: Path, start: int, length: int) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(b"\xa5" * length)


def test_a_ledger_cut_short_keeps_what_can_be_read(filled: Path, fake_clock: FakeClock) -> None:
    with filled.open("r+b") as file:
        file.truncate(filled.stat().st_size * 2 // 3)
    with Ledger(filled, fake_clock) as ledger:
        assert ledger.set_aside is not None
        assert 0 < ledger.set_aside.saved == len(ledger.list(limit=1000)) < 300


def test_damage_met_in_use_is_mended_at_the_next_opening(filled: Path, fake_clock: FakeClock) -> None:
    with closing(sqlite3.connect(filled)) as raw:
        root = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'jobs_by_state'").fetchone()[0]
        size = raw.execute("PRAGMA page_size").fetchone()[0]
    damage(filled, (root - 1) * size, size)
    with Ledger(filled, fake_clock) as ledger:
        assert ledger.set_aside is None
        with pytest.raises(LocalFault) as caught:
            ledger.list(states=[S.DONE])
        assert caught.value.message.key == "ledger.broken"
    with Ledger(filled, fake_clock) as mended:
        assert mended.set_aside is not None
        assert mended.set_aside.saved == 300
        task = mended.list(states=[S.SUBMITTED])[0].task
        assert task is not None
        assert task.id == "t-1"


def test_a_false_alarm_costs_one_poll_and_no_ledger(filled: Path, fake_clock: FakeClock) -> None:
    mark = filled.with_name("ledger.db.suspect")
    mark.touch()
    with Ledger(filled, fake_clock) as ledger:
        assert ledger.set_aside is None
    assert not mark.exists()


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path, fake_clock: FakeClock) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LocalFault) as caught:
        Ledger(tmp_path / "file" / "ledger.db", fake_clock)
    assert caught.value.message.key == "ledger.read_only"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that also a user without rights can reach."""
    folder = Path(tempfile.mkdtemp(prefix="mediawright-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


ORDINARY = """
import os, sys
from pathlib import Path
import fcntl
from mediawright.ledger import Ledger
from mediawright.testing.builders import a_job
from mediawright.testing.fakes import FakeClock
from mediawright.types.errors import LocalFault
if os.geteuid() == 0:
    os.setuid(65534)
try:
    with Ledger(Path(sys.argv[1]), FakeClock()) as ledger:
        ledger.add(a_job())
except LocalFault as fault:
    print(fault.message.key)
"""


@pytest.mark.parametrize("there", [True, False], ids=["a read-only ledger", "a read-only folder"])
def test_a_read_only_home_says_so(open_folder: Path, fake_clock: FakeClock, there: bool) -> None:
    path = open_folder / "ledger.db"
    if there:
        Ledger(path, fake_clock).close()
        path.chmod(0o444)
    open_folder.chmod(0o555)
    command = [sys.executable, "-c", ORDINARY, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "ledger.read_only"

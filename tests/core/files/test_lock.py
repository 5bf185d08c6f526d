"""One process at a time."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from mediawright.files.lock import LockHeld, locked, tried
from mediawright.types.errors import LocalFault, Retry

Hold = Callable[[Path], AbstractContextManager[object]]

ADD = """
import pathlib, sys
from mediawright.files.lock import locked
number = pathlib.Path(sys.argv[1]) / "n"
for _ in range(50):
    with locked(number.with_name("lock")):
        number.write_text(str(int(number.read_text()) + 1))
"""


def test_processes_take_turns(tmp_path: Path) -> None:
    (tmp_path / "n").write_text("0")
    many = [subprocess.Popen([sys.executable, "-c", ADD, str(tmp_path)]) for _ in range(4)]
    assert [process.wait(30) for process in many] == [0, 0, 0, 0]
    assert (tmp_path / "n").read_text() == "200"


def test_a_lock_of_the_dead_is_free(tmp_path: Path) -> None:
    code = "import os, pathlib, sys; from mediawright.files.lock import locked\n"
    code += "with locked(pathlib.Path(sys.argv[1])): os._exit(9)"
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path / "lock")], check=False).returncode == 9
    with locked(tmp_path / "lock"):
        assert (tmp_path / "lock").exists()


def test_a_holder_that_stands_still_is_not_waited_for_without_end(tmp_path: Path) -> None:
    with tried(tmp_path / "lock") as held, pytest.raises(LockHeld) as refused, locked(tmp_path / "lock", 0.05):
        pass
    assert held
    assert (refused.value.message.key, refused.value.retry) == ("files.lock_held", Retry.LATER)


@pytest.mark.parametrize("hold", [locked, tried])
def test_a_folder_that_is_not_there_is_not_made(hold: Hold, tmp_path: Path) -> None:
    with pytest.raises(LocalFault), hold(tmp_path / "none" / "lock"):
        pass
    assert not (tmp_path / "none").exists()


def test_a_lock_file_is_its_owners_alone(tmp_path: Path) -> None:
    with locked(tmp_path / "lock"):
        pass
    assert sys.platform == "win32" or (tmp_path / "lock").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="another call holds locks there")
def test_what_holds_it_by_the_systems_own_call_is_waited_for(tmp_path: Path) -> None:
    import fcntl

    with (tmp_path / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with tried(tmp_path / "lock") as mine:
            assert not mine


def test_what_is_held_is_not_waited_for(tmp_path: Path) -> None:
    with tried(tmp_path / "lock") as first, tried(tmp_path / "lock") as second:
        assert (first, second) == (True, False)
    with tried(tmp_path / "lock") as again:
        assert again


def test_a_lock_whose_file_was_removed_is_not_held(tmp_path: Path) -> None:
    with tried(tmp_path / "lock") as first:
        assert first
        (tmp_path / "lock").unlink()
        with tried(tmp_path / "lock") as second:
            assert second  # another file of that name: whoever comes next meets this one

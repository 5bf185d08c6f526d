"""Small values that survive, from many processes at once."""

import subprocess
import sys
from pathlib import Path

import pytest

from mediawright.files.key_value import KeyValueStore


@pytest.fixture
def kept(tmp_path: Path) -> KeyValueStore:
    (tmp_path / "p").mkdir()
    return KeyValueStore(tmp_path / "p", lambda folder: folder)


def test_values_come_back_and_go(kept: KeyValueStore) -> None:
    kept.set("a", {"n": [1, None, "二"]})
    kept.set("b", 0)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == ({"n": [1, None, "二"]}, 0, None)
    kept.set("a", None)
    assert (kept.get("a"), kept.get("b")) == (None, 0)


def test_forgetting_nothing_writes_nothing(kept: KeyValueStore, tmp_path: Path) -> None:
    kept.set("a", None)
    assert list((tmp_path / "p").iterdir()) == []


def test_what_is_no_json_is_refused_and_changes_nothing(kept: KeyValueStore) -> None:
    kept.set("a", 1)
    with pytest.raises(TypeError):
        kept.set("a", object())
    assert kept.get("a") == 1


def test_a_broken_file_begins_anew(kept: KeyValueStore, tmp_path: Path) -> None:
    (tmp_path / "p" / "kept.json").write_text('{"a": ')
    assert kept.get("a") is None
    kept.set("b", 2)
    assert kept.get("b") == 2


KEEP = """
import pathlib, sys
from mediawright.files.key_value import KeyValueStore
kept = KeyValueStore(pathlib.Path(sys.argv[1]), lambda folder: folder)
for n in range(25):
    kept.set(f"{sys.argv[2]}-{n}", n)
"""


def test_processes_do_not_lose_each_others_values(kept: KeyValueStore, tmp_path: Path) -> None:
    many = [subprocess.Popen([sys.executable, "-c", KEEP, str(tmp_path / "p"), str(n)]) for n in range(3)]
    assert [process.wait(30) for process in many] == [0, 0, 0]
    assert all(kept.get(f"{who}-{n}") == n for who in range(3) for n in range(25))

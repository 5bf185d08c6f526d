"""Work folders of jobs that are over."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mediawright.files.scratch import UNKNOWN, Swept, clear, sweep

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Folders of a job that is over, of one that runs, and of one that nobody knows."""
    for name in ("over", "runs", "unknown"):
        folder = tmp_path / "work" / name / "frames"
        folder.mkdir(parents=True)
        (folder / "a.bin").write_bytes(b"x" * 10)
    changed(tmp_path / "work" / "unknown", timedelta(days=1))
    return tmp_path / "work"


def changed(path: Path, ago: timedelta) -> None:
    stamp = (NOW - ago).timestamp()
    os.utime(path, (stamp, stamp), follow_symlinks=False)


def over(name: str) -> bool | None:
    return {"over": True, "runs": False, "half": True, "link": True}.get(name)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_only_what_is_over_goes(work: Path) -> None:
    assert sweep(work, over, NOW) == Swept(folders=1, size=10)
    assert names(work) == ["runs", "unknown"]
    assert sweep(work, over, NOW) == Swept()


def test_an_unknown_one_goes_when_it_is_old(work: Path) -> None:
    changed(work / "unknown", UNKNOWN + timedelta(hours=1))
    sweep(work, over, NOW)
    assert names(work) == ["runs"]


def test_a_removal_that_was_cut_is_finished(work: Path) -> None:
    (work / "half").mkdir()
    sweep(work, over, NOW)
    assert "half" not in names(work)


def test_links_are_removed_and_never_followed(work: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "film.mp4").write_bytes(b"film")
    (work / "over" / "inside").symlink_to(precious)
    (work / "over" / "film").symlink_to(precious / "film.mp4")
    (work / "link").symlink_to(precious)
    assert sweep(work, over, NOW) == Swept(folders=2, size=10)
    assert (precious / "film.mp4").read_bytes() == b"film"
    assert "link" not in names(work)


def test_what_is_not_there_is_no_trouble(tmp_path: Path) -> None:
    assert clear(tmp_path / "gone")
    assert sweep(tmp_path / "nowhere", over, NOW) == Swept()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="rights hold nobody back here")
def test_what_resists_stays_and_is_not_counted(work: Path) -> None:
    (work / "over" / "frames").chmod(0o500)
    assert sweep(work, over, NOW) == Swept()
    (work / "over" / "frames").chmod(0o700)
    assert sweep(work, over, NOW).folders == 1

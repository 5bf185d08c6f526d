"""What can be made again stays below its size, and what may be in use stays."""

import os
from datetime import UTC, datetime
from pathlib import Path

from mediawright.files.kept_cache import prune

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    files = []
    (tmp_path / "pieces").mkdir()
    for number in range(4):
        file = tmp_path / "pieces" / f"{number}.mp4"
        file.write_bytes(bytes(100))
        os.utime(file, (number, number))
        files.append(file)
    (tmp_path / "elsewhere").symlink_to(files[0])
    assert prune(tmp_path, NOW, most=250) == 2
    assert [file.exists() for file in files] == [False, False, True, True]
    assert prune(tmp_path, NOW, most=250) == 0
    assert prune(tmp_path / "none", NOW) == 0


def test_what_may_be_in_use_stays(tmp_path: Path) -> None:
    file = tmp_path / "0.mp4"
    file.write_bytes(bytes(100))
    os.utime(file, (NOW.timestamp() - 60, NOW.timestamp() - 60))
    assert prune(tmp_path, NOW, most=10) == 0
    assert file.exists()

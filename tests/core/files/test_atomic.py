"""Old or new, never half."""

import os
import stat
from pathlib import Path

import pytest

from mediawright.files.atomic import read_json, sync_folder, write_json, write_private
from mediawright.types.errors import LocalFault


def test_a_file_is_private_from_the_start(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_private(tmp_path / "a", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


def test_a_new_file_replaces_the_old_one_whole(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old" * 99)
    write_private(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_what_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    write_json(tmp_path / "a", {"n": 1})
    with pytest.raises(TypeError):
        write_json(tmp_path / "a", {"n": object()})
    assert read_json(tmp_path / "a") == {"n": 1}


def test_a_full_disk_leaves_the_old_one(tmp_path: Path) -> None:
    import resource

    write_private(tmp_path / "a", b"old")
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limit[1]))
    try:
        with pytest.raises(LocalFault) as caught:
            write_private(tmp_path / "a", b"x" * 200)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert caught.value.message.key == "error.disk_full"
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"old")]


def test_a_folder_that_is_not_there_is_a_local_fault(tmp_path: Path) -> None:
    with pytest.raises(LocalFault):
        write_private(tmp_path / "no" / "a", b"x")


@pytest.mark.parametrize("text", ["", "{", "\xff", "[" * 100_000])
def test_what_is_no_json_is_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_text(text, "latin-1")
    assert read_json(tmp_path / "a") is None


def test_a_missing_file_is_nothing(tmp_path: Path) -> None:
    assert read_json(tmp_path / "a") is None


def test_folders_can_be_synced(tmp_path: Path) -> None:
    sync_folder(tmp_path)

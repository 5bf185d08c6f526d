"""A finished file gets a name of its own."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mediawright.files.place import bring_near, is_same, place
from mediawright.types.errors import LocalFault


def fresh(tmp_path: Path, data: bytes = b"new", name: str = "x.part") -> tuple[Path, str]:
    (tmp_path / name).write_bytes(data)
    return tmp_path / name, hashlib.sha256(data).hexdigest()


def placed(tmp_path: Path, data: bytes = b"new") -> str:
    path, digest = fresh(tmp_path, data)
    return place(path, tmp_path, "clip", ".mp4", digest).name


def test_the_first_name_is_the_wished_one(tmp_path: Path) -> None:
    assert placed(tmp_path) == "clip.mp4"
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]


def test_other_files_are_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").write_bytes(b"precious")
    (tmp_path / "clip-2.mp4").mkdir()
    assert placed(tmp_path) == "clip-3.mp4"
    assert (tmp_path / "clip.mp4").read_bytes() == b"precious"


def test_the_same_bytes_are_the_same_file(tmp_path: Path) -> None:
    assert [placed(tmp_path, data) for data in (b"a", b"b", b"a", b"b")] == [
        "clip.mp4",
        "clip-2.mp4",
        "clip.mp4",
        "clip-2.mp4",
    ]
    assert len(list(tmp_path.iterdir())) == 2


def test_a_link_to_elsewhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"new")
    (tmp_path / "clip.mp4").symlink_to(tmp_path / "elsewhere")
    assert placed(tmp_path) == "clip-2.mp4"


def test_a_file_system_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    assert [placed(tmp_path, data) for data in (b"a", b"b", b"a")] == ["clip.mp4", "clip-2.mp4", "clip.mp4"]


def test_a_folder_that_is_gone_is_a_local_fault(tmp_path: Path) -> None:
    path, digest = fresh(tmp_path)
    with pytest.raises(LocalFault):
        place(path, tmp_path / "gone", "clip", ".mp4", digest)
    assert path.exists()


PLACE = """
import hashlib, pathlib, sys
from mediawright.files.place import place
folder = pathlib.Path(sys.argv[1])
for n in range(20):
    data = f"{sys.argv[2]} {n}".encode()
    part = folder / f"{sys.argv[2]}.part"
    part.write_bytes(data)
    place(part, folder, "clip", ".mp4", hashlib.sha256(data).hexdigest())
"""


def test_processes_never_take_one_name(tmp_path: Path) -> None:
    many = [subprocess.Popen([sys.executable, "-c", PLACE, str(tmp_path), str(n)]) for n in range(3)]
    assert [process.wait(30) for process in many] == [0, 0, 0]
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == 60


def test_bytes_are_compared_not_names(tmp_path: Path) -> None:
    path, digest = fresh(tmp_path)
    assert is_same(path, digest, 3)
    assert not is_same(path, digest, 4)
    assert not is_same(path, "0" * 64, 3)
    assert not is_same(tmp_path / "missing", digest, 3)


def test_a_file_is_brought_near(tmp_path: Path) -> None:
    path, _ = fresh(tmp_path)
    bring_near(path, tmp_path / "y.part")
    assert (tmp_path / "y.part").read_bytes() == b"new"
    assert not path.exists()

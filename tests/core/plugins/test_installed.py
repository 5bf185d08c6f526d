"""What is installed, read quickly, is what the standard library finds."""

import zipfile
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from mediawright.plugins.installed import Point, installed, points


@pytest.mark.parametrize("group", ["mediawright.providers", "console_scripts", "pytest11", "nobody.has.this"])
def test_it_finds_what_the_standard_library_finds(group: str) -> None:
    ours = sorted((point.name, point.value, point.module) for point in installed(group))
    theirs = sorted((point.name, point.value, point.module) for point in entry_points(group=group))
    assert ours == theirs


def package(folder: Path, name: str, text: str) -> None:
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "entry_points.txt").write_text(text, "utf-8")


def test_the_first_of_two_versions_counts(tmp_path: Path) -> None:
    package(tmp_path / "a", "some_package", "[g]\nx = first")
    package(tmp_path / "b", "Some.Package", "[g]\nx = second")
    assert installed("g", [str(tmp_path / "a"), str(tmp_path / "b")]) == [Point("x", "first")]


def test_a_packed_package_is_read_too(tmp_path: Path) -> None:
    wheel = tmp_path / "packed-1.0.whl"
    with zipfile.ZipFile(wheel, "w") as packed:
        packed.writestr("packed-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: packed\nVersion: 1.0\n")
        packed.writestr("packed-1.0.dist-info/entry_points.txt", "[g]\nx = packed.hooks:it\n")
    assert installed("g", [str(wheel), str(tmp_path / "missing")]) == [Point("x", "packed.hooks:it")]


def test_comments_blanks_and_other_groups_are_left_out() -> None:
    text = "# one\n[other]\na = b\n[g]\n\n  x=m.n:o [extra]  \n# y = z\n[last]\nq = r\n"
    assert list(points(text, "g")) == [Point("x", "m.n:o [extra]")]


def test_the_module_of_a_point() -> None:
    assert Point("x", "m.n : o").module == "m.n"

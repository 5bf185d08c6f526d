"""Where may be read and written."""

from pathlib import Path

import pytest

from mediawright.files.inputs import find
from mediawright.files.roots import Roots
from mediawright.types.errors import InvalidRequest
from mediawright.types.operations import MediaKind
from mediawright.types.request import Media, Role


@pytest.fixture
def roots(tmp_path: Path) -> Roots:
    for name in ("work/inner", "extra", "outside"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "outside" / "a.png").touch()
    (tmp_path / "work" / "link").symlink_to(tmp_path / "outside")
    (tmp_path / "work" / "a.png").symlink_to(tmp_path / "outside" / "a.png")
    (tmp_path / "work" / "good").symlink_to(tmp_path / "extra")
    return Roots.of(tmp_path / "work", tmp_path / "extra")


@pytest.mark.parametrize("source", ["a", "inner/../a", "./inner", ".", "good/x", "../extra/b", "不存在.png"])
def test_inside_is_inside_however_it_is_spelled(source: str, roots: Roots) -> None:
    assert any(roots.resolve(source).is_relative_to(folder) for folder in roots.folders)


@pytest.mark.parametrize("source", ["..", "../outside/a.png", "link/a.png", "a.png", "/etc/passwd", "~/x", "../work2"])
def test_outside_is_outside_whatever_leads_there(source: str, roots: Roots) -> None:
    with pytest.raises(InvalidRequest) as caught:
        roots.resolve(source, "output_dir")
    assert caught.value.problems[0].field == "output_dir"
    assert "/" not in str(caught.value.message.values["file"])


def test_a_link_to_a_file_is_told_by_its_own_name(roots: Roots) -> None:
    with pytest.raises(InvalidRequest) as caught:
        roots.find_media("a.png", "image")
    values = caught.value.problems[0].message.values
    assert (values["file"], Path(str(values["folder"])).name) == ("a.png", "outside")
    (roots.folders[0] / "photo.jpg").symlink_to("gone.jpg")
    with pytest.raises(InvalidRequest) as caught:
        find(Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source="photo.jpg"), roots)
    assert caught.value.problems[0].message.values == {"file": "photo.jpg"}


@pytest.mark.parametrize("name", ["x" * 5000, "长" * 300, "a/" * 3000 + "b"])
def test_a_name_longer_than_any_disk_takes_is_one_sentence(name: str, roots: Roots) -> None:
    with pytest.raises(InvalidRequest) as caught:
        find(Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source=name), roots)
    assert caught.value.problems[0].message.key == "files.bad_path"
    with pytest.raises(InvalidRequest):
        roots.resolve(name, "output_dir")


def test_a_file_in_a_folder_that_may_not_be_looked_into_is_one_sentence(
    roots: Roots, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", closed)  # the superuser, who runs tests, may look everywhere
    with pytest.raises(InvalidRequest) as caught:
        find(Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source="inner/x.jpg"), roots)
    assert caught.value.problems[0].message.key == "files.unreadable"


def test_a_configured_folder_that_leads_in_a_circle_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to("circle")
    roots = Roots.of(tmp_path / "work", tmp_path / "circle").plus([tmp_path / "circle"])
    assert roots.resolve("x") == tmp_path / "work" / "x"


def test_what_is_no_path_is_refused(roots: Roots) -> None:
    with pytest.raises(InvalidRequest):
        roots.resolve("a\0b")


def test_the_home_of_nobody_is_an_ordinary_name(roots: Roots) -> None:
    assert roots.resolve("~nobody-of-this-name/x").is_relative_to(roots.folders[0])


def test_configured_folders_may_be_relative_or_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    roots = Roots.of(tmp_path / "work", "media", "~/pictures")
    assert roots.folders[1:] == (tmp_path / "work" / "media", tmp_path / "me" / "pictures")


def test_more_can_be_added(roots: Roots, tmp_path: Path) -> None:
    assert roots.plus([tmp_path / "outside"]).resolve("link/a.png") == tmp_path / "outside" / "a.png"

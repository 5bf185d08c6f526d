"""Media outside the working folder: a person's own, never what is hidden, never what is no media."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mediawright.files.inputs import measure
from mediawright.files.reach import HOSTS, InputsRule, Reach
from mediawright.files.roots import Roots
from mediawright.types.errors import InvalidRequest
from mediawright.types.operations import MediaKind
from mediawright.types.request import Media, Role

Bytes = Callable[..., bytes]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "me" / "work").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    return tmp_path / "me"


def read(path: Path | str, home: Path, rule: InputsRule = "home", kind: MediaKind = MediaKind.IMAGE) -> list[str]:
    """The keys of what is wrong with an input, [] where it is taken."""
    environ = {"HOME": str(home), "TMPDIR": str(home.parent / "temporary")}
    roots = Roots.of(home / "work").reading(Reach.of(rule, environ))
    if home.is_relative_to("/tmp"):  # the suite's own folder is not what is meant by the temporary one
        reach = Reach((home, home.parent / "temporary"), roots.reach.hosts, roots.reach.anywhere)
        roots = roots.reading(reach if rule != "folder" else Reach())
    try:
        measure(Media(kind=kind, role=Role.REFERENCE, source=str(path)), roots)
    except InvalidRequest as error:
        return [problem.message.key for problem in error.problems]
    return []


def placed(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("place", ["Pictures/cat.png", "图片/爷爷.png", "a b/c.png", "../temporary/upload.png", *HOSTS])
def test_a_persons_own_media_are_read(home: Path, png_bytes: Bytes, place: str) -> None:
    path = placed(home / place / "cat.png" if place in HOSTS else home / place, png_bytes())
    assert read(path, home) == []
    assert read(path, home, "folder") == ["files.outside_roots"]
    assert read(path, home, "anywhere") == []


def test_the_home_is_meant_by_its_short_name(home: Path, png_bytes: Bytes) -> None:
    placed(home / "cat.png", png_bytes())
    assert read("~/cat.png", home) == []


@pytest.mark.parametrize("place", [".ssh/cat.png", "Pictures/.hidden/cat.png", ".cat.png", ".config/x/cat.png"])
def test_what_is_hidden_is_not_read(home: Path, png_bytes: Bytes, place: str) -> None:
    path = placed(home / place, png_bytes())
    assert read(path, home) == ["files.outside_roots"]
    assert read(path, home, "anywhere") == []


@pytest.mark.parametrize("data", [b"just words", b"{}", b"-----BEGIN PRIVATE KEY-----", b"%PDF-1.7 x", b"\0\1\2"])
@pytest.mark.parametrize("kind", list(MediaKind))
def test_what_is_no_media_is_not_read(home: Path, data: bytes, kind: MediaKind) -> None:
    path = placed(home / "Documents" / "cat.png", data)
    assert read(path, home, kind=kind) == ["files.no_media_outside"]
    assert read(path, home, "anywhere", kind=kind) == ["files.no_media_outside"]


def test_a_link_counts_by_where_it_leads(home: Path, png_bytes: Bytes) -> None:
    placed(home / ".private" / "cat.png", png_bytes())
    (home / "cat.png").symlink_to(home / ".private" / "cat.png")
    assert read(home / "cat.png", home) == ["files.outside_roots"]


@pytest.mark.parametrize("place", ["/etc/hostname", "/usr/share/x.png"])
def test_the_rest_of_the_machine_is_not_read(home: Path, place: str) -> None:
    assert read(place, home) == ["files.outside_roots"]


@pytest.mark.parametrize("name", ["HOME", "USERPROFILE"])
def test_a_home_that_is_the_whole_disk_opens_nothing(name: str) -> None:
    assert not Reach.of("home", {name: "/"}).holds(Path("/srv/cat.png"))


def test_a_refusal_names_the_folder(home: Path, png_bytes: Bytes) -> None:
    path = placed(home / ".private" / "cat.png", png_bytes())
    with pytest.raises(InvalidRequest) as caught:
        Roots.of(home / "work").find_media(str(path), "image")
    assert caught.value.problems[0].message.values["folder"] == str(path.parent)

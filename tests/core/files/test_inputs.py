"""What comes in is what its bytes say."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.files import inputs
from mediawright.files.inputs import check_link, classify, measure
from mediawright.files.roots import Roots
from mediawright.types.errors import InvalidRequest
from mediawright.types.operations import MediaKind
from mediawright.types.request import Media, Role


@pytest.fixture
def roots(tmp_path: Path) -> Roots:
    return Roots.of(tmp_path)


def media(source: str | Path, kind: MediaKind = MediaKind.IMAGE) -> Media:
    return Media(kind=kind, role=Role.REFERENCE, source=str(source))


def refusal(source: str | Path, roots: Roots, kind: MediaKind = MediaKind.IMAGE) -> tuple[str, str]:
    with pytest.raises(InvalidRequest) as caught:
        measure(media(source, kind), roots)
    problem = caught.value.problems[0]
    return problem.field, problem.message.key


def test_a_picture_is_measured(picture: Callable[..., Path], roots: Roots) -> None:
    path = picture("a.jpg", width=30, height=20)  # the name is wrong, the bytes are right
    info = measure(media("a.jpg"), roots).info
    assert info is not None
    assert (info.media_type, info.size, info.width, info.height) == ("image/png", path.stat().st_size, 30, 20)
    assert info.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_clip_is_measured(clip: Callable[..., Path], roots: Roots) -> None:
    info = measure(media(clip(), MediaKind.VIDEO), roots).info
    assert info is not None
    assert (info.width, info.height, info.duration, info.fps) == (64, 48, 0.5, 24.0)


def test_a_link_is_not_fetched(roots: Roots) -> None:
    given_media = media("https://example.com/a.png?x=1")
    assert measure(given_media, roots) == given_media


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "files.empty"),
        (b"I am a text file", "files.not_image"),
        (b"<html>", "files.not_image"),
        (b"\x89PNG\r\n\x1a\n", "files.broken"),
        (bytes(99), "files.not_image"),
    ],
)
def test_a_file_that_is_no_picture_is_refused(content: bytes, key: str, roots: Roots, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(content)
    assert refusal("a.png", roots) == ("image", key)


def test_the_refusal_says_what_it_is(roots: Roots, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("hello")
    with pytest.raises(InvalidRequest) as caught:
        measure(media("a.png"), roots)
    values = caught.value.message.values
    assert values["file"] == "a.png"
    assert getattr(values["found"], "key", None) == "files.type.text"


def test_what_is_not_there_or_no_file_is_refused(roots: Roots, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    assert refusal("missing.png", roots) == ("image", "files.missing")
    assert refusal("folder", roots, MediaKind.VIDEO) == ("video", "files.not_a_file")
    assert refusal("pipe", roots, MediaKind.DOCUMENT) == ("media", "files.not_a_file")
    assert refusal("../a.png", roots) == ("image", "files.outside_roots")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_what_may_not_be_read_is_refused(picture: Callable[..., Path], roots: Roots) -> None:
    picture().chmod(0)
    assert refusal("cat.png", roots) == ("image", "files.unreadable")


@pytest.mark.parametrize(
    "link",
    [
        "https://",
        "https:///a.png",
        "ftp://example.com/a.png",
        "file:///etc/passwd",
        "https://user:x@example.com/a.png",
        "https://example.com/a b.png",
        "https://example.com/a\n.png",
        "https://[::1/a.png",
        "https://example.com:99999/",
        "https://example.com/" + "a" * 9000,
    ],
)
def test_a_link_that_is_none_is_refused(link: str, roots: Roots) -> None:
    assert refusal(link, roots) == ("image", "files.bad_link")


@pytest.mark.parametrize("link", ["http://example.com/a.png", "https://例子.cn/图.png", "https://example.com:8443"])
def test_a_complete_link_passes(link: str) -> None:
    check_link(link)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("a.PNG", MediaKind.IMAGE),
        ("照片.jpeg", MediaKind.IMAGE),
        ("https://example.com/b%20c.mp4?x=a.png", MediaKind.VIDEO),
        ("C:\\clips\\a.mov", MediaKind.VIDEO),
        ("a.tar.mp3", MediaKind.AUDIO),
        ("notes.txt", MediaKind.DOCUMENT),
        ("a", None),
        ("https://example.com/", None),
        ("https://[", None),
        (".png", None),
    ],
)
def test_names_promise_a_kind(source: str, kind: MediaKind | None) -> None:
    assert classify(source) is kind


@given(st.text())
def test_any_text_can_be_asked(source: str) -> None:
    assert classify(source) in {None, *MediaKind}


def test_a_file_beyond_every_limit_is_refused_unread(
    tmp_path: Path, roots: Roots, monkeypatch: pytest.MonkeyPatch
) -> None:
    huge = tmp_path / "huge.png"
    huge.write_bytes(b"\x89PNG\r\n\x1a\n")
    with huge.open("r+b") as file:
        file.truncate(200 * 1000**3)
    monkeypatch.setattr(inputs, "sha256_of", lambda path: pytest.fail("it was read"))
    assert refusal(huge, roots) == ("image", "files.too_large")

"""Commas in names and links, and addresses of files."""

from pathlib import Path

import pytest

from mediawright.files.roots import Roots
from mediawright.services.request_reader import read_request
from mediawright.services.sources import local_path, split_sources

WIDE = "https://cdn.example/w_300,h_300/x.jpg"
HERE = frozenset({"a,b.jpg", "b.jpg", "c.jpg", " c.jpg", "爷爷, 1.jpg", " d.jpg", " e.jpg "})


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("a.jpg,b.jpg", ["a.jpg", "b.jpg"]),
        ("a,b.jpg", ["a,b.jpg"]),
        ("c.jpg, a,b.jpg", ["c.jpg", "a,b.jpg"]),
        ("爷爷, 1.jpg,c.jpg", ["爷爷, 1.jpg", "c.jpg"]),
        (WIDE, [WIDE]),
        (f"{WIDE},{WIDE}", [WIDE, WIDE]),
        (f"{WIDE}, https://b.example/y.png?a=1,2", [WIDE, "https://b.example/y.png?a=1,2"]),
        (f"{WIDE},c.jpg", [WIDE, "c.jpg"]),
        (" c.jpg ", ["c.jpg"]),
        (" d.jpg, e.jpg ", [" d.jpg", " e.jpg "]),
        ("“c.jpg”", ["c.jpg"]),
        ("'c.jpg','b.jpg'", ["c.jpg", "b.jpg"]),
        ("「爷爷, 1.jpg」", ["爷爷, 1.jpg"]),
        ("《gone.jpg》", ["《gone.jpg》"]),
        (f"<{WIDE}>", [WIDE]),
        ("c.jpg，", ["c.jpg"]),
        ("c.jpg、b.jpg；“c.jpg”", ["c.jpg", "b.jpg", "c.jpg"]),
        ("c.jpg、gone.jpg", ["c.jpg、gone.jpg"]),
        (f"{WIDE}，{WIDE}", [WIDE, WIDE]),
        ("data:image/png;base64,iVBO/w==,c.jpg", ["data:image/png;base64,iVBO/w==", "c.jpg"]),
        ("c.jpg,,d.jpg", ["c.jpg", "", "d.jpg"]),
    ],
)
def test_what_exists_wins_over_the_list(words: str, found: list[str]) -> None:
    assert split_sources(words, HERE.__contains__) == found


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("file:///tmp/cat%201.jpg", "/tmp/cat 1.jpg"),
        ("FILE://localhost/tmp/%E7%8C%AB.jpg", "/tmp/猫.jpg"),
        ("file:///tmp/a#b.jpg", "/tmp/a#b.jpg"),
        ("file:///tmp/100% a?.jpg", "/tmp/100% a?.jpg"),
        ("file:///tmp/a%23b.jpg", "/tmp/a#b.jpg"),
        ("file:///tmp/clip.mp4#t=10", "/tmp/clip.mp4"),
        ("file:///C:/cat.png", "C:/cat.png"),
        ("file://elsewhere/tmp/cat.jpg", "file://elsewhere/tmp/cat.jpg"),
        ("https://a.example/x.png", "https://a.example/x.png"),
        ("cat.jpg", "cat.jpg"),
    ],
)
def test_the_address_of_a_file_is_the_file(source: str, path: str) -> None:
    assert local_path(source) == path


@pytest.mark.parametrize(
    "field", ["image", "first_frame", "end_frame", "frontal_image", "refer_images", "video", "audio"]
)
def test_every_input_takes_them(tmp_path: Path, field: str) -> None:
    (tmp_path / "a,b.jpg").write_bytes(b"x")
    holds = Roots.of(tmp_path).holds
    for source in ("a,b.jpg", WIDE, f"file://{tmp_path}/a,b.jpg"):
        operation = {"operation": "lip_sync"} if field == "audio" else {}
        request = read_request("video", {field: source, "prompt": "x", **operation}, holds)
        assert [media.source for media in request.media] == [local_path(source)]

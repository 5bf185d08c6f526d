"""What is remembered of a download that is not finished."""

from pathlib import Path

import pytest

from mediawright.http.partial import Partial

URL = "https://files.example.com/a.mp4?Signature=not-a-real-secret"


def begun(tmp_path: Path, **headers: str) -> tuple[Path, Partial]:
    part = tmp_path / "a.part"
    part.write_bytes(b"12345")
    return part, Partial.begin(URL, headers, 9)


def test_it_comes_back_as_it_was_without_the_links_secret(tmp_path: Path) -> None:
    part, partial = begun(tmp_path, etag='"v1"')
    partial.reached(5).save(part)
    assert Partial.load(part) == partial.reached(5)
    assert "not-a-real-secret" not in Partial.beside(part).read_text()


def test_a_strong_etag_comes_before_a_date(tmp_path: Path) -> None:
    date = {"last-modified": "Thu, 01 Oct 2026 12:00:00 GMT"}
    assert begun(tmp_path, etag='"v1"', **date)[1].validator == '"v1"'
    assert begun(tmp_path, etag='W/"v1"', **date)[1].validator == date["last-modified"]
    assert begun(tmp_path, etag='W/"v1"')[1].validator == ""


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"link": "x"}', '{"link":"x","link_hash":"y","safe":"5"}'])
def test_a_broken_note_is_no_note(text: str, tmp_path: Path) -> None:
    part, _ = begun(tmp_path)
    Partial.beside(part).write_text(text)
    assert Partial.load(part) is None


def test_more_than_is_there_is_not_believed(tmp_path: Path) -> None:
    part, partial = begun(tmp_path)
    partial.reached(6).save(part)
    assert Partial.load(part) is None


def test_a_fresh_link_to_the_same_file_is_the_same_place(tmp_path: Path) -> None:
    whole = begun(tmp_path)[1].reached(9)
    assert whole.is_whole_of("https://files.example.com/a.mp4?Signature=another")
    assert not whole.is_whole_of("https://files.example.com/b.mp4")
    assert not whole.reached(8).is_whole_of(URL)


def test_removing_takes_both_files(tmp_path: Path) -> None:
    part, partial = begun(tmp_path)
    partial.reached(5).save(part)
    Partial.remove(part)
    assert list(tmp_path.iterdir()) == []

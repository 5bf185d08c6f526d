"""Text files of any editor."""

from pathlib import Path

import pytest

from mediawright.files.text import decode_text, is_readable, lines_of, read_text, shown
from mediawright.types.errors import InvalidRequest

WORDS = "让爷爷动起来\n一只猫在海边奔跑\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gbk", "gb18030", "gb2312"])
def test_chinese_is_read_however_it_was_saved(encoding: str) -> None:
    assert decode_text(WORDS.encode(encoding)) == WORDS


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "ascii", "utf-8-sig"])
def test_english_is_read_however_it_was_saved(encoding: str) -> None:
    assert decode_text(b"a cat\r\n".decode().encode(encoding)) == "a cat\r\n"


@pytest.mark.parametrize("data", [b"ok\nok\n\xff\xfa\x81", b"a\nb\n\xa4", b"1\n2\n\x80"])
def test_what_is_no_text_is_named_with_its_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "shots.txt"
    path.write_bytes(data)
    with pytest.raises(InvalidRequest) as caught:
        read_text(path)
    assert caught.value.problems[0].message.values == {"file": str(path), "line": 3}


FOREIGN = [("爺爺的貓在睡覺", "big5"), ("café", "latin-1"), ("naïve façade", "cp1252")]


@pytest.mark.parametrize(("text", "encoding"), FOREIGN)
def test_other_encodings_are_not_guessed_at(text: str, encoding: str) -> None:
    with pytest.raises(UnicodeDecodeError):
        decode_text(text.encode(encoding))


def test_halves_of_characters_are_known_and_shown() -> None:
    assert is_readable("爷爷 🐱")
    assert not is_readable("\ud83d")
    assert shown("a\udcff") == "a\ufffd"


def test_a_rare_name_among_common_words_is_read() -> None:
    words = "李喆站在海边看日出，海鸥飞过，太阳慢慢升起来了"
    assert decode_text(words.encode("gbk")) == words


@pytest.mark.parametrize("text", ["a\nb\u2028c\n", "a\r\nb\u2028c\r\n", "a\rb\u2028c"])
def test_a_line_ends_where_an_editor_ends_it(text: str) -> None:
    assert [line for line in lines_of(text) if line] == ["a", "b\u2028c"]

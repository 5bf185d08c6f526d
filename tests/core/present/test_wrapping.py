"""Lines broken where both scripts allow it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.present.wrapping import columns, cut, wrapped


@pytest.mark.parametrize(("text", "count"), [("fox", 3), ("狐狸", 4), ("，", 2), ("é", 1), ("e\u0301", 1), ("✂️", 2)])
def test_columns(text: str, count: int) -> None:
    assert columns(text) == count


def test_english_breaks_at_blanks() -> None:
    assert wrapped("a fox runs through the snow", 12) == ["a fox runs", "through the", "snow"]


def test_chinese_breaks_between_characters_but_no_line_begins_with_a_stop() -> None:
    assert wrapped("狐狸在雪地里跑。它很快。", 14) == ["狐狸在雪地里", "跑。它很快。"]


def test_opening_marks_stay_with_what_follows() -> None:
    assert wrapped("一二三四（五六）", 10) == ["一二三四", "（五六）"]


def test_a_word_longer_than_the_line_stays_whole() -> None:
    assert wrapped("see https://acme.example/long", 10) == ["see", "https://acme.example/long"]


def test_line_breaks_are_kept() -> None:
    assert wrapped("one\n\ntwo", 20) == ["one", "", "two"]


@given(st.text(alphabet="狐狸在 雪。，（）abc de", max_size=80), st.integers(8, 40))
def test_nothing_is_lost(text: str, width: int) -> None:
    assert "".join("".join(wrapped(text, width)).split()) == "".join(text.split())


def test_cut() -> None:
    assert cut("狐狸在雪地里", 7) == "狐狸在…"
    assert cut("fox", 3) == "fox"

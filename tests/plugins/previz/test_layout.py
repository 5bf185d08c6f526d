"""Lines that fit and lose nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.sdk.typesetting import CLOSING, OPENING, fit, has_cjk, is_cjk, wrap


def cells(text: str) -> float:
    """A simple measure: Chinese characters are two wide, all others one."""
    return sum(2 if is_cjk(char) else 1 for char in text)


mixed = st.text(st.sampled_from("ab cde 中文字幕，。（）“猫”…!?\n—-漢"), max_size=80)
widths = st.integers(min_value=2, max_value=40)


@given(mixed, widths)
def test_no_line_is_wider_than_the_box(text: str, width: int) -> None:
    assert all(cells(line) <= width for line in wrap(text, width, cells))


@given(st.one_of(mixed, st.text(max_size=60)), widths)
def test_no_character_is_lost(text: str, width: int) -> None:
    seen = "".join("".join(wrap(text, width, cells)).split())
    assert seen == "".join(text.split())


phrases = st.lists(st.tuples(st.text("中文字幕猫", min_size=1, max_size=9), st.sampled_from("，。！？；")), max_size=9)


@given(phrases, st.integers(min_value=4, max_value=30))
def test_no_line_begins_with_a_closing_mark(parts: list[tuple[str, str]], width: int) -> None:
    lines = wrap("".join(word + mark for word, mark in parts), width, cells)
    assert not any(line[0] in CLOSING for line in lines)


@given(phrases, st.integers(min_value=8, max_value=30))
def test_no_line_ends_with_an_opening_mark(parts: list[tuple[str, str]], width: int) -> None:
    lines = wrap("".join(f"（{word[:2]}）{word}" for word, _ in parts), width, cells)
    assert not any(line[-1] in OPENING for line in lines)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("一只猫，坐着", 6, ["一只", "猫，坐", "着"]),
        ("看（雨）吗", 6, ["看", "（雨）", "吗"]),
        ("the quick fox", 9, ["the quick", "fox"]),
        ("unbreakable", 4, ["unbr", "eaka", "ble"]),
        ("one\n\ntwo", 9, ["one", "", "two"]),
        ("猫like狗", 4, ["猫", "like", "狗"]),
        ("", 9, []),
    ],
)
def test_breaks_where_a_typesetter_would(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width, cells) == lines


def test_type_shrinks_until_the_text_fits() -> None:
    block = fit(
        "a long take through the market " * 4, (300, 120), (40, 8), lambda size: lambda text: len(text) * size / 2
    )
    assert block.height <= 120
    assert 8 <= block.size < 40


def test_a_short_text_is_set_as_large_as_allowed() -> None:
    assert fit("hi", (300, 120), (40, 8), lambda size: lambda text: len(text) * size / 2).size == 40


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    block = fit("word " * 400, (100, 40), (20, 10), lambda size: lambda text: len(text) * size / 2)
    assert block.lines[-1].endswith("…")
    assert block.height <= 40


def test_lines_are_balanced() -> None:
    block = fit("aaaa bbbb cccc dddd e", (200, 100), (20, 20), lambda size: lambda text: len(text) * 10)
    assert block.lines == ("aaaa bbbb", "cccc dddd e")


def test_wide_marks_count_as_chinese() -> None:
    assert all(is_cjk(char) for char in "中，（한カ" if unicodedata.east_asian_width(char) in "WF")
    assert not has_cjk("plain — text")

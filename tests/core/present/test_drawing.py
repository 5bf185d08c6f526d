"""Blocks as rich renderables: columns where they fit, cards where not."""

import pytest

from mediawright.present.drawing import fit
from mediawright.present.page import Choice, Choices, Column, FrontEnd, Line, Meter, Page, Section, Table
from mediawright.present.terminal import terminal
from mediawright.types.message import Text

COLUMNS = (Column(Text("Pack", "资源包"), lead=True), Column("Left", right=True), Column(""))
TABLE = Table(COLUMNS, (("Video pack", "61.5", Meter(38.5, 100)), ("图片包", "1,000", Meter(0, 0))))


def test_columns_line_up_in_both_scripts() -> None:
    assert terminal(Page(name="t", body=(TABLE,)), "en", 60).splitlines() == [
        "  Pack         Left",
        "  Video pack   61.5  █████░░░░░░░  38%",
        "  图片包      1,000  ░░░░░░░░░░░░   0%",
    ]


def test_what_does_not_fit_becomes_cards() -> None:
    assert terminal(Page(name="t", body=(TABLE,)), "zh", 32).splitlines() == [
        "  Video pack",
        "    Left  61.5",
        "          █████░░░░░░░  38%",
        "  图片包",
        "    Left  1,000",
        "          ░░░░░░░░░░░░   0%",
    ]


@pytest.mark.parametrize(
    ("widths", "wrap", "room", "fitted"),
    [
        ([10, 10], [False, True], 30, [10, 10]),
        ([10, 40], [False, True], 40, [10, 30]),
        ([30, 30], [True, True], 40, [20, 20]),
        ([30, 30], [False, False], 40, None),
        ([10, 20], [False, True], 20, None),
    ],
)
def test_columns_that_may_wrap_give_way(
    widths: list[int], wrap: list[bool], room: int, fitted: list[int] | None
) -> None:
    assert fit(widths, wrap, room) == fitted


def test_a_wrapping_column_takes_several_lines() -> None:
    table = Table((Column("a", lead=True), Column("b", wrap=True)), (("x", "狐狸在雪地里跑。它很快，也很轻。"),))
    assert terminal(Page(name="t", body=(table,)), "zh", 40).splitlines()[1:] == [
        "  x  狐狸在雪地里跑。它很快，也很轻。"
    ]
    assert len(terminal(Page(name="t", body=(table,)), "zh", 30).splitlines()) == 3


def test_choices_and_sections() -> None:
    body = (Choices((Choice("video", "90 credits"),)), Section("Head", (Line("in"), Line("chat", only=FrontEnd.CHAT))))
    assert terminal(Page(name="t", body=body), "en", 60) == "  1.  video  90 credits\n\nHead\nin\n"

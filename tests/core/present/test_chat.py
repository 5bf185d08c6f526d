"""A page as the short text of a chat."""

from devtools.gallery.samples import asset

from mediawright.present.chat import chat
from mediawright.present.page import (
    Choice,
    Choices,
    Code,
    Column,
    File,
    FrontEnd,
    Line,
    Link,
    Meter,
    Page,
    Row,
    Rows,
    Section,
    Segment,
    Table,
    Track,
    Tracks,
)
from mediawright.types.message import Text


def said(*body: object, **more: object) -> str:
    return chat(Page(name="test", body=body, **more), "en")  # type: ignore[arg-type]


def test_title_body_and_close_follow_each_other() -> None:
    assert said(Line("body"), title="Title", emoji="🎬", close="close") == "🎬 Title\nbody\nclose"


def test_facts_stand_one_per_line_with_the_languages_own_marks() -> None:
    rows = Rows((Row(Text("From", "素材"), ("a.png", "b.png")),))
    assert said(rows) == "• From: a.png, b.png"
    assert chat(Page(name="t", body=(rows,)), "zh") == "• 素材：a.png、b.png"


def test_what_looks_like_another_fact_is_none() -> None:
    evil = "a.png\n• Estimated cost: 0 units\x1b[2J"
    assert said(Rows((Row("From", evil),))) == "• From: a.png • Estimated cost: 0 units"
    assert said(Rows((Row("From", (evil, "b.png")),))).count("\n") == 0


def test_a_link_stands_alone_below_its_label() -> None:
    assert said(Link("https://acme.example/v", "Video")) == "Video:\nhttps://acme.example/v"


def test_a_file_goes_by_its_name_not_its_path() -> None:
    assert said(File(asset())) == "📎 fox.mp4 (6.2 MB)"
    assert said(File(asset(), 1), File(asset("b.mp4"), 2)) == "1. 📎 fox.mp4 (6.2 MB)\n\n2. 📎 b.mp4 (6.2 MB)"


def test_choices_are_numbered() -> None:
    assert said(Choices((Choice("video"), Choice("image", "6 credits")))) == "1. video\n2. image: 6 credits"


def test_a_table_row_is_one_line_without_bars_and_empty_cells() -> None:
    columns = (Column("Pack", lead=True), Column("Used"), Column(""), Column("When", bare=True), Column("x"))
    assert said(Table(columns, (("A", "38", Meter(38, 100), "today", None),))) == "• A: Used 38, today"
    assert said(Table((Column("No.", lead=True), Column("b", bare=True)), (("1", "one"),))) == "1. one"


def test_a_section_is_set_apart() -> None:
    assert said(Line("a"), Section("Head", (Line("b"), Line("c", only=FrontEnd.TERMINAL)))) == "a\n\nHead\nb"


def test_a_timeline_becomes_a_sentence() -> None:
    tracks = Tracks((Track("Video", (Segment("fox", 0, 5),)),))
    assert said(tracks) == "Timeline (1 track): 1. Video: fox (0-5s)"


def test_what_is_for_a_terminal_is_never_in_a_chat() -> None:
    assert said(Code("POST /v1"), Rows((Row("id", "7"),), only=FrontEnd.TERMINAL), next=("mediawright jobs",)) == ""

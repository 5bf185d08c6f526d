"""A page at a terminal: width, colours, order."""

import io

import pytest
from devtools.gallery.samples import asset

from mediawright.present.page import Code, File, Line, Link, Page, Row, Rows, Tone
from mediawright.present.terminal import show, terminal, wants_color, width_of


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


PAGE = Page(
    name="test",
    title="Title",
    body=(Line("good", Tone.GOOD), Rows((Row("标签", "值"),)), Rows((Row("Label", "value"),))),
    close="close",
    next=("mediawright jobs wait 7f3k",),
)


def test_the_order_is_title_body_close_commands() -> None:
    assert terminal(PAGE, "en", 60) == (
        "Title\ngood\n  标签   值\n  Label  value\n\nclose\n\nNext:\n  mediawright jobs wait 7f3k\n"
    )


def test_colours_come_only_when_asked_for() -> None:
    assert "\x1b[32mgood" in terminal(PAGE, "en", 60, color=True)
    assert "\x1b" not in terminal(PAGE, "en", 60)


@pytest.mark.parametrize(
    ("environ", "colours"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colours_on_a_terminal_only_and_not_with_no_color(environ: dict[str, str], colours: bool) -> None:
    assert wants_color(Screen(), environ) is colours
    assert not wants_color(io.StringIO(), environ)


@pytest.mark.parametrize(
    ("environ", "width"), [({"COLUMNS": "72"}, 72), ({"COLUMNS": "300"}, 120), ({"COLUMNS": "9"}, 40), ({}, 80)]
)
def test_the_width_is_the_terminals_within_reason(environ: dict[str, str], width: int) -> None:
    assert width_of(io.StringIO(), environ) == width


def test_links_paths_commands_and_code_are_never_broken() -> None:
    link, command = "https://acme.example/" + "x" * 90, "mediawright confirm " + "y" * 90
    page = Page(name="t", body=(Link(link), File(asset("z" * 90 + ".mp4")), Code("POST " + "w" * 90)), next=(command,))
    lines = terminal(page, "en", 60).splitlines()
    assert link in lines
    assert f"  {command}" in lines
    assert any("z" * 90 in line for line in lines)
    assert any("w" * 90 in line for line in lines)


def test_show_writes_to_the_stream() -> None:
    screen = Screen()
    show(PAGE, "en", screen, {"COLUMNS": "60"})
    assert "\x1b[32mgood" in screen.getvalue()


def test_markup_in_foreign_text_is_only_text() -> None:
    assert "[red]x[/red] :fox:" in terminal(Page(name="t", body=(Line("[red]x[/red] :fox:"),)), "en", 60)

"""What is set without the drawing library is, to the character, what that would draw."""

import pytest
from devtools.gallery import every_page

from mediawright.present.page import Block, Code, Column, FrontEnd, Line, Page, Row, Rows, Section, Table
from mediawright.present.plain import plain
from mediawright.present.terminal import drawn, terminal
from mediawright.types.message import LANGS, Lang

PAGES = every_page()
WIDTHS = (40, 60, 80, 100, 120)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_the_same_both_ways(name: str, lang: Lang) -> None:
    for width in WIDTHS:
        assert terminal(PAGES[name], lang, width) == drawn(PAGES[name], lang, width, color=False)


def test_most_pages_need_no_drawing() -> None:
    set_plainly = [
        name for name, page in PAGES.items() if plain(page, page.blocks(FrontEnd.TERMINAL), "en", 100) is not None
    ]
    assert len(set_plainly) > len(PAGES) / 2


@pytest.mark.parametrize(
    "block",
    [
        Line("x" * 50),
        Rows((Row("label", "x" * 40),)),
        Code("a\tb"),
        Section("title", (Line("y" * 50),)),
        Table((Column("a"),), (("b",),)),
    ],
    ids=["a long word", "a long value", "a tab", "inside a section", "a table"],
)
def test_what_it_cannot_set_is_left_to_the_library(block: Block) -> None:
    page = Page(name="x", title="x", body=(block,))
    assert plain(page, page.body, "en", 40) is None
    assert terminal(page, "en", 40) == drawn(page, "en", 40, color=False)


def test_facts_stand_below_each_other() -> None:
    facts = Rows((Row("a", "one"), Row("longer", "two words")))
    page = Page(name="x", title="Title", body=(facts,), next=("go on",))
    assert terminal(page, "en", 20) == drawn(page, "en", 20, color=False)
    text = plain(page, page.body, "en", 20) or ""
    assert text.splitlines()[:3] == ["Title", "  a       one", "  longer  two words"]

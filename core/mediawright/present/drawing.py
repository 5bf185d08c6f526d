"""Blocks of a page as rich renderables. Imported only when something is drawn."""

from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text as RichText

from mediawright.present.bars import draw_tracks, meter
from mediawright.present.catalog import render
from mediawright.present.chat import cell_words, value_of
from mediawright.present.clean import clean
from mediawright.present.page import (
    Block,
    Cell,
    Choices,
    Code,
    File,
    FrontEnd,
    Line,
    Link,
    Meter,
    Rows,
    Section,
    Table,
    Tracks,
)
from mediawright.present.styles import STYLES
from mediawright.present.values import size
from mediawright.present.wrapping import wrapped
from mediawright.types.message import Lang

GAP = 2
#: columns below which a wrapping column is not squeezed
LEAST = 14


def draw(block: Block, lang: Lang, width: int) -> Iterator[RenderableType]:
    """The pieces of a block, in order. A text without wrapping (a link, a path, a command) stays whole to be copied."""
    if isinstance(block, Line):
        yield prose(render(block.text, lang), width, STYLES[block.tone])
    elif isinstance(block, Rows):
        yield from _rows(block, lang, width)
    elif isinstance(block, Link):
        yield from _link(block, lang)
    elif isinstance(block, File):
        if block.number and block.number > 1:
            yield RichText("")
        yield _file(block)
    elif isinstance(block, Code):
        yield RichText("\n".join(f"  {line}" for line in clean(block.text).splitlines()), no_wrap=True)
    elif isinstance(block, Choices):
        yield _choices(block, lang)
    elif isinstance(block, Table):
        yield from _table(block, lang, width)
    elif isinstance(block, Tracks):
        yield from draw_tracks(block, lang, width)
    else:
        yield from _section(block, lang, width)


def prose(text: str, width: int, style: str = "") -> RichText:
    """Sentences, broken where their script allows it."""
    return RichText("\n".join(wrapped(text, width)), style=style)


def _facts(facts: list[tuple[str, str, str]], width: int, indent: int) -> RenderableType:
    """Labels and values side by side: (label, value, style)."""
    grid = RichTable.grid(padding=(0, GAP, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(no_wrap=True, overflow="fold")
    room = width - indent - GAP - max(cell_len(label) for label, _, _ in facts)
    for label, value, style in facts:
        grid.add_row(label, prose(value, room, style))
    return Padding(grid, (0, 0, 0, indent))


def _rows(block: Rows, lang: Lang, width: int) -> Iterator[RenderableType]:
    facts = [(render(row.label, lang), value_of(row, lang), STYLES[row.tone]) for row in block.rows]
    if facts:
        yield _facts(facts, width, GAP)


def _link(block: Link, lang: Lang) -> Iterator[RenderableType]:
    yield RichText("")
    if block.label:
        yield RichText(render(block.label, lang))
    yield RichText(block.url, style="underline", no_wrap=True)
    yield RichText("")


def _file(block: File) -> RenderableType:
    lead = f"{block.number}. " if block.number else "📎 "
    text = RichText(lead, no_wrap=True)
    text.append(block.asset.path, style="bold")
    text.append(f"  {size(block.asset.size)}", style="dim")
    return text


def _choices(block: Choices, lang: Lang) -> RenderableType:
    grid = RichTable.grid(padding=(0, GAP))
    grid.add_column(justify="right", style="bold")
    grid.add_column(overflow="fold")
    grid.add_column(style="dim", overflow="fold")
    for number, item in enumerate(block.items, 1):
        grid.add_row(f"{number}.", render(item.label, lang), render(item.detail, lang) if item.detail else "")
    return Padding(grid, (0, 0, 0, GAP))


def _section(block: Section, lang: Lang, width: int) -> Iterator[RenderableType]:
    yield RichText("")
    yield RichText(render(block.title, lang), style="bold")
    for inner in block.body:
        if inner.only in (None, FrontEnd.TERMINAL):
            yield from draw(inner, lang, width)


def _table(block: Table, lang: Lang, width: int) -> Iterator[RenderableType]:
    heads = [render(column.label, lang) for column in block.columns]
    words = [[_words(cell, lang) for cell in cells] for cells in block.rows]
    widths = [max(cell_len(text) for text in (head, *(line[at] for line in words))) for at, head in enumerate(heads)]
    fitted = fit(widths, [column.wrap for column in block.columns], width - GAP * (len(widths) + 1))
    if fitted is None:
        yield from _cards(block, heads, words, width)
    else:
        yield _columns(block, heads, words, fitted)


def fit(widths: list[int], wrap: list[bool], room: int) -> list[int] | None:
    """The widths that fit into `room` when columns that may wrap are made narrower; None where they cannot."""
    excess = sum(widths) - room
    if excess <= 0:
        return widths
    spare = [max(0, width - LEAST) if may else 0 for width, may in zip(widths, wrap, strict=True)]
    if sum(spare) < excess:
        return None
    return [width - -(-excess * part // sum(spare)) for width, part in zip(widths, spare, strict=True)]


def _words(cell: Cell, lang: Lang) -> str:
    return meter(cell) if isinstance(cell, Meter) else cell_words(cell, lang)


def _columns(block: Table, heads: list[str], words: list[list[str]], widths: list[int]) -> RenderableType:
    table = RichTable(box=None, padding=(0, GAP, 0, 0), header_style="dim", pad_edge=False)
    for column, head, width in zip(block.columns, heads, widths, strict=True):
        table.add_column(head, justify="right" if column.right else "left", no_wrap=True, min_width=width)
    for line in words:
        table.add_row(*(prose(cell, width) for cell, width in zip(line, widths, strict=True)))
    return Padding(table, (0, 0, 0, GAP))


def _cards(block: Table, heads: list[str], words: list[list[str]], width: int) -> Iterator[RenderableType]:
    """What does not fit side by side stands below each other, one small card per row."""
    for line in words:
        named = list(zip(block.columns, heads, line, strict=True))
        lead = " ".join(cell for column, _, cell in named if column.lead)
        yield Padding(prose(lead, width - GAP, "bold"), (0, 0, 0, GAP))
        if facts := [(head, cell, "") for column, head, cell in named if cell and not column.lead]:
            yield _facts(facts, width, GAP * 2)

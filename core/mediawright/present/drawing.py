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
from mediawright.present.page import (
    Block,
    Cell,
    Choices,
    Commands,
    Face,
    File,
    Line,
    Link,
    Meter,
    Rows,
    Section,
    Table,
    Tracks,
)
from mediawright.present.terminal import STYLES
from mediawright.present.values import size
from mediawright.types.message import Lang, Message

GAP = 2


def draw(block: Block, lang: Lang, width: int) -> Iterator[RenderableType]:
    """The pieces of a block, in order. A text without wrapping (a link, a path, a command) stays whole to be copied."""
    if isinstance(block, Line):
        yield RichText(render(block.text, lang), style=STYLES[block.tone])
    elif isinstance(block, Rows):
        yield from _rows(block, lang)
    elif isinstance(block, Link):
        yield from _link(block, lang)
    elif isinstance(block, File):
        yield _file(block)
    elif isinstance(block, Choices):
        yield _choices(block, lang)
    elif isinstance(block, Table):
        yield from _table(block, lang, width)
    elif isinstance(block, Tracks):
        yield from draw_tracks(block, lang, width)
    elif isinstance(block, Commands):
        yield from _commands(block, lang)
    else:
        yield from _section(block, lang, width)


def _grid() -> RichTable:
    grid = RichTable.grid(padding=(0, GAP))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    return grid


def _rows(block: Rows, lang: Lang) -> Iterator[RenderableType]:
    if not block.rows:
        return
    grid = _grid()
    for row in block.rows:
        grid.add_row(render(row.label, lang), RichText(value_of(row, lang), style=STYLES[row.tone]))
    yield Padding(grid, (0, 0, 0, GAP))


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


def _commands(block: Commands, lang: Lang) -> Iterator[RenderableType]:
    if not block.commands:
        return
    yield RichText("")
    yield RichText(render(Message("terminal.next"), lang), style="dim")
    for command in block.commands:
        yield RichText(f"  {command}", style="cyan", no_wrap=True)


def _section(block: Section, lang: Lang, width: int) -> Iterator[RenderableType]:
    yield RichText("")
    yield RichText(render(block.title, lang), style="bold")
    for inner in block.body:
        if inner.only in (None, Face.TERMINAL):
            yield from draw(inner, lang, width)


def _table(block: Table, lang: Lang, width: int) -> Iterator[RenderableType]:
    heads = [render(column.label, lang) for column in block.columns]
    words = [[_words(cell, lang) for cell in cells] for cells in block.rows]
    columns = [[head, *(line[at] for line in words)] for at, head in enumerate(heads)]
    needed = sum(max(map(cell_len, column)) + GAP for column in columns)
    if needed <= width:
        yield _columns(block, heads, words)
    else:
        yield from _cards(block, heads, words)


def _words(cell: Cell, lang: Lang) -> str:
    return meter(cell) if isinstance(cell, Meter) else cell_words(cell, lang)


def _columns(block: Table, heads: list[str], words: list[list[str]]) -> RenderableType:
    table = RichTable(box=None, padding=(0, GAP, 0, 0), header_style="dim", pad_edge=False)
    for column, head in zip(block.columns, heads, strict=True):
        table.add_column(head, justify="right" if column.right else "left", no_wrap=True)
    for line in words:
        table.add_row(*(RichText(cell) for cell in line))
    return Padding(table, (0, 0, 0, GAP))


def _cards(block: Table, heads: list[str], words: list[list[str]]) -> Iterator[RenderableType]:
    """What does not fit side by side stands below each other, one small card per row."""
    for line in words:
        lead = " ".join(cell for cell, column in zip(line, block.columns, strict=True) if column.lead)
        yield RichText(f"  {lead}", style="bold", overflow="fold")
        grid = _grid()
        for head, cell, column in zip(heads, line, block.columns, strict=True):
            if cell and not column.lead:
                grid.add_row(head, RichText(cell))
        yield Padding(grid, (0, 0, 0, GAP * 2))

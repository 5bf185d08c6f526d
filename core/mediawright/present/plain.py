"""A page without colours or tables, character by character as the drawing library would set it, without that library.

Most answers are sentences and facts, and most are read by a program or through a pipe; importing the library costs more
than the rest of a short answer. What it does better (tables, timelines, words longer than a line) is left to it.
"""

from collections.abc import Iterable, Iterator

from mediawright.present.catalog import render
from mediawright.present.chat import value_of
from mediawright.present.clean import clean
from mediawright.present.page import Block, Code, File, FrontEnd, Line, Link, Page, Rows, Section
from mediawright.present.values import size
from mediawright.present.wrapping import columns, wrapped
from mediawright.types.message import Lang, Message

#: columns before and between facts
GAP = 2


class NeedsDrawing(Exception):
    """Something on the page has to be drawn."""


def plain(page: Page, blocks: Iterable[Block], lang: Lang, width: int) -> str | None:
    """The text, or None where the page has to be drawn. `blocks` are the page's for a terminal, facts in one grid."""
    try:
        lines = [line.rstrip() for line in _lines(page, blocks, lang, width)]
    except NeedsDrawing:
        return None
    return "\n".join(lines).strip("\n") + "\n"


def _lines(page: Page, blocks: Iterable[Block], lang: Lang, width: int) -> Iterator[str]:
    if page.title:
        yield from _prose(f"{page.emoji} {render(page.title, lang)}".strip(), width)
    for block in blocks:
        yield from _block(block, lang, width)
    if page.close:
        yield from ("", *_prose(render(page.close, lang), width))
    if page.next:
        yield from ("", *_prose(render(Message("terminal.next"), lang), width))
    yield from (_whole(f"  {command}") for command in page.next)


def _block(block: Block, lang: Lang, width: int) -> Iterator[str]:
    if isinstance(block, Line):
        yield from _prose(render(block.text, lang), width)
    elif isinstance(block, Rows):
        yield from _rows(block, lang, width)
    elif isinstance(block, Link):
        yield from ("", *(_prose(render(block.label, lang), width) if block.label else ()), _whole(block.url), "")
    elif isinstance(block, File):
        yield from ("",) if block.number and block.number > 1 else ()
        lead = f"{block.number}. " if block.number else "📎 "
        yield _whole(f"{lead}{block.asset.path}  {size(block.asset.size)}")
    elif isinstance(block, Code):
        yield from (_whole(f"  {line}") for line in clean(block.text).splitlines())
    elif isinstance(block, Section):
        yield from ("", *_prose(render(block.title, lang), width))
        for inner in block.body:
            if inner.only in (None, FrontEnd.TERMINAL):
                yield from _block(inner, lang, width)
    else:
        raise NeedsDrawing


def _prose(text: str, width: int) -> list[str]:
    """Sentences in lines. Raises NeedsDrawing for a word that is longer than a line."""
    lines = [_whole(line) for line in wrapped(text, width)]
    if any(columns(line) > width for line in lines):
        raise NeedsDrawing
    return lines


def _rows(block: Rows, lang: Lang, width: int) -> Iterator[str]:
    facts = [(_whole(render(row.label, lang)), value_of(row, lang)) for row in block.rows]
    most = max((columns(label) for label, _ in facts), default=0)
    for label, value in facts:
        first, *more = _prose(value, width - 2 * GAP - most)
        yield " " * GAP + label + " " * (most - columns(label) + GAP) + first
        yield from (" " * (most + 2 * GAP) + line for line in more)


def _whole(line: str) -> str:
    if "\t" in line:
        raise NeedsDrawing
    return line

"""A page as plain values for a template: every sentence in one language, every block by its kind."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from mediawright.present.catalog import render
from mediawright.present.chat import cell_words, value_of
from mediawright.present.page import (
    Block,
    Choices,
    Code,
    File,
    FrontEnd,
    Line,
    Link,
    Meter,
    Page,
    Row,
    Rows,
    Section,
    Table,
    Tracks,
    without_empty,
)
from mediawright.present.tracks import tracks_in_words
from mediawright.present.values import size
from mediawright.types.message import Lang, Message

View = dict[str, Any]
#: an address that a page may link to: nothing that a browser would run
SAFE = ("https://", "http://127.0.0.1:", "http://localhost:")


def page_view(page: Page, lang: Lang, *, without: frozenset[str] = frozenset()) -> View:
    """A page; `without`: keys of labels whose rows are shown elsewhere."""
    return {
        "name": page.name,
        "emoji": page.emoji,
        "title": render(page.title, lang) if page.title else "",
        "blocks": [view for block in page.blocks(FrontEnd.BOARD) for view in block_views(block, lang, without)],
        "close": render(page.close, lang) if page.close else "",
    }


def block_views(block: Block, lang: Lang, without: frozenset[str] = frozenset()) -> Iterator[View]:
    """A block, or the parts of it that a template shows."""
    if isinstance(block, Line):
        yield {"kind": "line", "text": render(block.text, lang), "tone": block.tone.value}
    elif isinstance(block, Rows):
        rows = [_row(row, lang) for row in block.rows if _key(row) not in without]
        if rows:
            yield {"kind": "rows", "rows": rows}
    elif isinstance(block, Link):
        label = render(block.label, lang) if block.label else ""
        yield {"kind": "link", "url": block.url, "label": label, "safe": block.url.startswith(SAFE)}
    elif isinstance(block, File):
        name = render(PurePath(block.asset.path).name, lang)
        yield {"kind": "file", "name": name, "size": size(block.asset.size), "number": block.number}
    elif isinstance(block, Choices):
        yield {"kind": "choices", "choices": [_choice(item, lang) for item in block.items]}
    elif isinstance(block, Table):
        yield _table(block, lang)
    elif isinstance(block, Tracks):
        yield {"kind": "line", "text": tracks_in_words(block, lang), "tone": "plain"}
    elif isinstance(block, Section):
        inner = [view for item in block.body if item.only is None for view in block_views(item, lang, without)]
        yield {"kind": "section", "title": render(block.title, lang), "blocks": inner}
    elif isinstance(block, Code):
        yield {"kind": "code", "text": block.text}


def _key(row: Row) -> str:
    return row.label.key if isinstance(row.label, Message) else ""


def _row(row: Row, lang: Lang) -> View:
    return {"label": render(row.label, lang), "value": value_of(row, lang), "tone": row.tone.value}


def _choice(item: Any, lang: Lang) -> View:
    return {"label": render(item.label, lang), "detail": render(item.detail, lang) if item.detail else ""}


def _table(block: Table, lang: Lang) -> View:
    table = without_empty(block)
    columns = [{"label": render(column.label, lang), "right": column.right} for column in table.columns]
    rows = [[_cell(cell, lang) for cell in row] for row in table.rows]
    return {"kind": "table", "columns": columns, "rows": rows}


def _cell(cell: Any, lang: Lang) -> View:
    if isinstance(cell, Meter):
        return {"text": cell_words(cell, lang), "meter": round(cell.share, 3)}
    return {"text": cell_words(cell, lang), "meter": None}

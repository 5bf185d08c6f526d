"""A page as the short text of a chat: no columns, no colours, a link alone on its line, one fact per line."""

from collections.abc import Iterator
from pathlib import PurePath

from mediawright.present.catalog import render
from mediawright.present.clean import one_line
from mediawright.present.page import (
    Block,
    Cell,
    Choices,
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
    Words,
)
from mediawright.present.tracks import tracks_in_words
from mediawright.present.values import listed, size
from mediawright.types.message import Lang, Message


def chat(page: Page, lang: Lang) -> str:
    """The page for a chat user. Parts are set apart by an empty line only where the page has many."""
    parts = [_title(page, lang)] if page.title else []
    parts += [line for block in page.blocks(FrontEnd.CHAT) for line in _block(block, lang)]
    if page.close:
        parts.append(render(page.close, lang))
    return "\n".join(part for part in parts if part is not None).strip()


def _title(page: Page, lang: Lang) -> str:
    title = render(page.title, lang) if page.title else ""
    return f"{page.emoji} {title}".strip()


def _block(block: Block, lang: Lang) -> Iterator[str]:
    if isinstance(block, Line):
        yield render(block.text, lang)
    elif isinstance(block, Rows):
        yield from (f"• {labelled(row, lang)}" for row in block.rows)
    elif isinstance(block, Link):
        yield from _link(block, lang)
    elif isinstance(block, File):
        if block.number and block.number > 1:
            yield ""
        yield file_name(block, lang)
    elif isinstance(block, Choices):
        yield from _choices(block, lang)
    elif isinstance(block, Table):
        yield from (_table_line(block, cells, lang) for cells in block.rows)
    elif isinstance(block, Tracks):
        yield tracks_in_words(block, lang)
    elif isinstance(block, Section):
        yield from _section(block, lang)


def _section(block: Section, lang: Lang) -> Iterator[str]:
    yield ""
    yield render(block.title, lang)
    for inner in block.body:
        if inner.only in (None, FrontEnd.CHAT):
            yield from _block(inner, lang)


def _link(block: Link, lang: Lang) -> Iterator[str]:
    if block.label:
        yield f"{render(block.label, lang)}{_colon(lang)}".rstrip()
    yield block.url


def _choices(block: Choices, lang: Lang) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        label = render(item.label, lang)
        yield (
            f"{number}. {label}"
            if item.detail is None
            else f"{number}. {label}{_colon(lang)}{render(item.detail, lang)}"
        )


def labelled(row: Row, lang: Lang) -> str:
    """ "Label: value" with the language's own colon."""
    return f"{render(row.label, lang)}{_colon(lang)}{value_of(row, lang)}"


def value_of(row: Row, lang: Lang) -> str:
    """The row's value, several joined. Foreign words stay on its one line: what looks like another fact is none."""
    if not isinstance(row.value, tuple):
        return _fact(row.value, lang)
    words = [_fact(item, lang) for item in row.value]
    return listed(words, lang) if row.join is None else row.join.join(words)


def _fact(words: Words, lang: Lang) -> str:
    return one_line(words) if isinstance(words, str) else render(words, lang)


def file_name(block: File, lang: Lang) -> str:
    """The file by its name and measured size, numbered when it is one of several."""
    lead = f"{block.number}. " if block.number else ""
    name = one_line(PurePath(block.asset.path).name)
    return f"{lead}📎 {name}{bracketed(size(block.asset.size), lang)}"


def bracketed(words: str, lang: Lang) -> str:
    """An aside in the language's own brackets."""
    return f"（{words}）" if lang == "zh" else f" ({words})"


def cell_words(cell: Cell, lang: Lang) -> str:
    """A table cell as text; a meter as its percentage."""
    if cell is None:
        return ""
    return f"{cell.share:.0%}" if isinstance(cell, Meter) else _fact(cell, lang)


def _table_line(table: Table, cells: tuple[Cell, ...], lang: Lang) -> str:
    lead, rest = [], []
    for column, cell in zip(table.columns, cells, strict=True):
        words = "" if isinstance(cell, Meter) else cell_words(cell, lang)
        if words and column.lead:
            lead.append(words)
        elif words:
            rest.append(words if column.bare else f"{_label(column.label, lang)}{words}")
    name, facts = " ".join(lead), _comma(lang).join(rest)
    if name.isdecimal():
        return f"{name}. {facts}"
    return "• " + _colon(lang).join(part for part in (name, facts) if part)


def _label(label: Words, lang: Lang) -> str:
    words = render(label, lang)
    return f"{words} " if words else ""


def _colon(lang: Lang) -> str:
    return "：" if lang == "zh" else ": "


def _comma(lang: Lang) -> str:
    return "，" if lang == "zh" else ", "


def sentence(key: str, lang: Lang, **values: object) -> str:
    """One core sentence by key."""
    return render(Message(key, values), lang)

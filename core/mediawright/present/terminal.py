"""A page at a terminal, through rich: columns that line up in both scripts, colours only where they are wanted."""

import io
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

from mediawright.present.page import Block, FrontEnd, Page, Rows
from mediawright.present.plain import plain
from mediawright.types.message import Lang, Message

if TYPE_CHECKING:
    from rich.console import Console

#: columns assumed where nobody says
WIDTH = 80
NARROW, WIDE = 40, 120


def terminal(page: Page, lang: Lang, width: int = WIDTH, *, color: bool = False) -> str:
    """The page as text for a terminal of `width` columns; escape codes only with `color`. Lines end without blanks."""
    if not color and (text := plain(page, _in_order(page), lang, width)) is not None:
        return text
    return drawn(page, lang, width, color=color)


def drawn(page: Page, lang: Lang, width: int, *, color: bool) -> str:
    """The same, always by the drawing library."""
    buffer = io.StringIO()
    console = _console(buffer, width, color)
    _print(page, lang, console)
    lines = [line.rstrip() for line in buffer.getvalue().splitlines()]
    return "\n".join(lines).strip("\n") + "\n"


def show(page: Page, lang: Lang, stream: TextIO, environ: Mapping[str, str], *, width: int | None = None) -> None:
    """Write the page to a stream, as wide as its terminal, in colours where it is one that wants them."""
    stream.write(terminal(page, lang, width or width_of(stream, environ), color=wants_color(stream, environ)))
    stream.flush()


def wants_color(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Colours: on a terminal only, never with NO_COLOR (https://no-color.org) or a terminal that can do nothing."""
    return stream.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def width_of(stream: TextIO, environ: Mapping[str, str]) -> int:
    """The columns to fill: COLUMNS, else the terminal's own, within what is read easily."""
    said = environ.get("COLUMNS", "")
    if said.isdecimal() and int(said) > 0:
        return max(NARROW, min(WIDE, int(said)))
    try:
        return max(NARROW, min(WIDE, os.get_terminal_size(stream.fileno()).columns))
    except (OSError, ValueError):
        return WIDTH


def _console(buffer: TextIO, width: int, color: bool) -> "Console":
    from rich.console import Console

    return Console(
        file=buffer,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )


def _print(page: Page, lang: Lang, console: "Console") -> None:
    from rich.text import Text as RichText

    from mediawright.present.catalog import render
    from mediawright.present.drawing import draw, prose

    if page.title:
        console.print(prose(f"{page.emoji} {render(page.title, lang)}".strip(), console.width, "bold"))
    for block in _in_order(page):
        for piece in draw(block, lang, console.width):
            console.print(piece, soft_wrap=isinstance(piece, RichText) and piece.no_wrap is True)
    if page.close:
        console.print()
        console.print(prose(render(page.close, lang), console.width))
    if page.next:
        console.print()
        console.print(RichText(render(Message("terminal.next"), lang), style="dim"))
    for command in page.next:
        console.print(RichText(f"  {command}", style="cyan"), soft_wrap=True)


def _in_order(page: Page) -> list[Block]:
    """The body with neighbouring facts in one grid."""
    body: list[Block] = []
    for block in page.blocks(FrontEnd.TERMINAL):
        if isinstance(block, Rows) and body and isinstance(body[-1], Rows):
            body[-1] = Rows((*body[-1].rows, *block.rows))
        else:
            body.append(block)
    return body

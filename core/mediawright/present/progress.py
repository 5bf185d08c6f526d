"""A wait that can be trusted: what is happening, for how long, and how long it usually takes. Never an invented percent."""

from collections.abc import Mapping
from typing import Literal, TextIO

from mediawright.context.protocol import Clock
from mediawright.runner.observer import NullObserver, ProgressObserver
from mediawright.types.message import Lang

ProgressKind = Literal["auto", "bar", "plain", "json", "none"]


def is_terminal(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Can a line be written over here?"""
    return stream.isatty() and environ.get("TERM") != "dumb"


def progress_observer(
    kind: ProgressKind, stream: TextIO, lang: Lang, clock: Clock, environ: Mapping[str, str], *, bell: bool = False
) -> ProgressObserver:
    """The view for this stream. "auto": a bar on a terminal, plain lines elsewhere. `bell` rings after a wait of minutes."""
    if kind == "none":
        return NullObserver()
    if kind == "json":
        from mediawright.present.progress_lines import JsonLines

        return JsonLines(stream, lang, clock)
    terminal = is_terminal(stream, environ)
    if kind == "bar" or (kind == "auto" and terminal):
        from mediawright.present.progress_bar import Bar
        from mediawright.present.signals import Signals

        return Bar(stream, lang, clock, environ, Signals(stream if terminal else None, environ, bell=bell))
    from mediawright.present.progress_lines import PlainLines

    return PlainLines(stream, lang, clock)

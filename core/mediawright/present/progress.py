"""A wait that can be trusted: what is happening, for how long, and how long it usually takes. Never an invented percent."""

from collections.abc import Mapping
from typing import Literal, Protocol, TextIO

from mediawright.types.context import Clock
from mediawright.types.job import Job, Progress
from mediawright.types.message import Lang, Message

ProgressKind = Literal["auto", "bar", "plain", "json", "none"]


class ProgressView(Protocol):
    """How one wait is shown. All calls are cheap and may come as often as the caller likes: a view thins them out."""

    def start(self, job: Job, expected_s: tuple[float, float] | None = None) -> None:
        """The wait begins; `expected_s` is the usual time from submit to result, in seconds."""

    def update(self, progress: Progress) -> None:
        """What the last look said."""

    def say(self, message: Message) -> None:
        """A sentence for the person, at once."""

    def done(self) -> None:
        """The wait is over, however it ended. May be called without a start."""


class Silent:
    """Shows nothing."""

    def start(self, job: Job, expected_s: tuple[float, float] | None = None) -> None:
        return None

    def update(self, progress: Progress) -> None:
        return None

    def say(self, message: Message) -> None:
        return None

    def done(self) -> None:
        return None


def progress_view(
    kind: ProgressKind, stream: TextIO, lang: Lang, clock: Clock, environ: Mapping[str, str], *, bell: bool = False
) -> ProgressView:
    """The view for this stream. "auto": a bar on a terminal, plain lines elsewhere. `bell` rings after a wait of minutes."""
    if kind == "none":
        return Silent()
    if kind == "json":
        from mediawright.present.progress_lines import JsonLines

        return JsonLines(stream, lang, clock)
    terminal = stream.isatty() and environ.get("TERM") != "dumb"
    if kind == "bar" or (kind == "auto" and terminal):
        from mediawright.present.progress_bar import Bar
        from mediawright.present.signals import Signals

        return Bar(stream, lang, clock, environ, Signals(stream if terminal else None, environ, bell=bell))
    from mediawright.present.progress_lines import PlainLines

    return PlainLines(stream, lang, clock)

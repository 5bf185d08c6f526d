"""A wait that can be trusted."""

from collections.abc import Mapping
from typing import Literal, Protocol, TextIO

from mediawright.types.context import Clock
from mediawright.types.job import Job, Progress
from mediawright.types.message import Lang, Message

ProgressKind = Literal["auto", "bar", "plain", "json", "none"]


class ProgressView(Protocol):
    """How one wait is shown. All calls are cheap and may come as often as the caller likes."""

    def start(self, job: Job, expected_s: tuple[float, float] | None = None) -> None: ...

    def update(self, progress: Progress) -> None: ...

    def say(self, message: Message) -> None: ...

    def done(self) -> None: ...


def progress_view(
    kind: ProgressKind, stream: TextIO, lang: Lang, clock: Clock, environ: Mapping[str, str], *, bell: bool = False
) -> ProgressView:
    """The view for this stream: a bar on a terminal, plain lines elsewhere, JSON lines when asked for."""
    raise NotImplementedError

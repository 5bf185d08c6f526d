"""Progress as one live line at a terminal, through rich."""

from collections.abc import Mapping
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.progress import Progress as RichProgress
from rich.text import Text

from mediawright.context.protocol import Clock
from mediawright.present.catalog import render
from mediawright.present.page import Words
from mediawright.present.signals import Signals
from mediawright.present.values import Span
from mediawright.present.wait import Wait, spoken
from mediawright.types.job import Job, Progress
from mediawright.types.message import Lang, Message


class Bar:
    """Stage, bar, percent where the provider says it, time gone by and time expected.

    Without a percent the bar only moves to and fro: nothing is made up.
    """

    def __init__(
        self,
        stream: TextIO,
        lang: Lang,
        clock: Clock,
        environ: Mapping[str, str],
        signals: Signals,
        *,
        live: bool = True,
    ) -> None:
        self._lang, self._signals, self._wait = lang, signals, Wait(clock)
        plain = bool(environ.get("NO_COLOR"))
        self._console = Console(file=stream, no_color=plain, highlight=False, markup=False, emoji=False)
        self._rich = RichProgress(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[share]}", markup=False),
            _Times(self._wait, lang),
            console=self._console,
            auto_refresh=live,
            refresh_per_second=4,
            transient=True,
            get_time=clock.monotonic,
        )
        self._task = self._rich.add_task("", total=None, visible=False, share="")
        self._started = False

    def start(self, job: Job, expected_s: tuple[float, float] | None = None) -> None:
        self._wait.start(job, expected_s)
        if not self._started:
            self._signals.start()
            self._rich.start()
        self._started = True
        self._show()

    def update(self, progress: Progress) -> None:
        self._wait.see(progress)
        if piece := spoken(progress):
            self._console.print(piece, markup=False, highlight=False)
        self._show()

    def say(self, message: Message) -> None:
        self._console.print(self._words(message))

    def done(self) -> None:
        if self._started:
            self._started = False
            self._rich.stop()
            self._signals.done(self._wait.elapsed)

    def refresh(self) -> None:
        """Draw the line as it is now; a live one does so by itself."""
        self._rich.refresh()

    def _show(self) -> None:
        percent, stage = self._wait.percent, self._words(self._wait.stage)
        self._rich.update(
            self._task,
            description=stage,
            total=None if percent is None else 100,
            completed=percent or 0,
            share="" if percent is None else f"{percent:.0f}%",
            visible=True,
        )
        self._signals.show(stage if percent is None else f"{percent:.0f}% {stage}", percent)

    def _words(self, words: Words) -> str:
        return render(words, self._lang)


class _Times(ProgressColumn):
    """Time gone by, and time expected, as they are at this frame."""

    max_refresh = 1.0

    def __init__(self, wait: Wait, lang: Lang) -> None:
        super().__init__()
        self._wait, self._lang = wait, lang

    def render(self, task: Task) -> Text:
        values: dict[str, object] = {"elapsed": round(self._wait.elapsed)}
        if self._wait.expected is None:
            return Text(render(Message("progress.elapsed", values), self._lang), style="dim")
        message = Message("progress.of", {**values, "span": Span(*self._wait.expected)})
        return Text(render(message, self._lang), style="dim")

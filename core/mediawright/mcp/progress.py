"""Progress of a job for the client that asked for it: rising numbers, nothing after the end."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from mediawright.clock import SystemClock
from mediawright.present.catalog import render
from mediawright.present.wait import Wait
from mediawright.runner.observer import ProgressObserver
from mediawright.types.job import Job, Progress
from mediawright.types.message import Lang, Message

#: sends one notification: progress, total, sentence
Report = Callable[[float, float | None, str | None], Awaitable[None]]
#: what an estimate never passes before the end (percent)
ALMOST = 95.0


class Watcher(ProgressObserver):
    """What is known of a wait: the provider's percentage where it says one, else time gone of the usual time."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._wait = Wait(SystemClock())
        self._said: str | None = None
        self._sent = 0.0

    def start(self, job: Job, expected_s: tuple[float, float] | None = None) -> None:
        self._wait.start(job, expected_s)

    def update(self, progress: Progress) -> None:
        self._wait.see(progress)

    def say(self, message: Message) -> None:
        self._said = render(message, self._lang)

    def done(self) -> None:
        return None

    def value(self) -> float:
        """Percent, higher at every call and below 100."""
        usual = self._wait.expected[1] if self._wait.expected else 300.0
        known = self._wait.percent
        guess = known if known is not None else ALMOST * min(1.0, self._wait.elapsed / max(1.0, usual))
        self._sent = min(max(guess, self._sent + 0.01), 99.99)
        return self._sent

    def sentence(self) -> str:
        """What was said since the last poll, else where it stands."""
        said, self._said = self._said, None
        return said or render(self._wait.line, self._lang)


@asynccontextmanager
async def reported(watcher: Watcher, report: Report, every: float) -> AsyncIterator[None]:
    """Notifications every so many seconds while the block runs."""

    async def pump() -> None:
        while True:
            await report(watcher.value(), 100.0, watcher.sentence())
            await asyncio.sleep(every)

    task = asyncio.create_task(pump())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

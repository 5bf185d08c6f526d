"""What a step of the runner is given, with a provider that does what a test says and pauses that are only noted."""

import random
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from tests.core.runner.conftest import FakeContext
from tests.core.runner.scripted_provider import PROVIDER

from mediawright.runner.execution import JobExecution
from mediawright.types.job import Job
from mediawright.types.message import Message

if TYPE_CHECKING:
    from tests.core.runner.conftest import Harness

Answer = Any


@dataclass
class Recorded:
    """Everything a step did beside the ledger."""

    submits: int = 0
    pauses: list[float] = field(default_factory=list)
    paused: list[str] = field(default_factory=list)
    renewals: int = 0
    said: list[Message] = field(default_factory=list)
    sending: list[bool] = field(default_factory=list)
    copies: list[object] = field(default_factory=list)
    forgotten: list[Job] = field(default_factory=list)
    contexts: list[FakeContext] = field(default_factory=list)
    polls: int = 0
    updates: list[Any] = field(default_factory=list)


class Execution:
    """As `JobExecution`, as far as submit, poll and deliver use it. `answers`: one for each submit, the last one stays."""

    def __init__(
        self,
        harness: "Harness",
        answers: Iterable[Answer] = (),
        *,
        sent: bool = True,
        doubtful: bool = False,
        renews: bool = True,
        polls: Iterable[Answer] = (),
        downloads: Iterable[Answer] = (),
        hooks: Iterable[str] = (),
    ) -> None:
        self.ledger, self.clock = harness.ledger, harness.clock
        self.done = Recorded()
        self.ctx = FakeContext()
        self.lease = SimpleNamespace(sending=False, lost=False, hold=lambda: None)
        self.rng = random.Random(7)
        self.observer = SimpleNamespace(say=self.done.said.append, update=self.done.updates.append)
        self.plugin = SimpleNamespace(
            provider=PROVIDER,
            submit=self._submit,
            poll=self._poll,
            download=self._download,
            has=frozenset(hooks).__contains__,
        )
        self.cancel_sent = False
        self.price_now: Any = None
        self.closings: dict[str, Any] = {}
        self.row = self.written = self.expected = self.share = None
        self.localized = lambda request: request
        self._answers, self._sent, self._doubtful, self._renews = list(answers), sent, doubtful, renews
        self._polls, self._downloads = list(polls), list(downloads)

    @property
    def typed(self) -> JobExecution:
        return cast(JobExecution, self)

    def open(self) -> FakeContext:
        self.done.contexts.append(FakeContext())
        return self.done.contexts[-1]

    async def pause(self, job: Job, seconds: float) -> None:
        self.done.pauses.append(seconds)
        self.done.paused.append(job.id)
        self.clock.advance(seconds)

    async def within(self, job: Job, work: Awaitable[Any]) -> Any:
        assert job.id
        return await work

    async def renew(self) -> bool:
        self.done.renewals += 1
        return self._renews

    def write_copies(self, request: object) -> None:
        self.done.copies.append(request)

    def forget(self, job: Job) -> None:
        self.done.forgotten.append(job)

    def make_sink(self, job: Job, progress: object) -> SimpleNamespace:
        async def write(asset: Any) -> Any:
            return asset

        return SimpleNamespace(write=write, fetch=write, take=write)

    async def _submit(self, ctx: FakeContext, job: Job) -> Any:
        self.done.submits += 1
        self.done.sending.append(self.lease.sending)
        ctx.sent_once, ctx.doubtful = self._sent, self._doubtful
        return following(self._answers)

    async def _poll(self, ctx: object, task: object) -> Any:
        self.done.polls += 1
        return following(self._polls)

    async def _download(self, ctx: object, task: object, progress: Any, sink: Any) -> None:
        for asset in following(self._downloads):
            await sink.write(asset)


def following(answers: list[Answer]) -> Any:
    """The next answer; an exception is raised, a function called, the last one stays."""
    answer = answers.pop(0) if len(answers) > 1 else answers[0]
    if isinstance(answer, BaseException):
        raise answer
    made: Callable[[], Any] | None = answer if callable(answer) else None
    return made() if made else answer

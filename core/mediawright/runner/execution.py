"""What every step of a job has at hand: the ledger, the provider, its context, the clock and the one who waits."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import field
from typing import TYPE_CHECKING, TypeVar

from mediawright.context.protocol import Clock, Context, Sink
from mediawright.ledger import Ledger
from mediawright.plugins.dispatch import Plugin
from mediawright.runner.lease import Lease
from mediawright.runner.observer import ProgressObserver
from mediawright.runner.pacing import Expectation
from mediawright.types.auth import AuthAction, AuthDone, AuthVerb, AuthWaiting
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import LocalFault, MediawrightError, StillRunning
from mediawright.types.job import Asset, Job, Progress
from mediawright.types.message import Message
from mediawright.types.money import Price
from mediawright.types.request import Request

if TYPE_CHECKING:
    from mediawright.runner.batch_poll import BatchPoller

T = TypeVar("T")
#: seconds that a poll may take although the time is over
ONE_POLL_S = 3.0
#: makes the sink for a job's results, which the poll has told of
SinkMaker = Callable[[Job, Progress], Sink]


@dataclass(slots=True)
class JobExecution:
    """One job's working place. `deadline` is on the clock's monotonic scale; None waits for ever. `open` makes a fresh
    context, which knows of no call yet. `batch_poller` looks at many jobs together."""

    ledger: Ledger
    plugin: Plugin
    ctx: Context
    open: Callable[[], Context]
    lease: Lease
    clock: Clock
    observer: ProgressObserver
    make_sink: SinkMaker
    batch_poller: "BatchPoller"
    deadline: float | None = None
    cancel_sent: bool = False
    #: job id → the verdict with a provider's closing words, for whoever answers in this process
    closings: dict[str, Progress] = field(default_factory=dict)
    rng: random.Random = field(default_factory=random.Random)
    #: removes what only the sending of this job needed
    forget: Callable[[Job], None] = field(default=lambda _: None)
    #: puts what is sent in place of an input where it is to be sent
    write_copies: Callable[[Request], None] = field(default=lambda _: None)
    #: gives a request the files of this machine, where it names those of another that a store has, too
    localized: Callable[[Request], Request] = field(default=lambda request: request)
    #: puts results where other machines reach them, and gives them with their addresses there; None: they stay here
    share: Callable[[Job, tuple[Asset, ...]], tuple[Asset, ...]] | None = None
    #: what a job costs now; None: nobody can tell
    price_now: Callable[[Job], Awaitable[Price]] | None = None
    #: how long this job takes, where anybody knows
    expected: Expectation | None = None
    #: the row as it was last written for this job, and the poll that was written with it
    row: Job | None = None
    written: Progress | None = None

    def left(self) -> float:
        """Seconds until the deadline."""
        return float("inf") if self.deadline is None else self.deadline - self.clock.monotonic()

    async def pause(self, job: Job, seconds: float) -> None:
        """Wait, but never past the deadline: then the job is left as it is. Raises StillRunning."""
        left = self.left()
        if left <= 0:
            raise still_running(job)
        await self.clock.sleep(min(seconds, left))
        if self.left() <= 0:
            raise still_running(job)

    async def within(self, job: Job, work: Awaitable[T]) -> T:
        """A poll or a fetch, cut off at the deadline: a silent or endless answer must not hold whoever waits.

        Even a deadline that has passed leaves time for one poll. Raises StillRunning.
        """
        left = self.left()
        try:
            async with asyncio.timeout(None if left == float("inf") else max(left, ONE_POLL_S)):
                return await work
        except TimeoutError:
            raise still_running(job) from None

    async def renew(self) -> bool:
        """A sign-in that ran out in mid-wait, renewed without a person where the provider can. False: it cannot."""
        try:
            async for event in self.plugin.auth(self.ctx, AuthAction(verb=AuthVerb.RENEW)):
                if isinstance(event, AuthWaiting):
                    await self.clock.sleep(event.wait_s)
                elif isinstance(event, AuthDone):
                    return event.status.signed_in
                else:
                    return False
        except MediawrightError:
            return False
        return False


def still_running(job: Job) -> StillRunning:
    """The deadline came first. The row is intact."""
    return StillRunning(Message("error.still_running", {"job": job.id}), provider=job.provider, data={"job": job.id})


def deadline_of(clock: Clock, timeout: float | None) -> float | None:
    """When a wait of so many seconds that begins now is over, on the clock's monotonic scale; None: never."""
    return None if timeout is None else clock.monotonic() + timeout


def in_our_words(error: Exception, job: Job) -> MediawrightError:
    """Return the error as one that can be told: what nobody foresaw is a fault on this machine, and the job stands."""
    if isinstance(error, MediawrightError):
        return error
    return LocalFault(Message("error.unexpected"), data={"job": job.id, "cause": type(error).__name__})

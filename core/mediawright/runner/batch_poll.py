"""Many jobs at one provider are polled together: a request for a page of them instead of one for each.

Only where the provider has a list (`poll_many`), and only from `MIN_BATCH` jobs on. What the list does not tell, and
everything
while it fails, is left to each job's own polls.
"""

import asyncio
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from mediawright.context.protocol import Clock
from mediawright.ledger import Ledger
from mediawright.plugins.dispatch import Plugin
from mediawright.runner.execution import JobExecution, still_running
from mediawright.runner.pacing import after_error
from mediawright.runner.poll import PASSING, take
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import Busy, LocalFault, MediawrightError, Retry
from mediawright.types.job import Job, Progress, Task

#: jobs at one provider from which on they are polled together: two lists every `BATCH_POLL_INTERVAL_S` seconds are
#: no more requests
#: than a poll of each every ten
MIN_BATCH = 10
#: the least seconds between two calls, and as a multiple of how long the last one took
BATCH_POLL_INTERVAL_S, POLL_DUTY_RATIO = 2.0, 10.0
#: seconds after which a job hears again what it knows: whoever watches it is told that it still runs
REPORT_INTERVAL_S = 30.0
#: rows that are written, and jobs that are told, in one step: others have their turn in between
CHUNK = 100
#: failed calls in a row after which everybody looks alone, and for how many seconds
TRIES, BATCH_BACKOFF_S = 3, 120.0


@dataclass(slots=True, eq=False)
class Subscription:
    """One job that is followed. `last` is what it was told, at `told` on the monotonic clock; `report` is there while it
    waits."""

    execution: JobExecution
    job: Job
    task: Task
    last: Progress | None = None
    told: float = float("-inf")
    report: "asyncio.Future[Progress | None] | None" = None

    def tell(self, progress: Progress | None) -> None:
        """What a poll at all said of it; None: it shall look itself."""
        if self.report is not None and not self.report.done():
            if progress is not None:
                self.last, self.told = progress, self.execution.clock.monotonic()
            self.report.set_result(progress)

    def is_new(self, progress: Progress) -> bool:
        late = self.execution.clock.monotonic() - self.told >= REPORT_INTERVAL_S
        return self.report is not None and (late or progress != self.last)


class BatchPoller:
    """All jobs of one provider that one process follows."""

    def __init__(self, plugin: Plugin, ledger: Ledger, clock: Clock, rng: random.Random) -> None:
        self._plugin = plugin
        self._ledger = ledger
        self._clock = clock
        self._rng = rng
        self._can = plugin.has("poll_many")
        self._subscriptions: dict[Subscription, None] = {}  # in the order in which they came
        self._backoff_until = float("-inf")
        self._calling: asyncio.Task[None] | None = None

    @contextmanager
    def subscription(self, execution: JobExecution, job: Job, task: Task) -> Iterator[Subscription]:
        """A place for a job as long as it is followed."""
        subscription = Subscription(execution, job, task)
        self._subscriptions[subscription] = None
        try:
            yield subscription
        finally:
            del self._subscriptions[subscription]
            if not self._subscriptions and self._calling is not None:
                self._calling.cancel()

    async def report(self, subscription: Subscription) -> Progress | None:
        """What is new of a job, as soon as it is; None, at once where few jobs wait: it shall look itself.

        Raises StillRunning at the deadline.
        """
        left = subscription.execution.left()
        if not self._gathers() or left <= 0:
            return None
        subscription.report = asyncio.get_running_loop().create_future()
        if self._calling is None:
            self._calling = asyncio.create_task(self._call_on())
        try:
            async with asyncio.timeout(None if left == float("inf") else left):
                return await subscription.report
        except TimeoutError:
            raise still_running(subscription.job) from None
        finally:
            subscription.report = None

    def _gathers(self) -> bool:
        return self._can and len(self._subscriptions) >= MIN_BATCH and self._clock.monotonic() >= self._backoff_until

    async def _call_on(self) -> None:
        """Look at all, again and again, while there are many."""
        failures = 0
        try:
            while self._gathers():
                subscriptions, began = tuple(self._subscriptions), self._clock.monotonic()
                try:
                    found = await self._plugin.poll_many(
                        subscriptions[0].execution.ctx, [subscription.task for subscription in subscriptions]
                    )
                except MediawrightError as error:
                    failures += 1
                    await self._clock.sleep(self._wait_after(error, failures))
                    continue
                failures = 0
                took = self._clock.monotonic() - began
                await self._tell(subscriptions, found)
                if 2 * len(found) < len(subscriptions):  # a list that does not name them is worth nothing
                    self._part()
                wish = max((p.look_again_s or 0.0 for p in found.values()), default=0.0)
                await self._clock.sleep(max(BATCH_POLL_INTERVAL_S, POLL_DUTY_RATIO * took, wish))
        finally:
            self._calling = None
            for subscription in self._subscriptions:
                subscription.tell(None)

    def _wait_after(self, error: MediawrightError, failures: int) -> float:
        """Seconds until the next try; 0 where everybody shall look alone, as they know best what a failure means."""
        if failures >= TRIES or error.retry is Retry.NEVER or not isinstance(error, PASSING):
            self._part()
            return 0.0
        hint = error.retry_after if isinstance(error, Busy) else None
        return after_error(failures, hint, self._rng.random())

    def _part(self) -> None:
        self._backoff_until = self._clock.monotonic() + BATCH_BACKOFF_S

    async def _tell(self, subscriptions: Sequence[Subscription], found: Mapping[str, Progress]) -> None:
        fresh = []
        for subscription in subscriptions:
            progress = found.get(subscription.task.id)
            if progress is None or self._must_stop(subscription):
                subscription.tell(None)
            elif subscription.is_new(progress):
                fresh.append((subscription, progress))
        for start in range(0, len(fresh), CHUNK):
            chunk = fresh[start : start + CHUNK]
            self._write(chunk)
            for subscription, progress in chunk:
                subscription.tell(progress)
            await asyncio.sleep(0)

    def _must_stop(self, subscription: Subscription) -> bool:
        return self._plugin.has("cancel") and self._ledger.cancel_requested(subscription.job.id)

    def _write(self, chunk: Sequence[tuple[Subscription, Progress]]) -> None:
        """What a poll said of many jobs, in one transaction. What fails is left to each job, which says why."""
        written: list[tuple[JobExecution, Job, Progress]] = []
        with suppress(LocalFault):
            with self._ledger.batch():
                for subscription, progress in chunk:
                    with suppress(Exception):  # one row's trouble keeps no other from being written
                        row = take(subscription.execution.row or subscription.job, progress, subscription.execution)
                        written.append((subscription.execution, row, progress))
            for execution, row, progress in written:
                execution.row, execution.written = row, progress

"""Many jobs at one provider are looked at together: a request for a page of them instead of one for each.

Only where the provider has a list (`poll_many`), and only from `CROWD` jobs on. What the list does not tell, and everything
while it fails, is left to each job's own looks.
"""

import asyncio
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from mediawright.context.protocol import Clock
from mediawright.ledger import Ledger
from mediawright.plugins.dispatch import Plugin
from mediawright.runner.execution import Desk, still_running
from mediawright.runner.pacing import after_error
from mediawright.runner.poll import PASSING, take
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import Busy, LocalFault, MediawrightError, Retry
from mediawright.types.job import Job, Progress, Task

#: jobs at one provider from which on they are looked at together: two lists every `PERIOD` seconds are no more requests
#: than a look at each every ten
CROWD = 10
#: the least seconds between two calls, and as a multiple of how long the last one took
PERIOD, SHARE = 2.0, 10.0
#: seconds after which a job hears again what it knows: whoever watches it is told that it still runs
REPORT_INTERVAL_S = 30.0
#: rows that are written, and jobs that are told, in one step: others have their turn in between
CHUNK = 100
#: failed calls in a row after which everybody looks alone, and for how many seconds
TRIES, BATCH_BACKOFF_S = 3, 120.0


@dataclass(slots=True, eq=False)
class Seat:
    """One job that is followed. `last` is what it was told, at `told` on the monotonic clock; `news` is there while it
    waits."""

    desk: Desk
    job: Job
    task: Task
    last: Progress | None = None
    told: float = float("-inf")
    news: "asyncio.Future[Progress | None] | None" = None

    def tell(self, progress: Progress | None) -> None:
        """What a look at all said of it; None: it shall look itself."""
        if self.news is not None and not self.news.done():
            if progress is not None:
                self.last, self.told = progress, self.desk.clock.monotonic()
            self.news.set_result(progress)

    def is_news(self, progress: Progress) -> bool:
        late = self.desk.clock.monotonic() - self.told >= REPORT_INTERVAL_S
        return self.news is not None and (late or progress != self.last)


class BatchPoller:
    """All jobs of one provider that one process follows."""

    def __init__(self, plugin: Plugin, ledger: Ledger, clock: Clock, rng: random.Random) -> None:
        self._plugin = plugin
        self._ledger = ledger
        self._clock = clock
        self._rng = rng
        self._can = plugin.has("poll_many")
        self._seats: dict[Seat, None] = {}  # in the order in which they came
        self._alone_until = float("-inf")
        self._calling: asyncio.Task[None] | None = None

    @contextmanager
    def seat(self, desk: Desk, job: Job, task: Task) -> Iterator[Seat]:
        """A place for a job as long as it is followed."""
        seat = Seat(desk, job, task)
        self._seats[seat] = None
        try:
            yield seat
        finally:
            del self._seats[seat]
            if not self._seats and self._calling is not None:
                self._calling.cancel()

    async def news(self, seat: Seat) -> Progress | None:
        """What is new of a job, as soon as it is; None, at once where few jobs wait: it shall look itself.

        Raises StillRunning at the deadline.
        """
        left = seat.desk.left()
        if not self._gathers() or left <= 0:
            return None
        seat.news = asyncio.get_running_loop().create_future()
        if self._calling is None:
            self._calling = asyncio.create_task(self._call_on())
        try:
            async with asyncio.timeout(None if left == float("inf") else left):
                return await seat.news
        except TimeoutError:
            raise still_running(seat.job) from None
        finally:
            seat.news = None

    def _gathers(self) -> bool:
        return self._can and len(self._seats) >= CROWD and self._clock.monotonic() >= self._alone_until

    async def _call_on(self) -> None:
        """Look at all, again and again, while there are many."""
        failures = 0
        try:
            while self._gathers():
                seats, began = tuple(self._seats), self._clock.monotonic()
                try:
                    found = await self._plugin.poll_many(seats[0].desk.ctx, [seat.task for seat in seats])
                except MediawrightError as error:
                    failures += 1
                    await self._clock.sleep(self._wait_after(error, failures))
                    continue
                failures = 0
                took = self._clock.monotonic() - began
                await self._tell(seats, found)
                if 2 * len(found) < len(seats):  # a list that does not name them is worth nothing
                    self._part()
                wish = max((p.look_again_s or 0.0 for p in found.values()), default=0.0)
                await self._clock.sleep(max(PERIOD, SHARE * took, wish))
        finally:
            self._calling = None
            for seat in self._seats:
                seat.tell(None)

    def _wait_after(self, error: MediawrightError, failures: int) -> float:
        """Seconds until the next try; 0 where everybody shall look alone, as they know best what a failure means."""
        if failures >= TRIES or error.retry is Retry.NEVER or not isinstance(error, PASSING):
            self._part()
            return 0.0
        hint = error.retry_after if isinstance(error, Busy) else None
        return after_error(failures, hint, self._rng.random())

    def _part(self) -> None:
        self._alone_until = self._clock.monotonic() + BATCH_BACKOFF_S

    async def _tell(self, seats: Sequence[Seat], found: Mapping[str, Progress]) -> None:
        fresh = []
        for seat in seats:
            progress = found.get(seat.task.id)
            if progress is None or self._must_stop(seat):
                seat.tell(None)
            elif seat.is_news(progress):
                fresh.append((seat, progress))
        for start in range(0, len(fresh), CHUNK):
            chunk = fresh[start : start + CHUNK]
            self._write(chunk)
            for seat, progress in chunk:
                seat.tell(progress)
            await asyncio.sleep(0)

    def _must_stop(self, seat: Seat) -> bool:
        return self._plugin.has("cancel") and self._ledger.cancel_requested(seat.job.id)

    def _write(self, chunk: Sequence[tuple[Seat, Progress]]) -> None:
        """What a look said of many jobs, in one transaction. What fails is left to each job, which says why."""
        written: list[tuple[Desk, Job, Progress]] = []
        with suppress(LocalFault):
            with self._ledger.batch():
                for seat, progress in chunk:
                    with suppress(Exception):  # one row's trouble keeps no other from being written
                        row = take(seat.desk.row or seat.job, progress, seat.desk)
                        written.append((seat.desk, row, progress))
            for desk, row, progress in written:
                desk.row, desk.written = row, progress

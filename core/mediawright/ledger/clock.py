"""The time of a ledger that several machines share: the database's, since their own clocks disagree."""

from datetime import UTC, datetime, timedelta

from mediawright.context.protocol import Clock

#: the difference is measured again after so many seconds, and whenever it is off by so much
MEASURED_S, NOTICED = 60.0, timedelta(seconds=1)


class SharedClock:
    """A machine's clock, put right by what the database said last. Before it said anything it is the machine's own."""

    def __init__(self, local: Clock) -> None:
        self._local = local
        self._measured: float | None = None
        #: what the database's clock is ahead of this machine's
        self.offset = timedelta(0)

    def now(self) -> datetime:
        return self._local.now() + self.offset

    def monotonic(self) -> float:
        return self._local.monotonic()

    async def sleep(self, seconds: float) -> None:
        await self._local.sleep(seconds)

    def learn(self, epoch: float) -> None:
        """Hear the database's time, in seconds since 1970, at this moment."""
        offset = datetime.fromtimestamp(epoch, UTC) - self._local.now()
        now = self._local.monotonic()
        old = self._measured is None or now - self._measured >= MEASURED_S
        if old or abs(offset - self.offset) > NOTICED:
            self.offset, self._measured = offset, now

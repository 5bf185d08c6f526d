"""Time in the simulator: seconds since its start, scaled from the real clock or moved by hand."""

import asyncio
import time
from dataclasses import field
from datetime import UTC, datetime, timedelta

from mediawright.plugin import dataclass


@dataclass(slots=True)
class SimulatedClock:
    """`scale` 0.01: a hundred seconds of the service take one. Manual: time stands until it is advanced."""

    scale: float = 0.01
    manual: bool = False
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    _start: float = field(default_factory=time.monotonic)
    _moved: float = 0.0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def now(self) -> float:
        """Seconds of the service since the start."""
        real = 0.0 if self.manual else (time.monotonic() - self._start) / self.scale
        return real + self._moved

    def date(self) -> datetime:
        return self.began + timedelta(seconds=self.now())

    def advance(self, seconds: float) -> None:
        self._moved += seconds
        self._wake()

    def freeze(self) -> None:
        """From here on by hand."""
        self._moved, self.manual = self.now(), True
        self._wake()

    async def until(self, at: float) -> None:
        """Wait for a moment to come, by itself or moved by hand."""
        while (left := at - self.now()) > 0:
            try:
                async with asyncio.timeout(None if self.manual else max(left * self.scale, 0.001)):
                    await self._changed.wait()
            except TimeoutError:
                continue

    def _wake(self) -> None:
        old, self._changed = self._changed, asyncio.Event()
        old.set()

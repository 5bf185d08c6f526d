"""A simulator's time: the machine's, faster, or moved by hand."""

import time
from collections.abc import Callable
from datetime import UTC, datetime


class SimulatedClock:
    """Starts at the machine's time. `scale` 20 means twenty times faster; `manual`: it stands still until `advance`."""

    def __init__(self, *, scale: float = 1.0, manual: bool = False, tick: Callable[[], float] = time.monotonic) -> None:
        self._tick = tick
        self._scale = 0.0 if manual else scale
        self.restart()

    def restart(self) -> None:
        """Go back to the machine's time."""
        self._start = time.time()
        self._began = self._tick()
        self._moved = 0.0

    def seconds(self) -> float:
        """Return the time in seconds since 1970."""
        return self._start + (self._tick() - self._began) * self._scale + self._moved

    def wall(self) -> float:
        """Return the machine's time in seconds since 1970, moved but never scaled: what a service writes as the time of a
        task, so that a client can compare it with its own clock."""
        return time.time() + self._moved

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds(), UTC)

    def advance(self, seconds: float) -> None:
        self._moved += seconds

"""The simulator's time, in simulated milliseconds since 1970: running, scaled, or moved by hand."""

import time
from collections.abc import Callable


class SimulatedClock:
    """`tick` is the real seconds behind it. Tokens are checked against real time, never against this one."""

    def __init__(self, *, scale: float = 1.0, manual: bool = False, tick: Callable[[], float] = time.monotonic) -> None:
        self._tick = tick
        self._scale = scale
        self._manual = manual
        self.restart()

    def restart(self) -> None:
        """Back to this machine's time."""
        self._start_ms = time.time() * 1000
        self._began = self._tick()
        self._moved_ms = 0.0

    def now_ms(self) -> int:
        run = 0.0 if self._manual else (self._tick() - self._began) * self._scale * 1000
        return int(self._start_ms + run + self._moved_ms)

    def advance(self, seconds: float) -> None:
        self._moved_ms += seconds * 1000

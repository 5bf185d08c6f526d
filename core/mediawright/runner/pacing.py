"""When to look next, and when to stop looking. Pure.

A late look is waiting time for a person, an early one a wasted request. Where durations are known the gap follows the
hazard of finishing now: with a price c for a request against a second of lag, gaps of sqrt(2c / hazard) are optimal for
looks at a renewal-free event. Before the known range the looks double from one second, so that a surprise is still seen.
"""

import math
from collections.abc import Sequence

from mediawright.types.dataclass import dataclass
from mediawright.types.provider import Timing

#: seconds of lag that one request is worth; tuned so that looks cost no more than a look every 10 s would
LOOK_COST = 0.45
SHORTEST, LONGEST = 1.0, 30.0
#: history replaces the contract's figures from this many jobs on
ENOUGH = 8


@dataclass(frozen=True, slots=True)
class Expectation:
    """Durations as a lognormal: `median` in seconds, `sigma` of its logarithm."""

    median: float
    sigma: float

    @classmethod
    def of(cls, timing: Timing | None, past: Sequence[float] = ()) -> "Expectation | None":
        """From this user's own history where there is enough, else from the contract's range (its 10th to 90th
        percentile), else None."""
        real = [seconds for seconds in past if seconds > 0]
        if len(real) >= ENOUGH:
            logs = [math.log(seconds) for seconds in real]
            mean = sum(logs) / len(logs)
            spread = math.sqrt(sum((x - mean) ** 2 for x in logs) / (len(logs) - 1))
            return cls(math.exp(mean), min(max(spread, 0.08), 1.5))
        if timing is None or timing.typical_low <= 0:
            return None
        high = max(timing.typical_high, timing.typical_low * 1.05)
        return cls(math.sqrt(timing.typical_low * high), math.log(high / timing.typical_low) / (2 * 1.2816))

    @property
    def usual(self) -> tuple[float, float]:
        """What to tell a person: eight of ten take between these (seconds)."""
        return self.median * math.exp(-1.2816 * self.sigma), self.median * math.exp(1.2816 * self.sigma)

    def hazard(self, elapsed: float) -> float:
        """The chance per second of finishing now, given that it has not."""
        if elapsed <= 0:
            return 0.0
        z = (math.log(elapsed) - math.log(self.median)) / self.sigma
        survival = 0.5 * math.erfc(z / math.sqrt(2))
        density = math.exp(-z * z / 2) / (elapsed * self.sigma * math.sqrt(2 * math.pi))
        # far in the tail both vanish; the lognormal's own asymptote takes over
        return density / survival if survival > 1e-12 else z / (elapsed * self.sigma)


def next_gap(elapsed: float, expectation: Expectation | None, hint: float | None, jitter: float) -> float:
    """Seconds until the next look. `hint` is the provider's own wish and comes first; `jitter` is in [0, 1)."""
    if hint is not None:
        return max(hint, 0.0)
    early = max(SHORTEST, elapsed)  # doubling: 1, 2, 4, 8 …
    if expectation is None:
        gap = min(early, 10.0)
    else:
        hazard = max(expectation.hazard(elapsed + 1.0), 1e-6)
        gap = min(early, math.sqrt(2 * LOOK_COST * 10 / hazard) / 2, LONGEST)
    return max(SHORTEST, gap * (0.9 + 0.2 * jitter))


def after_trouble(failures: int, retry_after: float | None, jitter: float) -> float:
    """Seconds to wait after the n-th failed look in a row: doubling to a minute, a server's word first."""
    if retry_after is not None:
        return retry_after
    return min(60.0, 2.0 ** min(failures, 6)) * (0.75 + 0.5 * jitter)

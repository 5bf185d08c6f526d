"""When to poll next, and when to stop polling. Pure.

A late poll is waiting time for a person, an early one a wasted request. Looks at a moment that is not known are best spread
so that each gap is sqrt(2c / hazard), hazard being the chance per second of finishing now and c the price of a poll in
seconds of waiting. The price follows from a budget: on average as many polls as one every ten seconds would take. Of all
plans with that many polls this one waits least; how long that is depends only on how well the durations are known
(`Expectation.least_lag`).
"""

import math
from collections.abc import Sequence
from functools import lru_cache

from mediawright.types.dataclass import dataclass
from mediawright.types.provider import Timing

#: seconds between two looks of the plan whose number of requests is the budget
RHYTHM = 10.0
#: looks that no plan saves: at once, and the part of the last that was too early
FIXED = 1.7
#: one more poll after so many seconds, for a quick refusal, where results are further away than so many
EARLY, FAR = 3.0, 15.0
#: what is left of the budget for jobs that end early or very late, and for a spread guessed too wide from few jobs
RESERVE, RESERVE_OWN = 0.95, 0.86
#: no gap is shorter, nor longer than this and than the shortest duration that is to be expected (seconds)
SHORTEST, LONGEST = 0.5, 30.0
#: steps per sigma in which a gap is added up
STRIDES = 8
#: history replaces the contract's figures from this many jobs on
MIN_SAMPLES = 8
#: the standard normal's 90th percentile
Z90 = 1.2816


@dataclass(frozen=True, slots=True)
class Expectation:
    """Durations as a lognormal: `median` in seconds, `sigma` of its logarithm."""

    median: float
    sigma: float
    reserve: float = RESERVE

    @classmethod
    def of(cls, timing: Timing | None, past: Sequence[float] = ()) -> "Expectation | None":
        """From this user's own history where there is enough, else from the contract's range (its 10th to 90th
        percentile), else None."""
        real = [seconds for seconds in past if seconds > 0]
        if len(real) >= MIN_SAMPLES:
            logs = [math.log(seconds) for seconds in real]
            mean = sum(logs) / len(logs)
            spread = math.sqrt(sum((x - mean) ** 2 for x in logs) / (len(logs) - 1))
            # few samples look more alike than they are
            sigma = min(max(spread * (1 + 1 / math.sqrt(len(logs))), 0.08), 1.5)
            return cls(math.exp(mean), sigma, RESERVE_OWN)
        if timing is None or timing.typical_low <= 0:
            return None
        high = max(timing.typical_high, timing.typical_low * 1.05)
        return cls(math.sqrt(timing.typical_low * high), math.log(high / timing.typical_low) / (2 * Z90))

    @property
    def usual(self) -> tuple[float, float]:
        """What to tell a person: eight of ten take between these (seconds)."""
        return self.median * math.exp(-Z90 * self.sigma), self.median * math.exp(Z90 * self.sigma)

    def hazard(self, elapsed: float) -> float:
        """The chance per second of finishing now, given that it has not."""
        if elapsed <= 0:
            return 0.0
        z = (math.log(elapsed) - math.log(self.median)) / self.sigma
        survival = 0.5 * math.erfc(z / math.sqrt(2))
        density = math.exp(-z * z / 2) / (elapsed * self.sigma * math.sqrt(2 * math.pi))
        # far in the tail both vanish; the lognormal's own asymptote takes over
        return density / survival if survival > 1e-12 else z / (elapsed * self.sigma)

    @property
    def mean(self) -> float:
        """The average duration in seconds."""
        return self.median * math.exp(self.sigma**2 / 2)

    @property
    def budget(self) -> float:
        """Looks per job that may be spread by the hazard: those of one poll every `RHYTHM` seconds, less the fixed ones."""
        fixed = FIXED + (1 if self.is_far else 0)
        return max(1.0, self.reserve * (self.mean / RHYTHM + 1.5 - fixed))

    @property
    def is_far(self) -> bool:
        """Is hardly any result there within `FAR` seconds?"""
        return self.median * math.exp(-2 * self.sigma) > FAR

    @property
    def least_lag(self) -> float:
        """Seconds that a result waits on average under the best plan within the budget."""
        return self.median * width(self.sigma) ** 2 / (2 * self.budget)

    @property
    def price(self) -> float:
        """What one poll costs, in seconds of waiting, so that the budget is just used up."""
        return self.median * (width(self.sigma) / self.budget) ** 2 / 2


@lru_cache(maxsize=256)
def width(sigma: float) -> float:
    """The integral of sqrt(density x survival) over all durations, for a median of one second."""
    step, total = 0.02, 0.0
    for at in range(-250, 251):
        z = at * step
        density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        survival = 0.5 * math.erfc(z / math.sqrt(2))
        total += math.sqrt(density * survival * sigma * math.exp(sigma * z)) * step
    return total


def next_gap(elapsed: float, expectation: Expectation | None, hint: float | None, jitter: float) -> float:
    """Seconds until the next poll. `hint` is the provider's own request and comes first; `jitter` is in [0, 1)."""
    if hint is not None:
        return max(hint, 0.0)
    if elapsed < EARLY and (expectation is None or expectation.is_far):
        gap = EARLY - elapsed
    elif expectation is None:
        gap = min(elapsed, RHYTHM)
    else:
        gap = _spread(elapsed, expectation)
    return max(SHORTEST, gap * (0.95 + 0.1 * jitter))


def _spread(elapsed: float, expectation: Expectation) -> float:
    """The gap in which the wished density of polls, sqrt(hazard / 2c), adds up to one poll."""
    longest = max(LONGEST, expectation.median * math.exp(-2 * expectation.sigma))
    at = max(elapsed, expectation.median * math.exp(-4 * expectation.sigma))
    stride, missing = math.exp(expectation.sigma / STRIDES) - 1, 1.0
    while at - elapsed < longest:
        step = at * stride
        density = math.sqrt(expectation.hazard(at + step / 2) / (2 * expectation.price))
        if density * step >= missing:
            return min(longest, at + missing / density - elapsed)
        missing, at = missing - density * step, at + step
    return longest


def after_error(failures: int, retry_after: float | None, jitter: float) -> float:
    """Seconds to wait after the n-th failed poll in a row: doubling to a minute, a server's word first."""
    if retry_after is not None:
        return retry_after
    return min(60.0, 2.0 ** min(failures, 6)) * (0.75 + 0.5 * jitter)

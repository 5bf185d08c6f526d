"""How long a finished result waits to be noticed, and how many polls that costs: simulated, no clock, no network."""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mediawright.runner.pacing import RHYTHM, Expectation, next_gap
from mediawright.types.provider import Provider, Timing

JOBS = 2000
#: how much one user's jobs of one model and one kind differ, as the sigma of their logarithm: a tenth
OWN_SIGMA = 0.1
#: jobs after which the simulated user's own history is used
HISTORY = 20

Draw = Callable[[random.Random], float]


@dataclass(frozen=True, slots=True)
class Waited:
    """Averages per job: seconds from the provider's end to the poll that sees it, looks, and those of a fixed rhythm."""

    lag: float
    polls: float
    rhythm: float


def simulate(expectation: Expectation | None, draw: Draw, jobs: int = JOBS, seed: int = 1) -> Waited:
    """Follow `jobs` jobs whose durations come from `draw`."""
    rng = random.Random(seed)
    lag = polls = rhythm = 0.0
    for _ in range(jobs):
        duration = draw(rng)
        at, seen = 0.0, 1
        while at < duration:
            at, seen = at + next_gap(at, expectation, None, rng.random()), seen + 1
        lag, polls, rhythm = lag + at - duration, polls + seen, rhythm + math.ceil(duration / RHYTHM) + 1
    return Waited(lag / jobs, polls / jobs, rhythm / jobs)


def spread(expectation: Expectation) -> Draw:
    """Durations as expected."""
    return lambda rng: rng.lognormvariate(math.log(expectation.median), expectation.sigma)


def first_and_own(timing: Timing) -> tuple[Expectation, Waited, Expectation, Waited]:
    """The contract's figures alone; then a user whose own jobs differ by `OWN_SIGMA`, with their history."""
    contract = Expectation.of(timing)
    assert contract is not None
    true = Expectation(contract.median, OWN_SIGMA)
    rng = random.Random(7)
    own = Expectation.of(timing, [spread(true)(rng) for _ in range(HISTORY)])
    assert own is not None
    return contract, simulate(contract, spread(contract)), own, simulate(own, spread(true))


def timings(providers: Sequence[Provider]) -> Iterator[tuple[str, Timing]]:
    """Every different figure of the providers that are asked (not those that push or run here), by a model's name."""
    for provider in providers:
        seen = set()
        for model in provider.models:
            if model.timing is not None and not provider.local and model.timing not in seen:
                seen.add(model.timing)
                yield f"{provider.name} {model.name}", model.timing

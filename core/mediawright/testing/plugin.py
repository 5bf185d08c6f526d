"""The pytest plugin: fixtures for everybody who writes a provider (installed with mediawright, on by itself)."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mediawright.testing.canaries import CanarySecrets
    from mediawright.testing.fakes import FakeClock, PredictableIds
    from mediawright.testing.simulator import SimulatorRunner


@pytest.fixture
def fake_clock() -> "FakeClock":
    """A clock that moves only when somebody sleeps: `advance` lets time pass, `jump` sets the wall clock."""
    from mediawright.testing.fakes import FakeClock

    return FakeClock()


@pytest.fixture
def predictable_ids() -> "PredictableIds":
    """Identifiers that come in the same order in every run."""
    from mediawright.testing.fakes import PredictableIds

    return PredictableIds()


@pytest.fixture
def canary_secrets() -> "CanarySecrets":
    """Obviously false secrets to plant, and `leaked_in` to search for them."""
    from mediawright.testing.canaries import CanarySecrets

    return CanarySecrets()


@pytest.fixture
def run_simulator() -> Iterator["SimulatorRunner"]:
    """`run_simulator(app)` serves an ASGI app on a free loopback port and gives its base URL."""
    from mediawright.testing.simulator import SimulatorRunner

    with ExitStack() as stack:
        yield SimulatorRunner(stack)

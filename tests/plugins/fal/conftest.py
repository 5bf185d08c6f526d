"""A simulator of fal and the environment that leads to it."""

from collections.abc import Callable

import pytest
from tests.plugins.fal.journeys import environ_of

from mediawright.sdk import simulator as kit
from mediawright.testing.simulator import SimulatorRunner
from mediawright_fal.simulator.service import FalOptions, FalService

Environ = dict[str, str]


@pytest.fixture
def start(run_simulator: SimulatorRunner) -> Callable[..., tuple[FalService, Environ]]:
    """`service, environ = start(queue_s=0)`: the service, and what leads a context to it, with a good key."""

    def started(**options: object) -> tuple[FalService, Environ]:
        service = FalService(FalOptions(**{"queue_s": 0.0, "run_s": 0.0, **options}))  # type: ignore[arg-type]
        url = run_simulator(kit.create_app(service))
        return service, environ_of(url)

    return started

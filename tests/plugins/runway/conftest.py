"""A simulator of Runway and the environment that leads to it."""

from collections.abc import Callable

import pytest

from mediawright.sdk import simulator as kit
from mediawright.testing.simulator import SimulatorRunner
from mediawright_runway.simulator.service import RunwayOptions, RunwayService

Environ = dict[str, str]


@pytest.fixture
def start(run_simulator: SimulatorRunner) -> Callable[..., tuple[RunwayService, Environ]]:
    """`service, environ = start(queue_s=0)`: the service, and what leads a context to it, with a good key."""

    def started(**options: object) -> tuple[RunwayService, Environ]:
        service = RunwayService(RunwayOptions(**{"queue_s": 0.0, "run_s": 0.0, **options}))  # type: ignore[arg-type]
        url = run_simulator(kit.create_app(service))
        return service, {"RUNWAYML_BASE_URL": url, "RUNWAYML_API_SECRET": "not-a-real-secret"}

    return started

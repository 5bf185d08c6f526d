"""A simulator of MiniMax and the environment that leads to it."""

from collections.abc import Callable

import pytest

from mediawright.sdk import simulator as kit
from mediawright.testing.simulator import SimulatorRunner
from mediawright_minimax.simulator.service import MiniMaxOptions, MiniMaxService

Environ = dict[str, str]


@pytest.fixture
def start(run_simulator: SimulatorRunner) -> Callable[..., tuple[MiniMaxService, Environ]]:
    """`service, environ = start(queue_s=0)`: the service, and what leads a context to it, with a key of the world."""

    def started(**options: object) -> tuple[MiniMaxService, Environ]:
        service = MiniMaxService(MiniMaxOptions(**{"queue_s": 0.0, "run_s": 0.0, **options}))  # type: ignore[arg-type]
        url = run_simulator(kit.create_app(service))
        return service, {"MINIMAX_API_HOST": url, "MINIMAX_API_KEY": "not-a-real-secret"}

    return started

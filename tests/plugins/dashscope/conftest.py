"""A simulator of DashScope and the environment that leads to it."""

from collections.abc import Callable

import pytest

from mediawright.sdk import simulator as kit
from mediawright.testing.simulator import SimulatorRunner
from mediawright_dashscope.simulator.service import DashScopeOptions, DashScopeService

Environ = dict[str, str]


@pytest.fixture
def start(run_simulator: SimulatorRunner) -> Callable[..., tuple[DashScopeService, Environ]]:
    """`service, environ = start(queue_s=0)`: the service, and what leads a context to it, with a key of Beijing."""

    def started(**options: object) -> tuple[DashScopeService, Environ]:
        service = DashScopeService(DashScopeOptions(**{"queue_s": 0.0, "run_s": 0.0, **options}))  # type: ignore[arg-type]
        url = run_simulator(kit.create_app(service))
        return service, {"DASHSCOPE_HTTP_BASE_URL": url + "/{region}", "DASHSCOPE_API_KEY": "sk-cn"}

    return started

"""A simulator of Ark and the environment that leads to it."""

from collections.abc import Callable

import pytest

from mediawright.sdk import simulator as kit
from mediawright.testing.simulator import SimulatorRunner
from mediawright_ark.simulator.service import ArkOptions, ArkService

Environ = dict[str, str]


@pytest.fixture
def start(run_simulator: SimulatorRunner) -> Callable[..., tuple[ArkService, Environ]]:
    """`service, environ = start(fault="no_echo")`: the service, and what leads a context to it, with a good key."""

    def started(**options: object) -> tuple[ArkService, Environ]:
        service = ArkService(ArkOptions(**{"queue_s": 0.0, "run_s": 0.0, **options}))  # type: ignore[arg-type]
        url = run_simulator(kit.create_app(service))
        return service, {"ARK_BASE_URL": f"{url}/api/v3", "ARK_API_KEY": "not-a-real-secret"}

    return started

"""A simulator of the Gemini API and the environment that leads to it."""

from collections.abc import Callable

import pytest

from mediawright.sdk import simulator as kit
from mediawright.testing.simulator import SimulatorRunner
from mediawright_gemini.simulator.service import GeminiOptions, GeminiService

Environ = dict[str, str]


@pytest.fixture
def start(run_simulator: SimulatorRunner) -> Callable[..., tuple[GeminiService, Environ]]:
    """`service, environ = start(queue_s=0)`: the service, and what leads a context to it, with a good key."""

    def started(**options: object) -> tuple[GeminiService, Environ]:
        service = GeminiService(GeminiOptions(**{"queue_s": 0.0, "run_s": 0.0, "processing": 0, **options}))  # type: ignore[arg-type]
        url = run_simulator(kit.create_app(service))
        return service, {"GOOGLE_GEMINI_BASE_URL": url, "GEMINI_API_KEY": "not-a-real-secret"}

    return started

"""The pytest plugin: fixtures for everybody who writes a provider (installed with mediawright, on by itself)."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mediawright.testing.canaries import CanarySecrets
    from mediawright.testing.contexts import ContextOpener
    from mediawright.testing.fakes import FakeClock, PredictableIds
    from mediawright.testing.recordings import Recorder
    from mediawright.testing.simulator import SimulatorRunner


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--record-http`: fixtures named `recorded` call out and write down instead of replaying."""
    parser.getgroup("mediawright").addoption("--record-http", action="store_true", help="record HTTP cassettes anew")


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


@pytest.fixture
def open_context(tmp_path: Path, fake_clock: "FakeClock", predictable_ids: "PredictableIds") -> "ContextOpener":
    """`async with open_context(PROVIDER, ACME_KEY="…") as ctx:` gives a plugin's context over an empty home."""
    from mediawright.testing.contexts import ContextOpener

    return ContextOpener(tmp_path, fake_clock, predictable_ids)


@pytest.fixture
def private_fields() -> frozenset[str]:
    """Fields of the wire (lower case) that no recording may show, beyond those that sound secret. For tests to override."""
    return frozenset()


@pytest.fixture
def recorded(request: pytest.FixtureRequest, private_fields: frozenset[str]) -> "Recorder":
    """`with recorded("name"):` replays `cassettes/name.yaml` beside the test; `--record-http` writes it."""
    from mediawright.testing.recordings import Recorder

    folder = request.path.parent / "cassettes"
    return Recorder(folder, bool(request.config.getoption("--record-http")), private_fields)

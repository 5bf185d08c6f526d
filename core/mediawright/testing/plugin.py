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
def open_context(
    request: pytest.FixtureRequest, tmp_path: Path, fake_clock: "FakeClock", predictable_ids: "PredictableIds"
) -> "ContextOpener":
    """`async with open_context(PROVIDER, ACME_KEY="…") as ctx:` gives a plugin's context over an empty home.

    It lives by `fake_clock`; in a test that asks for `recorded` as well, by the clock of the recording.
    """
    from mediawright.testing.contexts import ContextOpener

    clock = request.getfixturevalue("recorded").clock if "recorded" in request.fixturenames else fake_clock
    return ContextOpener(tmp_path, clock, predictable_ids)


@pytest.fixture
def private_fields() -> frozenset[str]:
    """Fields of the wire (lower case) that no recording may show, beyond those that sound secret. For tests to override."""
    return frozenset()


@pytest.fixture
def recorded(request: pytest.FixtureRequest, private_fields: frozenset[str], fake_clock: "FakeClock") -> "Recorder":
    """`with recorded("name"):` replays `cassettes/name.yaml` beside the test; `--record-http` writes it.

    `recorded.clock` is for the code under test: the real one while recording, else `fake_clock`, which the replay sets to
    the moment of the recording.
    """
    from mediawright.clock import SystemClock
    from mediawright.testing.recordings import Recorder

    record = bool(request.config.getoption("--record-http"))
    return Recorder(request.path.parent / "cassettes", record, private_fields, SystemClock() if record else fake_clock)

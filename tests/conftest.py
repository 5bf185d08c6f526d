"""For every test: a missing sentence is an error, not a stand-in; no test is failed for a slow machine or for its date."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from mediawright.present import catalog

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--days-ahead 3650`: this process's wall clock is set so many days ahead (behind, if negative) and runs on."""
    parser.addoption(
        "--days-ahead", type=float, default=0.0, help="set the wall clock of the tests ahead by so many days"
    )


@pytest.fixture(scope="session", autouse=True)
def _another_day(request: pytest.FixtureRequest) -> Iterator[None]:
    days = float(request.config.getoption("--days-ahead"))
    if not days:
        yield
        return
    from datetime import UTC, datetime, timedelta

    import time_machine

    with time_machine.travel(datetime.now(UTC) + timedelta(days=days), tick=True):
        yield


@pytest.fixture(autouse=True)
def _strict_sentences() -> None:
    catalog.strict(True)

"""For every test: a missing sentence is an error, not a stand-in; no test is failed for a slow machine or for its date."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from mediawright.present import catalog

if TYPE_CHECKING:
    from tests.postgres_server import Schema

    from mediawright.ledger.address import PostgresAddress, Where

#: memory that must be free for the folders of a run, bytes; those of tests that passed are taken away at once
ROOM_B = 2 << 30

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--days-ahead 3650`: this process's wall clock is set so many days ahead (behind, if negative) and runs on."""
    parser.addoption(
        "--days-ahead", type=float, default=0.0, help="set the wall clock of the tests ahead by so many days"
    )


def pytest_configure(config: pytest.Config) -> None:
    from tests.postgres_server import keep

    keep()
    _folders_in_memory()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin the long tests first where several workers share the tests: `tests/order.py`."""
    from tests.order import spread

    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    if workers > 1:
        items[:] = spread([item.nodeid for item in items], items, workers)


def pytest_collection_finish() -> None:
    """Leave what is loaded out of every later search for garbage: it stays, and thousands of tests are a large heap."""
    import gc

    gc.collect()
    gc.freeze()


def _folders_in_memory() -> None:
    """Make the tests' folders where nothing waits for a disk: each ledger and each kept file forces its steps onto one."""
    import os

    from mediawright.testing.memory import memory_folder

    memory = memory_folder(ROOM_B)
    if memory is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


@pytest.fixture(scope="session")
def postgres_schema() -> "Iterator[Schema]":
    """A schema of this worker on a PostgreSQL of this run; skips the test where there is none."""
    import os

    from tests.postgres_server import NoPostgres, Schema

    try:
        schema = Schema(os.environ.get("PYTEST_XDIST_WORKER", "alone"))
    except NoPostgres as reason:
        pytest.skip(str(reason))
    yield schema
    schema.close()


@pytest.fixture
def postgres(postgres_schema: "Schema") -> "PostgresAddress":
    """An empty ledger on PostgreSQL."""
    return postgres_schema.emptied()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> "Where":
    """A new ledger's place, in each of the two databases."""
    if request.param == "sqlite":
        return tmp_path / "ledger.db"
    found: Where = request.getfixturevalue("postgres")
    return found


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

"""Fixtures of the attacks: one simulator per provider and worker, and the kill campaign's size."""

import os
from collections.abc import Iterator

import pytest
from tests.resilience.chaos import TARGETS, ChaosHarness


@pytest.fixture(scope="session")
def instants() -> int:
    """Kills per provider in this run; `MEDIAWRIGHT_KILLS=100` is the long form."""
    return int(os.environ.get("MEDIAWRIGHT_KILLS", "4"))


@pytest.fixture(scope="session")
def double_starts() -> int:
    """Double starts in this run, over all ways; `MEDIAWRIGHT_STARTS=200` is the long form."""
    return int(os.environ.get("MEDIAWRIGHT_STARTS", "10"))


@pytest.fixture(scope="module", params=list(TARGETS))
def chaos(request: pytest.FixtureRequest) -> Iterator[ChaosHarness]:
    """Every provider in turn."""
    with TARGETS[request.param].running() as running:
        yield running


@pytest.fixture(scope="module")
def kling() -> Iterator[ChaosHarness]:
    with TARGETS["kling"].running() as running:
        yield running


@pytest.fixture(scope="module")
def chatart() -> Iterator[ChaosHarness]:
    with TARGETS["chatart"].running() as running:
        yield running


@pytest.fixture(scope="module")
def nemovideo() -> Iterator[ChaosHarness]:
    with TARGETS["nemovideo"].running() as running:
        yield running

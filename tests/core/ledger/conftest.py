"""A ledger in a temporary folder, and a batch of real processes that use it together."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mediawright.ledger import Ledger
from mediawright.ledger.address import Where
from mediawright.testing.fakes import FakeClock

PROCESSES = Path(__file__).with_name("many_processes.py")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "ledger.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, path: Path) -> Where:
    """A new ledger's place, in each of the two databases."""
    if request.param == "sqlite":
        return path
    found: Where = request.getfixturevalue("postgres")
    return found


@pytest.fixture
def ledger(where: Where, fake_clock: FakeClock) -> Iterator[Ledger]:
    with Ledger(where, fake_clock) as opened:
        yield opened


@pytest.fixture
def sqlite_ledger(path: Path, fake_clock: FakeClock) -> Iterator[Ledger]:
    """For what only a file has."""
    with Ledger(path, fake_clock) as opened:
        yield opened


@pytest.fixture
def many_processes() -> Callable[..., list[Any]]:
    """`many_processes("approve", where, 50)` lets 50 processes do that at once and gives what each of them said."""

    def run(what: str, where: Where, processes: int, *more: str) -> list[Any]:
        place = str(where) if isinstance(where, Path) else f"{where.fleet}@{where.url}"
        command = [sys.executable, str(PROCESSES), what, place, str(processes), *more]
        parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
        try:
            said, _ = parent.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(parent.pid, signal.SIGKILL)
            parent.communicate()
            raise
        assert parent.returncode == 0
        return [json.loads(line) for line in said.splitlines()]

    return run

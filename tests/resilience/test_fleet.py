"""A worker that is killed at the charge and one that is told to leave: every job once, none lost (the long form:
docs/evidence/fleet.md)."""

import asyncio
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.postgres_server import NoPostgres

pytest.importorskip("dbos", reason="the workers' tests need pip install 'mediawright[fleet]'")
pytest.importorskip("psycopg", reason="the workers' tests need pip install 'mediawright[fleet]'")
from tests.resilience import fleet_server
from tests.resilience.chaos import TARGETS
from tests.resilience.fleet_cost import HEAD, alone_in_a_file
from tests.resilience.fleet_kills import Fleet, Size, Worker, campaign

JOBS = 10
#: seconds until what a dead worker left is carried again: it is noticed after 12
AGAIN_S = 30.0


def test_workers_die_and_leave_and_every_job_is_made_once() -> None:
    strikes = ("aimed kill", "drain")
    size = Size(
        jobs=JOBS, workers=2, slots=4, strikes=strikes, strikes_apart_s=(0.5, 3.0), jobs_apart_s=0.05, quick=True
    )
    with or_skipped():
        found = asyncio.run(campaign(size, random.Random(5)))
    assert (found.doubled, found.lost, found.unclear) == ([], [], 0)
    assert found.strikes.total() == len(strikes)
    assert found.jobs == JOBS
    assert found.charges == found.whole == JOBS - found.told
    assert found.told <= 4  # killed before the charge: known, or where nothing was noted yet unclear, and told
    assert max(found.recoveries, default=0.0) < AGAIN_S
    assert found.peak <= 4


async def test_a_worker_waits_for_a_database_that_is_not_there_yet(tmp_path: Path) -> None:
    with or_skipped(), fleet_server.running() as server, TARGETS["kling"].running() as chaos:
        server.kill()
        fleet = Fleet(chaos, server, tmp_path, 4)
        try:
            first, second = fleet.start(), fleet.start()
            await said(first, "waiting_for_database")
            await said(second, "waiting_for_database")
            fleet.end(first, signal.SIGTERM)
            assert await asyncio.to_thread(first.process.wait, 60) == 0  # there is nothing to hand back
            server.start()
            await said(second, "ready")
        finally:
            fleet.close()


async def said(worker: Worker, event: str) -> None:
    """Wait until its log tells of an event."""
    end = time.monotonic() + 60
    while f'"event": "{event}"' not in worker.log.read_text("utf-8"):
        assert time.monotonic() < end, worker.log.read_text("utf-8")
        await asyncio.sleep(0.1)


@contextmanager
def or_skipped() -> Iterator[None]:
    """Skip the test where no server can be started."""
    try:
        yield
    except NoPostgres as reason:
        pytest.skip(str(reason))


def test_what_a_job_costs_is_measured_to_a_row_of_the_table() -> None:
    cost = alone_in_a_file(3, 2)
    assert min(cost.rate, cost.cpu_ms) > 0
    assert cost.rows >= 6  # six states from the approval to the file
    assert cost.line().count("|") == HEAD.splitlines()[0].count("|")

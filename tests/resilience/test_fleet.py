"""A worker that is killed at the charge and one that is told to leave: every job once, none lost (the long form:
docs/evidence/fleet.md)."""

import asyncio
import random

import pytest
from tests.postgres_server import NoPostgres

pytest.importorskip("dbos", reason="the workers' tests need pip install 'mediawright[fleet]'")
pytest.importorskip("psycopg", reason="the workers' tests need pip install 'mediawright[fleet]'")
from tests.resilience.fleet_kills import campaign

JOBS = 10
#: seconds until what a dead worker left is carried again: it is noticed after 12
AGAIN_S = 30.0


def test_workers_die_and_leave_and_every_job_is_made_once() -> None:
    strikes = ("aimed kill", "drain")
    try:
        found = asyncio.run(campaign("kling", JOBS, 2, strikes, random.Random(5), slots=4, fast=True))
    except NoPostgres as reason:
        pytest.skip(str(reason))
    assert (found.doubled, found.lost, found.unclear) == ([], [], 0)
    assert found.strikes.total() == len(strikes)
    assert found.jobs == JOBS
    assert found.charges == found.whole == JOBS - found.told
    assert found.told <= 4  # killed before the charge: known, and told
    assert max(found.recoveries, default=0.0) < AGAIN_S
    assert found.peak <= 4

"""Newest first, page by page, and without reading the whole ledger."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from mediawright.ledger import Ledger, budget_usage, listing, quotes
from mediawright.ledger.database import SqliteDatabase
from mediawright.ledger.dialect import SQLITE
from mediawright.testing.builders import a_job
from mediawright.testing.fakes import START, FakeClock
from mediawright.types.job import Job
from mediawright.types.money import Amount
from mediawright.types.states import State

S = State


def ids(jobs: list[Job]) -> list[str]:
    return [job.id for job in jobs]


@pytest.fixture
def twelve(ledger: Ledger) -> list[Job]:
    """Twelve jobs, newest first: three states and two providers by turns."""
    states = (S.QUOTED, S.RUNNING, S.DONE)
    made = [ledger.add(a_job(state=states[n % 3], provider=("acme", "other")[n % 2])) for n in range(12)]
    return made[::-1]


def test_newest_first(ledger: Ledger, twelve: list[Job]) -> None:
    assert ledger.list() == twelve
    assert ledger.list(limit=3) == twelve[:3]
    assert ledger.list(limit=0) == []


def test_pages_follow_each_other(ledger: Ledger, twelve: list[Job]) -> None:
    first = ledger.list(limit=5)
    second = ledger.list(limit=5, before=first[-1].id)
    third = ledger.list(limit=5, before=second[-1].id)
    assert ids(first + second + third) == ids(twelve)


@pytest.mark.parametrize("provider", [None, "acme", "other"])
@pytest.mark.parametrize("states", [None, [S.RUNNING], [S.RUNNING, S.DONE, S.RUNNING], [S.FAILED], []])
def test_filters_agree_with_the_obvious_way(
    ledger: Ledger, twelve: list[Job], states: list[State] | None, provider: str | None
) -> None:
    wanted = [job for job in twelve if (states is None or job.state in states) and provider in (None, job.provider)]
    assert ids(ledger.list(states=states, provider=provider)) == ids(wanted)
    assert ids(ledger.list(states=states, provider=provider, limit=2)) == ids(wanted[:2])


def test_the_parts_of_a_film_are_found_by_their_parent(ledger: Ledger) -> None:
    film = ledger.add(a_job())
    shots = [ledger.add(a_job(parent=film.id, position=n)) for n in range(3)]
    ledger.add(a_job())
    assert ids(ledger.list(parent=film.id)) == ids(shots)[::-1]


def test_durations_are_those_of_finished_jobs_of_that_kind(ledger: Ledger, fake_clock: FakeClock) -> None:
    for seconds in (60, 90, -5):
        end = START + timedelta(seconds=seconds)
        ledger.add(a_job(state=S.DONE, submitted_at=START, finished_at=end))
    ledger.add(a_job(state=S.FAILED, submitted_at=START, finished_at=START + timedelta(seconds=3)))
    ledger.add(a_job(state=S.DONE))
    request = a_job().request
    assert ledger.durations(request) == [90.0, 60.0]
    assert ledger.durations(request, limit=3) == [90.0]
    assert ledger.durations(request.with_(model="acme-2")) == []
    assert ledger.durations(request.with_(provider="other", model=None)) == []


def test_durations_of_like_requests_are_those_of_their_length_and_quality(ledger: Ledger) -> None:
    lengths: list[tuple[int, str | None]] = [(5, "std"), (10, "std"), (10, "pro"), (10, None)]
    for at, (length, mode) in enumerate(lengths):
        request, end = a_job().request.with_(duration=length, mode=mode), START + timedelta(seconds=60 + at)
        ledger.add(a_job(state=S.DONE, submitted_at=START, finished_at=end, request=request))
    like = a_job().request.with_(duration=10, mode="std")
    assert ledger.durations(like) == [63.0, 62.0, 61.0, 60.0]
    assert ledger.durations(like, alike=True) == [61.0]
    assert ledger.durations(like.with_(mode=None), alike=True) == [63.0]


def steps(ledger: Ledger, sql: str, values: Any) -> str:
    return "\n".join(row["detail"] for row in ledger._db.read(f"EXPLAIN QUERY PLAN {sql}", values))


QUERIES = {
    "all": listing.query(None, None, None, 50, None),
    "page": listing.query(None, None, None, 50, 1000),
    "one state": listing.query(["done"], None, None, 50, None),
    "states": listing.query(["done", "running"], None, None, 50, 1000),
    "provider": listing.query(None, "acme", None, 50, None),
    "provider and states": listing.query(["done", "failed"], "acme", None, 50, 1000),
    "parent": listing.query(None, None, "abc", 50, None),
    "spent": budget_usage.whole_hours(None, "credits", "2026-10-01T12"),
    "spent at one": budget_usage.whole_hours("acme", "credits", "2026-10-01T12"),
    "spent this hour": budget_usage.one_hour("acme", "credits", "2026-10-01T12:30"),
    "durations": (listing.of_kind(SQLITE), ["acme", "acme-1", "text_to_video", 50]),
    "same request": (quotes.SAME_REQUEST, ["hash", "hash", "2026", "failed", "expired", "cancelled"]),
    "one job": ("SELECT * FROM jobs WHERE id = ?", ["abc"]),
    "task": ("SELECT * FROM jobs WHERE task_id = ? ORDER BY seq DESC", ["t"]),
    "events": ("SELECT * FROM events WHERE job_id = ? ORDER BY seq", ["abc"]),
}


@pytest.mark.parametrize("name", QUERIES)
def test_no_poll_reads_or_sorts_the_whole_ledger(sqlite_ledger: Ledger, name: str) -> None:
    plan = steps(sqlite_ledger, *QUERIES[name]).splitlines()
    tables = [line for line in plan if line.split()[1:2] in (["jobs"], ["events"], ["spent"])]
    # newest first over everything walks the rows backwards and stops at its limit
    assert tables
    assert all(line.startswith("SEARCH") or (name, line) == ("all", "SCAN jobs") for line in tables), plan
    # the only thing that is ever sorted is a page of at most `limit` rows
    sorts = [before for before, line in pairwise(plan) if "TEMP B-TREE" in line]
    # or the few rows of one request, found by two indexes
    few = ("SCAN (subquery", "SEARCH jobs USING INDEX jobs_by_wish")
    assert all(before.startswith(few) for before in sorts), plan


def test_a_big_ledger_is_as_quick_in_steps_as_a_small_one(path: Path, fake_clock: FakeClock) -> None:
    """Counted in SQLite's own steps, not in seconds: listing and approving do not grow with the ledger."""
    with Ledger(path, fake_clock) as ledger:
        small = _cost(ledger)
        _fill(ledger, 20_000)
        big = _cost(ledger)
    assert big <= small * 2, (small, big)


def _fill(ledger: Ledger, count: int) -> None:
    job = ledger.add(a_job(state=S.DONE, charged=Amount(Decimal(9), "credits")))
    names = "provider, model, operation, state, request, request_hash, created_at, updated_at, position, "
    names += "held, held_unit, held_at"
    with ledger._db.write() as raw:
        raw.execute(
            f"INSERT INTO jobs (id, {names}) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
            f"WHERE i < {count}) SELECT 'f' || printf('%07d', i), {names} FROM (SELECT * FROM jobs WHERE id = ?), n",
            (job.id,),
        )


def _cost(ledger: Ledger) -> int:
    ticks = 0

    def tick() -> int:
        nonlocal ticks
        ticks += 1
        return 0

    assert isinstance(ledger._db, SqliteDatabase)
    page = [ledger.add(a_job(state=state)).id for state in (S.QUOTED, S.RUNNING) for _ in range(60)]
    ledger._db.connection.set_progress_handler(tick, 10)
    ledger.list()
    ledger.list(states=[S.RUNNING, S.QUOTED])
    ledger.list(provider="acme", before=page[30])
    ledger.committed("acme", "credits", None)
    ledger.job_of_request("nobody", timedelta(minutes=15))
    ledger._db.connection.set_progress_handler(None, 0)
    return ticks

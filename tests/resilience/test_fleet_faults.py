"""What befalls a fleet, and the clear end of each: no job lost, none charged twice. One server and one simulator for all."""

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.fork_server import Ran
from tests.postgres_server import NoPostgres

pytest.importorskip("dbos", reason="the workers' tests need pip install 'mediawright[fleet]'")
pytest.importorskip("psycopg", reason="the workers' tests need pip install 'mediawright[fleet]'")
from tests.resilience import fleet_server
from tests.resilience.live_fleet import LiveFleet, LiveWorker, live_fleet, program_of

from mediawright.ledger.postgres_schema import steps

#: for how long PostgreSQL is away, seconds; 60 is the long form
OUTAGE_S = float(os.environ.get("MEDIAWRIGHT_OUTAGE_S", "4"))
#: how far the clocks of two machines are off, each in its direction
SKEW_S = 600.0


@pytest.fixture(scope="module")
def server() -> Iterator[fleet_server.Server]:
    try:
        with fleet_server.running() as running:
            yield running
    except NoPostgres as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="module")
def running(server: fleet_server.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveFleet]:
    with live_fleet(tmp_path_factory.mktemp("fleet"), url=server.url, bucket=False) as found:
        yield found


@pytest.fixture
def fleet(running: LiveFleet) -> Iterator[LiveFleet]:
    yield running
    running.dismiss()


def in_line(fleet: LiveFleet, prompt: str, user: str = "anna") -> str:
    """A job that is left to the workers."""
    words = ("--provider", "kling", "--duration", "5", "--approve-cost", "10", "--no-wait", "--json")
    answer = fleet.machine(user)("video", "--prompt", prompt, *words).json
    assert answer["status"] == "submitted", answer
    return str(answer["data"]["job"])


def carrier_of(fleet: LiveFleet, job: str) -> str | None:
    with fleet.ledger() as ledger:
        row = ledger._db.first("SELECT worker FROM leases WHERE job_id = ?", (job,))
    return str(row["worker"]) if row is not None and row["worker"] else None


def error_of(ran: Ran) -> dict[str, Any]:
    return dict(ran.json["error"])


# --- PostgreSQL is away


def test_a_database_that_is_gone_for_a_while_costs_no_job(fleet: LiveFleet, server: fleet_server.Server) -> None:
    """Long form: MEDIAWRIGHT_OUTAGE_S=60, longer than a lease and than a worker is waited for."""
    workers = [fleet.worker(), fleet.worker()]
    for worker in workers:
        worker.said("ready")
    jobs = [in_line(fleet, f"a fox through an outage {number}") for number in range(3)]
    for job in jobs:
        fleet.reached(job, "submitted", "running")
    server.kill()
    began = time.monotonic()
    try:
        fleet.works_done()  # nothing can be written down now
        refused = fleet.machine("ben")("jobs", "wait", jobs[0], "--json")
        assert (refused.code, error_of(refused)["retry"]) == (1, "later")
        assert "does not answer right now, and nothing is sent without it" in refused.json["message"]
        time.sleep(max(0.0, OUTAGE_S - (time.monotonic() - began)))
    finally:
        server.start()
    for job in jobs:
        assert fleet.reached(job, "done") == "done"
        assert fleet.chaos.charges(f"a fox through an outage {jobs.index(job)}") == 1
    for worker in workers:
        assert worker.process.poll() is None
        assert worker.events("database_lost")
        assert worker.events("buried") == []  # nobody could be heard of, and nobody was taken for dead
    done = fleet.machine("ben")("jobs", "wait", jobs[0], "--json").json
    assert done["status"] == "done"


# --- versions


def test_a_worker_of_an_older_version_goes_on_and_a_new_start_of_it_refuses(fleet: LiveFleet) -> None:
    old = fleet.worker()
    old.said("ready")
    newer = f"p{len(steps()) + 1:03d}_of_a_newer_version"
    with fleet.ledger() as ledger, ledger._db.write() as connection:
        connection.execute("ALTER TABLE jobs ADD COLUMN of_a_newer_version TEXT")
        connection.execute("INSERT INTO migrations (name, at) VALUES (?, '')", (newer,))
    try:
        late = fleet.worker("late")
        assert late.process.wait(60) == 1
        assert "newer version" in late.log.read_text("utf-8")
        front_end = fleet.machine("ben")("jobs", "list", "--json")
        assert (front_end.code, error_of(front_end)["key"]) == (1, "ledger.newer")
    finally:
        import psycopg

        with psycopg.connect(fleet.address.url, autocommit=True) as admin:
            admin.execute(f"SET search_path = {fleet.address.schema}".encode())
            admin.execute("ALTER TABLE jobs DROP COLUMN of_a_newer_version")
            admin.execute("DELETE FROM migrations WHERE name = %s", (newer,))
    with fleet.ledger() as ledger:
        assert [worker.name for worker in ledger.roster.all() if worker.alive] == [old.name]
    job = in_line(fleet, "a fox of an older version")
    fleet.reached(job, "submitted", "running")
    fleet.works_done()
    assert fleet.reached(job, "done") == "done"


# --- clocks


def shifted(fleet: LiveFleet, seconds: float, *words: str) -> dict[str, Any]:
    """A command on a machine whose clock is off."""
    shell = fleet.machine(f"off{int(seconds)}")
    ran = subprocess.run(
        [*program_of(seconds), *words, "--json"], cwd=shell.cwd, env=shell.env, capture_output=True, timeout=90
    )
    return dict(json.loads(ran.stdout))


def test_clocks_ten_minutes_off_in_both_directions_cost_nothing(fleet: LiveFleet) -> None:
    ahead, behind = fleet.worker("ahead", shift_s=SKEW_S), fleet.worker("behind", shift_s=-SKEW_S)
    for worker in (ahead, behind):
        worker.said("ready")
    words = ("video", "--provider", "kling", "--duration", "5", "--prompt")
    page = shifted(fleet, SKEW_S, *words, "a fox out of time")
    answer = shifted(fleet, -SKEW_S, "confirm", page["data"]["quote"], "--approve-cost", "4", "--no-wait")
    assert answer["status"] == "submitted", answer  # its quote is as old as the database says
    jobs = [answer["data"]["job"], *(in_line(fleet, f"a fox out of time, too {number}") for number in range(3))]
    for job in jobs:
        fleet.reached(job, "submitted", "running")
    fleet.works_done()
    for job in jobs:
        assert fleet.reached(job, "done") == "done"
    with fleet.ledger() as ledger:
        known = [ledger.get(job) for job in jobs]
        now = ledger._db.clock.now()
        assert all(worker.alive for worker in ledger.roster.all())
    for job in known:
        assert job.approval is not None
        assert abs(now - job.approval.at) < timedelta(seconds=SKEW_S / 2)  # a day's budget counts it by this time
        assert abs(now - job.updated_at) < timedelta(seconds=SKEW_S / 2)
    assert fleet.chaos.charges("a fox out of time") == len(jobs)
    for worker in (ahead, behind):
        assert worker.events("buried") == []  # neither takes the other for dead
    told = shifted(fleet, SKEW_S, "fleet", "status")
    assert abs(abs(told["data"]["clock_apart_s"]) - SKEW_S) < 30
    assert "clock is" in told["message"]


# --- a full disk


@contextmanager
def small_disk(place: Path, kilobytes: int) -> Iterator[Path]:
    """A disk of its own with so little room; the test is skipped where none can be mounted."""
    place.mkdir(parents=True)
    mount = shutil.which("mount")
    words = [str(mount), "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)]
    if mount is None or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can be mounted by the administrator only")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def filled(place: Path) -> None:
    """Leave no room on a disk."""
    with suppress(OSError), (place / "ballast").open("wb", buffering=0) as file:
        while True:
            file.write(b"0" * 1024)


def test_a_full_disk_of_one_worker_is_told_and_another_one_finishes(fleet: LiveFleet, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", 2048) as disk:
        full = fleet.worker("full", MEDIAWRIGHT_HOME=str(disk / "mw"))
        full.said("ready")
        filled(disk)
        job = in_line(fleet, "a fox and a full disk")
        fleet.reached(job, "submitted", "running")
        fleet.works_done()
        full.said("disk_full")
        waited = fleet.machine("ben")("jobs", "wait", job, "--timeout", "100", "--json")
        assert error_of(waited)["key"] in ("fleet.stopped", "error.still_running")
        stuck = fleet.machine("ben")("fleet", "status").out
        assert "There is no space left" in stuck, stuck
        fleet.worker("other").said("ready")
        fleet.machine("ben")("jobs", "wait", job, "--timeout", "20", "--json")  # a person wants it now
        assert fleet.reached(job, "done") == "done"
        assert fleet.chaos.charges("a fox and a full disk") == 1
        next_one = in_line(fleet, "a fox after the full disk")
        fleet.reached(next_one, "submitted", "running")
        fleet.works_done()
        assert fleet.reached(next_one, "done") == "done"
        full.kill()


# --- a worker stands still


def test_a_frozen_worker_that_wakes_finds_its_job_made_and_sends_nothing(fleet: LiveFleet) -> None:
    frozen = fleet.worker("frozen")
    frozen.said("ready")
    job = in_line(fleet, "a fox in the ice")
    fleet.reached(job, "submitted", "running")
    assert carrier_of(fleet, job) == frozen.name
    frozen.signal(signal.SIGSTOP)
    other = fleet.worker("other")
    other.said("buried")
    fleet.works_done()
    assert fleet.reached(job, "done") == "done"
    frozen.signal(signal.SIGCONT)
    after = in_line(fleet, "a fox after the ice")
    fleet.reached(after, "submitted", "running")
    fleet.works_done()
    assert fleet.reached(after, "done") == "done"
    assert [fleet.chaos.charges("in the ice"), fleet.chaos.charges("after the ice")] == [1, 1]
    assert _heard_of(fleet, frozen)  # it is known again
    with fleet.ledger() as ledger:
        moves = [str(event.data["to"]) for event in ledger.events(job) if event.kind == "moved"]
    assert moves.count("submitting") == moves.count("done") == 1


def _heard_of(fleet: LiveFleet, worker: LiveWorker) -> bool:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with fleet.ledger() as ledger:
            if any(one.name == worker.name and one.alive for one in ledger.roster.all()):
                return True
        time.sleep(0.1)
    return False

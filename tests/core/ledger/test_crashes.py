"""Killed in the middle of a write, at many moments: the ledger is whole and every job tells a story that adds up."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from mediawright.ledger import Ledger
from mediawright.testing.fakes import FakeClock
from mediawright.types.states import State

WRITER = """
import sys
from pathlib import Path
from mediawright.clock import SystemClock, SystemIds
from mediawright.ledger import Ledger
from mediawright.testing.builders import a_job, an_approval
from mediawright.types.job import Task
from mediawright.types.states import State
with Ledger(Path(sys.argv[1]), SystemClock()) as ledger:
    print("ready", flush=True)
    while True:
        job = ledger.add(a_job(id=SystemIds().new_id()))
        ledger.approve(job.id, an_approval(job))
        ledger.move(job.id, State.APPROVED, State.SUBMITTING)
        print(job.id, flush=True)
        ledger.move(job.id, State.SUBMITTING, State.SUBMITTED, task=Task(provider="acme", id=job.id))
"""
KILLS = 12


def write_until_killed(path: Path, after_s: float) -> list[str]:
    """The ids the writer said were on disk before it was killed."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    time.sleep(after_s)
    writer.send_signal(signal.SIGKILL)
    said, _ = writer.communicate(timeout=30)
    return [line for line in said.splitlines() if len(line) == 36]


def test_killed_in_mid_write_the_ledger_stays_consistent(path: Path, fake_clock: FakeClock) -> None:
    moments = random.Random(7)
    said = [job_id for _ in range(KILLS) for job_id in write_until_killed(path, moments.uniform(0.001, 0.03))]
    with Ledger(path, fake_clock) as ledger:
        assert ledger.set_aside is None
        assert ledger._db.read("PRAGMA integrity_check")[0][0] == "ok"
        jobs = ledger.list(limit=100_000)
        assert {job.id for job in jobs} >= set(said)
        for job in jobs:
            last = ledger.events(job.id)[-1]
            assert last.data.get("to", last.data.get("state")) == job.state.value
            assert (job.task is not None) == (job.state is State.SUBMITTED)
        committed = sum(90 for job in jobs if job.approval is not None)
        assert ledger.committed("acme", "credits", None) == committed

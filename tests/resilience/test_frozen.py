"""Frozen and woken (SIGSTOP, SIGCONT), with another process at the job in between: no charge on a failed job, none twice."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.resilience.chaos import TARGETS, ChaosHarness, Shell
from tests.resilience.freezing import FROZEN_S, PATIENCE, is_stopped, ten_minutes_pass, woken
from tests.resilience.kills import is_whole

from mediawright.runner.crash_points import POINTS
from mediawright.types.states import State

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="stops processes by signal, reads /proc")


def frozen(shell: Shell, prompt: str, point: str) -> "subprocess.Popen[bytes]":
    """A process that stands still at this point of its journey."""
    process = shell.start(*shell.media_request(prompt), MEDIAWRIGHT_FREEZE_AT=point)
    end = time.monotonic() + PATIENCE
    while process.poll() is None and not is_stopped(process.pid):
        assert time.monotonic() < end, f"never came to {point}"
        time.sleep(0.01)
    assert process.returncode is None, f"over before {point}"
    return process


def turns(chaos: ChaosHarness) -> tuple[str, ...]:
    """The points that this provider stands for in the short form: together they are all."""
    names = list(TARGETS)
    return POINTS[names.index(chaos.target.name) :: len(names)]


@pytest.mark.parametrize("point", POINTS)
def test_a_frozen_process_wakes_beside_its_successor(chaos: ChaosHarness, point: str, tmp_path: Path) -> None:
    if point != "before-send" and point not in turns(chaos) and "MEDIAWRIGHT_KILLS" not in os.environ:
        pytest.skip("every provider at every point only in the long form (MEDIAWRIGHT_KILLS)")
    shell, prompt = chaos.shell(tmp_path), f"a fox frozen at {point}"
    process = frozen(shell, prompt, point)
    time.sleep(FROZEN_S)
    for _ in range(2):  # the first finds it uncertain, the second may be sure
        ten_minutes_pass(shell)
        shell("jobs", "resume", "--json", "--timeout", "400")
    told = shell.jobs()[0]
    woken(process)
    last = shell("jobs", "resume", "--json", "--timeout", "400")
    (job,) = shell.jobs()
    charges = chaos.charges(prompt)
    assert charges <= 1
    assert told.state is not State.FAILED or charges == 0, "charged after it was told that nothing arrived"
    if charges:
        assert is_whole(job), (job.state, last.out)
        assert len(shell.clips()) == 1
    else:
        assert job.state in (State.FAILED, State.UNCERTAIN)
    assert list(shell.cwd.rglob("*.part")) == []

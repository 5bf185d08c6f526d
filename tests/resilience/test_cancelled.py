"""An end that is asked for while inputs are still being made ready comes before the charge, not after it."""

import sys
from pathlib import Path

import pytest
from tests.resilience.chaos import ChaosHarness
from tests.resilience.freezing import woken
from tests.resilience.test_frozen import frozen

from mediawright.types.states import State

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="stops processes by signal, reads /proc")


def test_a_job_that_is_cancelled_before_its_request_leaves_costs_nothing(kling: ChaosHarness, tmp_path: Path) -> None:
    shell, prompt = kling.shell(tmp_path), "a fox that is called back"
    process = frozen(shell, prompt, "before-submit")
    told = shell("jobs", "cancel", shell.jobs()[0].id, "--json")
    assert told.json["status"] == "cancel_requested"
    woken(process)
    assert [job.state for job in shell.jobs()] == [State.CANCELLED]
    assert kling.charges(prompt) == 0

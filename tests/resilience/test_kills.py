"""Kill -9 anywhere, then resume: never twice, never lost (the long form: docs/explanation/durability.md)."""

from pathlib import Path

import pytest
from tests.resilience.chaos import TARGETS, ChaosHarness
from tests.resilience.kills import campaign, is_whole

from mediawright.runner.crash_points import POINTS
from mediawright.types.states import State

#: SIGKILL as a return code
KILLED = -9


@pytest.mark.parametrize("name", list(TARGETS))
def test_random_instants_charge_once_and_lose_nothing(name: str, instants: int) -> None:
    found = campaign(TARGETS[name], instants, seed=20)
    assert [fate for fate in found.fates if fate.doubled or fate.lost or fate.unclear] == []
    assert len(found.fates) == instants
    assert sum(fate.whole for fate in found.fates) == sum(fate.charges for fate in found.fates)


@pytest.mark.parametrize("point", POINTS)
def test_every_arrow_may_be_the_last(chaos: ChaosHarness, point: str, tmp_path: Path) -> None:
    shell, prompt = chaos.shell(tmp_path), f"a fox that dies at {point}"
    assert shell.video(prompt, MEDIAWRIGHT_CRASH_AT=point).code == KILLED
    ran = shell("jobs", "resume", "--json", "--timeout", "60")
    (job,) = shell.jobs()
    if point in ("before-submit", "before-send"):
        # nothing left this machine: the provider says so, or nobody can tell; it is never sent on a guess
        assert (ran.code, chaos.charges(prompt)) in ((8, 0), (6, 0))
        assert job.state in (State.UNCERTAIN, State.FAILED)
        assert "jobs resume" in str(ran.json["next"]) or "--again" in str(ran.json["next"])
        return
    assert ran.code == 0, ran.out
    assert is_whole(job)
    assert chaos.charges(prompt) == 1
    assert len(shell.clips()) == 1


def test_a_whole_file_is_not_fetched_again(kling: ChaosHarness, tmp_path: Path) -> None:
    shell = kling.shell(tmp_path)
    assert shell.video("a fox fetched once", MEDIAWRIGHT_CRASH_AT="after-download").code == KILLED
    before = fetches(kling)
    assert shell("jobs", "resume", "--json").code == 0
    assert fetches(kling) == before


def fetches(chaos: ChaosHarness) -> int:
    return sum(call["path"].startswith("/media/") for call in chaos.service_state.log)

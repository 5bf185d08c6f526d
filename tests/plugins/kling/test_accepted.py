"""A create that got through, answered in every wrong way: the task is brought back and paid for once."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from tests.plugins.kling.harness import Harness, Sim, job_of, video
from tests.plugins.matrix_size import MET, WHOLE

from mediawright.plugin import Busy, CannotTell, Found, MediawrightError, NotAccepted, Rejected, SignInNeeded, Uncertain
from mediawright_kling import hooks
from mediawright_kling.simulator.errors import HTTP

if TYPE_CHECKING:
    from tests.plugins.kling.conftest import MakeHarness, Simulate

    from mediawright.testing.fakes import FakeClock

#: HTTP statuses around a code of the service; None is the code's own
AROUND = (None, 200, 408, 425, 502) if WHOLE else (None, 502)
UNDOCUMENTED = (1, 401, 429, 1105, 1999, 7777)


def wrong_answers() -> Iterator[tuple[str, dict[str, Any]]]:
    """What a gateway, or the service itself, may answer after the task was made: a name, and the fault that does it."""
    for status in MET:
        yield f"page {status}", {"kind": "html", "status": status}
        yield f"empty {status}", {"kind": "empty", "status": status}
        yield f"no code {status}", {"kind": "code_after", "code": status, "status": status}
    for code in (*HTTP, *UNDOCUMENTED):
        for keeps_data in (False, True):
            for http in AROUND:
                name = f"code {code}, HTTP {http}, id {keeps_data}"
                yield name, {"kind": "code_after", "code": code, "status": http, "keeps_data": keeps_data}
    for kind in ("drop_after", "malformed", "truncated", "html", "empty", "no_task_id"):
        yield kind, {"kind": kind}


ANSWERS = dict(wrong_answers())


async def brought_back(harness: Harness, sim: Sim, clock: "FakeClock", name: str) -> str:
    """Carry a job as the runner does: a plain "later" or a sign-in is followed by one more submit."""
    job_id = f"job-{name}"
    job = job_of(video(), clock, job_id)
    for _ in range(2):
        try:
            await hooks.submit(harness.open(job_id), job)
        except (Busy, SignInNeeded):
            continue
        except Uncertain:
            verdict = await hooks.reconcile(harness.open(job_id), job)
            return "home" if isinstance(verdict, Found) else "lost"
        except MediawrightError as error:
            return f"refused: {error.code}"
        return "home"
    return "given up"


async def test_no_wrong_answer_loses_a_task_or_pays_twice(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    """`MEDIAWRIGHT_MATRIX=whole` meets every status from 400 to 599."""
    assert len(ANSWERS) > (800 if WHOLE else 150)
    wrong = {}
    for name, fault in ANSWERS.items():
        sim.service_state.reset()
        sim.service_state.faults.all.clear()
        sim.fault(on="POST *", **fault)
        end = await brought_back(harness, sim, clock, "x")
        made = sim.service_state.charges()["tasks"]
        if (end, made) != ("home", 1):
            wrong[name] = (end, made)
    assert wrong == {}


@pytest.mark.parametrize("code", sorted(HTTP))
async def test_a_refusal_that_made_nothing_stays_one(code: int, harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    sim.fault("code", "POST *", code=code, times=-1)
    job = job_of(video(), clock)
    with pytest.raises(MediawrightError) as caught:
        await hooks.submit(harness.open(), job)
    assert isinstance(caught.value, Uncertain) == (code >= 5000)
    assert sim.service_state.charges()["tasks"] == 0


async def test_already_exists_means_found(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    job = job_of(video(), clock)
    first = await hooks.submit(harness.open(), job)
    again = await hooks.submit(harness.open(), job)
    assert (again, sim.service_state.charges()["tasks"]) == (first, 1)


async def test_already_exists_that_cannot_be_searched_for_is_uncertain(
    harness: Harness, sim: Sim, clock: "FakeClock"
) -> None:
    job = job_of(video(), clock)
    await hooks.submit(harness.open(), job)
    sim.fault("code", "GET *", code=5000, times=1)
    with pytest.raises(Uncertain) as caught:
        await hooks.submit(harness.open(), job)
    assert caught.value.message.key == "kling.task.unsure"
    assert isinstance(await hooks.reconcile(harness.open(), job), Found)


async def test_without_our_id_at_the_provider_nothing_is_searched_for(
    harness: Harness, sim: Sim, clock: "FakeClock"
) -> None:
    sim.fault("code", "POST *", code=1301)
    with pytest.raises(Rejected):
        await hooks.submit(harness.open(), job_of(video(options={"external_task_id": "off"}), clock))
    assert sim.asked("/v1/", "GET") == []


@pytest.mark.parametrize("code", ["1201", "1203"])
async def test_the_services_own_unknown_task_settles_a_lost_submit(
    code: str, simulate: "Simulate", harness_for: "MakeHarness", clock: "FakeClock"
) -> None:
    """docs/contracts/kling-more.md K-C1: the real service answers 400, 1201."""
    sim = simulate(unknown_task=code)
    harness = await harness_for(sim)
    sim.fault("drop_before", "POST *")
    job = job_of(video(), clock)
    with pytest.raises(Uncertain):
        await hooks.submit(harness.open(), job)
    assert isinstance(await hooks.reconcile(harness.open(), job), CannotTell)
    clock.advance(121)
    assert isinstance(await hooks.reconcile(harness.open(), job), NotAccepted)


async def test_a_success_comes_before_its_file(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    sim.fault("no_files", "POST *")
    task = await hooks.submit(harness.open(), job_of(video(), clock))
    sim.pass_time(10)
    progress = await hooks.poll(harness.open(), task)
    assert (progress.state.value, progress.outputs, progress.reason) == ("succeeded", (), None)

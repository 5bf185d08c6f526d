"""Many tasks in one poll: what the list says is what each poll would say; what it does not name is left out."""

from typing import TYPE_CHECKING

from tests.plugins.kling.harness import Harness, Sim, job_of, picture, video

from mediawright.plugin import State, Task
from mediawright_kling import batch_poll, hooks

if TYPE_CHECKING:
    import pytest

    from mediawright.testing.fakes import FakeClock


async def started(harness: Harness, clock: "FakeClock", count: int) -> list[Task]:
    media_requests = [video() if number % 2 else picture() for number in range(count)]
    return [
        await hooks.submit(harness.open(), job_of(kling_request, clock, f"job-{at}"))
        for at, kling_request in enumerate(media_requests)
    ]


async def test_the_list_says_what_each_poll_says(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    tasks = await started(harness, clock, 4)
    for seconds in (0, 100_000):
        sim.pass_time(seconds)
        together = await hooks.poll_many(harness.open(), tasks)
        assert together == {task.id: await hooks.poll(harness.open(), task) for task in tasks}
    assert {progress.state for progress in together.values()} == {State.SUCCEEDED}


async def test_one_call_for_each_path(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    tasks = await started(harness, clock, 6)
    before = len(sim.asked("/v1/", "GET"))
    await hooks.poll_many(harness.open(), tasks)
    assert len(sim.asked("/v1/", "GET")) - before == 2


async def test_pages_are_turned_until_all_are_found(
    harness: Harness, sim: Sim, clock: "FakeClock", monkeypatch: "pytest.MonkeyPatch"
) -> None:
    monkeypatch.setattr(batch_poll, "PAGE", 2)
    tasks = []
    for at in range(7):
        tasks.append(await hooks.submit(harness.open(), job_of(video(), clock, f"job-{at}")))
        sim.pass_time(100_000)
    assert set(await hooks.poll_many(harness.open(), tasks)) == {task.id for task in tasks}
    before = len(sim.asked("/v1/", "GET"))
    # the oldest stands on the fourth page: two more than one task could need are turned, no more
    assert await hooks.poll_many(harness.open(), tasks[:1]) == {}
    assert len(sim.asked("/v1/", "GET")) - before == 3


async def test_what_no_list_names_is_left_out(harness: Harness, clock: "FakeClock") -> None:
    known, *_ = await started(harness, clock, 1)
    handle = dict(known.handle)
    third_party = Task(provider="kling", id="000000000000000001", handle=handle)
    by_id_only = Task(provider="kling", id="000000000000000002")
    assert set(await hooks.poll_many(harness.open(), [known, third_party, by_id_only])) == {known.id}

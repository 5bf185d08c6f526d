"""Many jobs at one provider: one poll for all where it has a list, each its own poll for what the list does not tell."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pytest
from tests.core.runner import scripted_provider

from mediawright.runner.batch_poll import MIN_BATCH, TRIES
from mediawright.runner.observer import NullObserver
from mediawright.types.errors import SignInNeeded, StillRunning, Unreachable
from mediawright.types.job import Job, Progress, Task
from mediawright.types.message import Message
from mediawright.types.states import State

if TYPE_CHECKING:
    from tests.core.runner.conftest import Harness

Make = Callable[..., "Harness"]
RUNNING = Progress(state=State.RUNNING)


class Ears(NullObserver):
    """A view that remembers."""

    def __init__(self, heard: list[State]) -> None:
        self.heard = heard

    def update(self, progress: Progress) -> None:
        self.heard.append(progress.state)


def tasks() -> Callable[[], Task]:
    """Every submit gets a task of its own."""
    numbers = itertools.count()
    return lambda: Task(provider="acme", id=f"task-{next(numbers)}")


def all_of(progress: Progress) -> Callable[[Sequence[Task]], Mapping[str, Progress]]:
    return lambda asked: {task.id: progress for task in asked}


def unknown(asked: Sequence[Task]) -> Mapping[str, Progress]:
    return {}


def but_first(asked: Sequence[Task]) -> Mapping[str, Progress]:
    return {task.id: scripted_provider.DONE for task in asked if task.id != "task-0"}


def batch(harness: Make, jobs: int = 2 * MIN_BATCH + 4, **script: Any) -> "tuple[Harness, list[Job]]":
    b = harness(submits=[tasks()], **script)
    return b, [b.approved(f"{number:08d}-0000-4000-8000-000000000001") for number in range(jobs)]


async def run(b: "Harness", jobs: Sequence[Job], **more: Any) -> list[Any]:
    async with asyncio.timeout(20):
        return await asyncio.gather(*(b.runner.run(job, **more) for job in jobs), return_exceptions=True)


def seen(b: "Harness") -> Counter[str]:
    return Counter(b.script.seen)


async def test_a_batch_is_polled_together(harness: Make) -> None:
    b, jobs = batch(harness, polls=[RUNNING], lists=[all_of(RUNNING), all_of(RUNNING), all_of(scripted_provider.DONE)])
    done = await run(b, jobs)
    assert {job.state for job in done} == {State.DONE}
    # only those that came before it was a batch looked themselves
    assert seen(b)["poll"] < 2 * MIN_BATCH
    assert seen(b)["poll_many"] == 3


async def test_few_poll_themselves(harness: Make) -> None:
    b, jobs = batch(harness, jobs=MIN_BATCH - 1, lists=[all_of(scripted_provider.DONE)])
    await run(b, jobs)
    assert seen(b)["poll_many"] == 0


async def test_without_a_list_everybody_polls(harness: Make) -> None:
    b, jobs = batch(harness)
    await run(b, jobs)
    assert seen(b)["poll"] == len(jobs)


async def test_what_the_list_leaves_out_is_polled(harness: Make) -> None:
    b, jobs = batch(harness, lists=[but_first], polls=[RUNNING, scripted_provider.DONE])
    assert {job.state for job in await run(b, jobs)} == {State.DONE}


async def test_a_list_that_names_nobody_is_left_alone(harness: Make) -> None:
    b, jobs = batch(harness, polls=[RUNNING] * MIN_BATCH + [scripted_provider.DONE], lists=[unknown])
    assert {job.state for job in await run(b, jobs)} == {State.DONE}
    assert seen(b)["poll_many"] == 1


async def test_trouble_with_the_list_is_waited_out(harness: Make) -> None:
    b, jobs = batch(harness, polls=[RUNNING], lists=[Unreachable(), Unreachable(), all_of(scripted_provider.DONE)])
    assert {job.state for job in await run(b, jobs)} == {State.DONE}
    assert seen(b)["poll_many"] == 3


@pytest.mark.parametrize(
    ("trouble", "calls"), [(Unreachable(), TRIES), (SignInNeeded(Message("error.sign_in_needed")), 1)]
)
async def test_a_list_that_fails_leaves_it_to_everybody(harness: Make, trouble: Exception, calls: int) -> None:
    b, jobs = batch(harness, polls=[RUNNING] * MIN_BATCH + [scripted_provider.DONE], lists=[trouble])
    assert {job.state for job in await run(b, jobs)} == {State.DONE}
    assert seen(b)["poll_many"] == calls


async def test_a_row_is_written_once_for_each_news(harness: Make) -> None:
    b, jobs = batch(harness, polls=[RUNNING], lists=[all_of(RUNNING)] * 4 + [all_of(scripted_provider.DONE)])
    await run(b, jobs)
    whole = ["added", "submitting", "submitted", "running", "succeeded", "downloading", "done"]
    assert all([state for state in b.states(job) if state in whole] == whole for job in jobs)


async def test_whoever_watches_hears_that_it_still_runs(harness: Make) -> None:
    b, jobs = batch(harness, polls=[RUNNING], lists=[all_of(RUNNING)] * 40 + [all_of(scripted_provider.DONE)])
    heard: list[State] = []
    views = [Ears(heard) for _ in jobs]
    async with asyncio.timeout(20):
        await asyncio.gather(*(b.runner.run(job, observer=observer) for job, observer in zip(jobs, views, strict=True)))
    assert len(jobs) * 3 < heard.count(State.RUNNING) < len(jobs) * 12


async def test_the_time_is_over_for_all(harness: Make) -> None:
    b, jobs = batch(harness, polls=[RUNNING], lists=[all_of(RUNNING)])
    ended = await run(b, jobs, timeout=0.05)
    assert all(isinstance(end, StillRunning) for end in ended)
    assert {b.ledger.get(job.id).state for job in jobs} == {State.RUNNING}


async def test_a_wait_that_is_given_up_leaves_the_others(harness: Make) -> None:
    b, jobs = batch(harness, polls=[RUNNING], lists=[all_of(RUNNING)] * 3 + [all_of(scripted_provider.DONE)])
    waits = [asyncio.create_task(b.runner.run(job)) for job in jobs]
    await asyncio.sleep(0)
    waits[-1].cancel()
    ended = await asyncio.gather(*waits, return_exceptions=True)
    assert isinstance(ended[-1], asyncio.CancelledError)
    assert all(isinstance(end, Job) and end.state is State.DONE for end in ended[:-1])


async def test_nobody_is_called_when_all_have_gone(harness: Make) -> None:
    b, jobs = batch(harness, polls=[RUNNING], lists=[all_of(RUNNING)])
    waits = [asyncio.create_task(b.runner.run(job)) for job in jobs]
    for _ in range(50):
        await asyncio.sleep(0)
    assert seen(b)["poll_many"]
    for wait in waits:
        wait.cancel()
    await asyncio.gather(*waits, return_exceptions=True)
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == {asyncio.current_task()}

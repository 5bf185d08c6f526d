"""Two machines on one account: neither takes the other's work for its own, however their submits interleave."""

import random
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from tests.plugins.chatart.harness import Harness, Sim, contexts_for, job_of, media_request

from mediawright.plugin import CannotTell, Found, Job, MediawrightError
from mediawright.testing.fakes import FakeClock
from mediawright_chatart import hooks

#: how a submit may go: the fault that is armed, None for an answer that arrives
WAYS = (None, "submit-lost", "submit-lost-502", "submit-dropped", "submit-no-id")
ROUNDS = 60


@pytest.fixture
async def machine(sim: Sim, tmp_path: Path, fake_clock: FakeClock) -> AsyncIterator[Callable[[str], Harness]]:
    """A home of its own with the same account's keys."""
    made: list[Harness] = []

    def set_up(name: str) -> Harness:
        (tmp_path / name / "work").mkdir(parents=True)
        made.append(Harness(contexts_for(sim, tmp_path / name, fake_clock, True, {}), tmp_path / name / "work"))
        return made[-1]

    yield set_up
    async with AsyncExitStack() as stack:
        for harness in made:
            await stack.enter_async_context(harness.contexts)


async def submitted(harness: Harness, sim: Sim, job: Job, fault: str | None) -> bool:
    """Whether the answer was heard."""
    sim.faults.clear()
    if fault:
        sim.faults.arm(fault)
    try:
        await hooks.submit(harness.open(job.id), job)
    except MediawrightError:
        return False
    finally:
        sim.faults.clear()
    return True


async def test_the_only_new_entry_is_another_machines(
    sim: Sim, machine: Callable[[str], Harness], fake_clock: FakeClock
) -> None:
    ours, theirs = machine("ours"), machine("theirs")
    lost = job_of(media_request(prompt="a fox"), fake_clock, job_id="lost")
    assert not await submitted(ours, sim, lost, "submit-dropped")
    assert await submitted(theirs, sim, job_of(media_request(prompt="a crow"), fake_clock, job_id="other"), None)
    verdict = await hooks.reconcile(ours.open("lost"), lost)
    assert isinstance(verdict, CannotTell)
    assert [item.id for item in verdict.candidates] == ["5120347"]


@pytest.mark.parametrize("seed", range(4))
async def test_no_interleaving_takes_foreign_work(
    seed: int, sim: Sim, machine: Callable[[str], Harness], fake_clock: FakeClock
) -> None:
    rng = random.Random(seed)
    desks = {name: machine(f"{name}-{seed}") for name in ("one", "two")}
    polled = 0
    for number in range(ROUNDS):
        waiting: list[tuple[Harness, Job]] = []
        for name in rng.choices(list(desks), k=rng.randint(1, 3)):
            # the very same words half of the time: they prove nothing either
            prompt = rng.choice(["a tram", f"{name} {number}"])
            job = job_of(
                media_request(prompt=prompt), fake_clock, job_id=f"{name}-{number}-{len(waiting)}-{rng.random()}"
            )
            before = set(sim.service_state.tasks)
            heard = await submitted(desks[name], sim, job, rng.choice(WAYS))
            own = set(sim.service_state.tasks) - before
            assert len(own) <= 1
            if not heard:
                waiting.append((desks[name], job))
                polled += 1
                await _looked(desks[name], job, own)
            fake_clock.advance(rng.choice([0, 1, 30]))
        for harness, job in rng.sample(waiting, len(waiting)):
            verdict = await hooks.reconcile(harness.open(job.id), job)
            assert not isinstance(verdict, Found)
        fake_clock.advance(900)
    assert polled > ROUNDS / 2


async def _looked(harness: Harness, job: Job, own: set[str]) -> None:
    """Nothing is taken without a word, and what is truly ours is among what is shown."""
    verdict = await hooks.reconcile(harness.open(job.id), job)
    assert isinstance(verdict, CannotTell)
    assert own <= {item.id for item in verdict.candidates}

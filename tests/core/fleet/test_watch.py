"""A front end and a job that is in line: who carries it, what the one who waits hears, and when the front end steps in."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.core.fleet.records import a_worker

from mediawright.fleet.watch import UNSERVED_S, FollowingRunner, StoppedInLine
from mediawright.ledger import Ledger
from mediawright.ledger.roster import DEAD_S
from mediawright.runner.observer import NullObserver
from mediawright.runner.runner import Runner
from mediawright.testing.builders import PROVIDER, a_job
from mediawright.testing.fakes import FakeClock
from mediawright.types.errors import StillRunning, TaskFailed, Uncertain
from mediawright.types.job import Job
from mediawright.types.message import Message
from mediawright.types.states import State


class Passing(FakeClock):
    """At each wait something happens elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[Callable[[], Any]] = []

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        if self.steps:
            self.steps.pop(0)()


class Heard(NullObserver):
    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, message: Message) -> None:
        self.said.append(message.key)


@pytest.fixture
def clock() -> Passing:
    return Passing()


@pytest.fixture
def ledger(tmp_path: Path, clock: Passing) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.db", clock) as opened:
        yield opened


@pytest.fixture
def job(ledger: Ledger) -> Job:
    job = ledger.add(a_job(state=State.APPROVED))
    ledger.turns.offer(job.id, None)
    return job


@pytest.fixture
def carried(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, float | None]]:
    """What this process carried itself, and within which time."""
    found: list[tuple[str, float | None]] = []

    async def run(self: Runner, job: Job, *, timeout: float | None = None, **how: Any) -> Job:
        found.append(("run", timeout))
        return job

    async def send(self: Runner, job: Job, *, timeout: float | None = None, **how: Any) -> Job:
        found.append(("send", timeout))
        return job

    monkeypatch.setattr(Runner, "run", run)
    monkeypatch.setattr(Runner, "send", send)
    monkeypatch.setattr(Runner, "usual", lambda self, job: None)
    return found


@pytest.fixture
def runner(ledger: Ledger, clock: Passing, carried: list[tuple[str, float | None]]) -> FollowingRunner:
    return FollowingRunner(ledger, None, None, clock)  # type: ignore[arg-type]  # neither is asked while a row is followed


def beat(ledger: Ledger) -> None:
    ledger.roster.beat(a_worker(providers={PROVIDER: 5}))


def dealt(ledger: Ledger, job: Job, number: int = 1) -> None:
    ledger.turns.dealt(job.id, number)


async def test_what_a_worker_takes_is_followed_to_its_end(
    runner: FollowingRunner, ledger: Ledger, job: Job, clock: Passing, carried: list[Any]
) -> None:
    beat(ledger)
    clock.steps = [
        lambda: dealt(ledger, job),
        lambda: ledger.move(job.id, State.APPROVED, State.SUBMITTING),
        lambda: ledger.move(job.id, State.SUBMITTING, State.FAILED, reason=Message("error.task_failed")),
    ]
    heard = Heard()
    with pytest.raises(TaskFailed):
        await runner.run(job, observer=heard)
    assert (carried, heard.said) == ([], ["fleet.in_line"])


async def test_without_a_worker_that_takes_it_it_is_carried_here(
    runner: FollowingRunner, ledger: Ledger, job: Job, clock: Passing, carried: list[Any]
) -> None:
    await runner.run(job, timeout=9.0)
    ledger.roster.beat(a_worker(providers={"other": 5}))
    await runner.send(job)
    beat(ledger)
    clock.advance(DEAD_S)
    await runner.run(job)
    assert carried == [("run", 9.0), ("send", None), ("run", None)]


async def test_a_job_that_was_never_offered_is_carried_here(
    runner: FollowingRunner, ledger: Ledger, carried: list[Any]
) -> None:
    beat(ledger)
    await runner.run(ledger.add(a_job(state=State.SUBMITTED)))
    assert carried == [("run", None)]


async def test_no_wait_leaves_it_in_line(runner: FollowingRunner, ledger: Ledger, job: Job, carried: list[Any]) -> None:
    beat(ledger)
    assert (await runner.send(job)).state is State.APPROVED
    assert carried == []


async def test_a_wait_ends_with_its_time_and_the_job_goes_on(
    runner: FollowingRunner, ledger: Ledger, job: Job, carried: list[Any]
) -> None:
    beat(ledger)
    with pytest.raises(StillRunning):
        await runner.run(job, timeout=3.0)
    assert carried == []


async def test_workers_that_are_gone_for_long_leave_it_to_the_front_end(
    runner: FollowingRunner, ledger: Ledger, job: Job, clock: Passing, carried: list[Any]
) -> None:
    beat(ledger)
    began = clock.monotonic()
    await runner.run(job, timeout=600.0)
    waited = clock.monotonic() - began
    assert DEAD_S + UNSERVED_S <= waited < DEAD_S + UNSERVED_S + 2
    assert carried == [("run", 600.0 - waited)]


async def test_a_doubt_of_the_worker_is_told(runner: FollowingRunner, ledger: Ledger, job: Job, clock: Passing) -> None:
    beat(ledger)
    said = Message("runner.unknown_task", {"provider": "x", "task": "1"})
    clock.steps = [
        lambda: dealt(ledger, job),
        lambda: ledger.turns.ended(f"{job.id}.1", "uncertain", said, 60.0),
    ]
    with pytest.raises(Uncertain) as stopped:
        await runner.run(job)
    assert (stopped.value.message, stopped.value.data["job"]) == (said, job.id)


@pytest.mark.parametrize("word", ["sign_in_needed", "local_fault"])
async def test_what_a_worker_cannot_do_now_is_told(
    word: str, runner: FollowingRunner, ledger: Ledger, job: Job, clock: Passing
) -> None:
    beat(ledger)
    clock.steps = [
        lambda: dealt(ledger, job),
        lambda: ledger.turns.ended(f"{job.id}.1", word, Message("ledger.full"), 60.0),
    ]
    with pytest.raises(StoppedInLine):
        await runner.run(job)


async def test_a_turn_that_had_ended_undone_begins_again_when_a_person_asks(
    runner: FollowingRunner, ledger: Ledger, job: Job, clock: Passing
) -> None:
    beat(ledger)
    dealt(ledger, job)
    ledger.turns.ended(f"{job.id}.1", "uncertain", None, None)
    clock.steps = [
        lambda: None,
        lambda: dealt(ledger, job, 2),
        lambda: ledger.turns.ended(f"{job.id}.2", "uncertain", Message("ledger.full"), None),
    ]
    with pytest.raises(Uncertain):
        await runner.run(job)
    assert len(clock.slept) == 3
    turn = ledger.turns.of(job.id)
    assert turn is not None
    assert turn.number == 2

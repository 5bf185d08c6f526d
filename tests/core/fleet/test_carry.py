"""A turn of a job: what its errors make of it, and what is left where it is cut."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from mediawright.fleet.carry import AGAIN_S, FULL_S, NO_ROOM_S, PASSED_ON, Carrier, End, Pause, verdict
from mediawright.ledger import Ledger
from mediawright.ledger.roster import Worker
from mediawright.os_errors import DISK_FULL
from mediawright.testing.builders import a_job
from mediawright.testing.fakes import FakeClock
from mediawright.types.accounts import line_of
from mediawright.types.errors import (
    Busy,
    InvalidRequest,
    LocalFault,
    MediawrightError,
    NotSent,
    Retry,
    SignInNeeded,
    Uncertain,
    Unreachable,
)
from mediawright.types.job import Job
from mediawright.types.message import Message
from mediawright.types.states import State


class Passing(LocalFault):
    retry = Retry.LATER


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Busy(retry_after=7.0), Pause(7.0)),
        (Busy(), Pause(NO_ROOM_S)),
        (NotSent(), Pause(1.0)),
        (Unreachable(), Pause(1.0)),
        (Passing(), Pause(1.0)),
        (Uncertain(), End("uncertain", AGAIN_S[0])),
        (SignInNeeded(), End("sign_in_needed", AGAIN_S[0])),
        (LocalFault(), End("local_fault", AGAIN_S[0])),
        (InvalidRequest(), End("invalid_request", AGAIN_S[0])),
    ],
)
def test_what_passes_is_waited_for_and_what_does_not_ends_the_turn(
    error: MediawrightError, expected: Pause | End
) -> None:
    assert verdict(error, 0, 0) == expected


def test_only_a_doubt_is_left_to_a_person_in_the_end() -> None:
    assert [verdict(Uncertain(), tries, 0) for tries in (1, 2, 3)] == [
        End("uncertain", AGAIN_S[1]),
        End("uncertain", AGAIN_S[2]),
        End("uncertain", None),
    ]
    assert verdict(SignInNeeded(), 99, 0) == End("sign_in_needed", AGAIN_S[-1])


def test_waits_grow_to_a_minute() -> None:
    assert [verdict(Unreachable(), 0, failures) for failures in (0, 3, 50)] == [Pause(1.0), Pause(8.0), Pause(60.0)]


class Scripted:
    """A runner that does what it is told, step by step."""

    def __init__(self, ledger: Ledger, *steps: object) -> None:
        self._ledger, self._steps, self.runs = ledger, list(steps), 0

    async def run(self, job: Job, *, lang: str = "en") -> Job:
        self.runs += 1
        step = self._steps.pop(0)
        if isinstance(step, BaseException):
            raise step
        if isinstance(step, asyncio.Event):
            await step.wait()
        return self._ledger.move(job.id, State.APPROVED, State.CANCELLED)


@pytest.fixture
def ledger(tmp_path: Path, fake_clock: FakeClock) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.db", fake_clock) as opened:
        yield opened


@pytest.fixture
def turn(ledger: Ledger) -> str:
    job = ledger.add(a_job(state=State.APPROVED))
    ledger.turns.offer(job.id, None)
    ledger.turns.dealt(job.id, 1)
    return f"{job.id}.1"


def job_of(turn: str) -> str:
    return turn.rpartition(".")[0]


async def test_it_goes_on_over_what_passes(ledger: Ledger, turn: str, fake_clock: FakeClock) -> None:
    runner = Scripted(ledger, Passing(), NotSent(), Busy(retry_after=3.0), "done")
    assert await Carrier(runner, ledger, fake_clock).carry(turn, job_of(turn)) == "cancelled"
    assert runner.runs == 4


async def test_a_turn_that_ends_undone_says_why_and_when_the_next_is(
    ledger: Ledger, turn: str, fake_clock: FakeClock
) -> None:
    said = Message("runner.yes_expired")
    assert await Carrier(Scripted(ledger, SignInNeeded(said)), ledger, fake_clock).carry(turn, job_of(turn)) == (
        "sign_in_needed"
    )
    found = ledger.turns.of(job_of(turn))
    assert found is not None
    assert (found.outcome, found.told, found.tries) == ("sign_in_needed", said, 1)


async def test_a_bug_ends_the_turn_as_a_fault_that_can_be_told(
    ledger: Ledger, turn: str, fake_clock: FakeClock
) -> None:
    assert await Carrier(Scripted(ledger, KeyError("x")), ledger, fake_clock).carry(turn, job_of(turn)) == "local_fault"
    found = ledger.turns.of(job_of(turn))
    assert found is not None
    assert found.told == Message("error.unexpected")


async def test_a_job_that_is_over_is_not_run(ledger: Ledger, turn: str, fake_clock: FakeClock) -> None:
    ledger.move(job_of(turn), State.APPROVED, State.CANCELLED)
    runner = Scripted(ledger)
    assert await Carrier(runner, ledger, fake_clock).carry(turn, job_of(turn)) == "cancelled"
    assert runner.runs == 0


async def test_a_turn_that_comes_twice_is_carried_once(ledger: Ledger, turn: str, fake_clock: FakeClock) -> None:
    runner, gate = None, asyncio.Event()
    runner = Scripted(ledger, gate)
    carrier = Carrier(runner, ledger, fake_clock)
    both = [asyncio.create_task(carrier.carry(turn, job_of(turn))) for _ in range(2)]
    await asyncio.sleep(0.01)
    assert carrier.turns == {turn}
    gate.set()
    assert await asyncio.gather(*both) == ["cancelled", "cancelled"]
    assert (runner.runs, carrier.turns) == (1, frozenset())


async def test_who_is_told_to_stop_lets_go_and_ends_no_turn(ledger: Ledger, turn: str, fake_clock: FakeClock) -> None:
    carrier = Carrier(Scripted(ledger, asyncio.Event()), ledger, fake_clock)
    first = asyncio.create_task(carrier.carry(turn, job_of(turn)))
    await asyncio.sleep(0.01)
    await carrier.stop()
    late = asyncio.create_task(carrier.carry("other.1", "other"))
    await asyncio.sleep(0.01)
    assert not first.done()
    assert not late.done()
    assert ledger.get(job_of(turn)).state is State.APPROVED
    for task in (first, late):
        task.cancel()
    await asyncio.gather(first, late, return_exceptions=True)


def another(ledger: Ledger, clock: FakeClock, provider: str) -> None:
    """Have another worker heard of just now."""
    ledger.roster.beat(Worker(name="w2", machine="m2", version="1", providers={provider: 1}, started_at=clock.now()))


async def test_a_full_disk_passes_jobs_on_where_another_worker_takes_them(
    ledger: Ledger, turn: str, fake_clock: FakeClock
) -> None:
    full, said = LocalFault(Message(DISK_FULL)), []
    another(ledger, fake_clock, ledger.get(job_of(turn)).provider)
    runner = Scripted(ledger, full, "done")
    carrier = Carrier(runner, ledger, fake_clock, name="w1", say=lambda event, data: said.append(event))
    assert await carrier.carry(turn, job_of(turn)) == PASSED_ON
    known = ledger.turns.of(job_of(turn))
    assert known is not None
    assert (known.outcome, said) == (None, ["disk_full"])  # who waits is not disturbed, and the next turn is due
    assert await carrier.carry(f"{job_of(turn)}.2", job_of(turn)) == PASSED_ON
    assert runner.runs == 1
    fake_clock.advance(FULL_S + 1)
    another(ledger, fake_clock, known.provider)
    assert await carrier.carry(f"{job_of(turn)}.3", job_of(turn)) == "cancelled"


@pytest.mark.parametrize(("account", "word"), [(None, "local_fault"), ("films", PASSED_ON)])
async def test_a_full_disk_passes_a_job_on_to_a_worker_of_its_own_account(
    account: str | None, word: str, tmp_path: Path, fake_clock: FakeClock
) -> None:
    with Ledger(tmp_path / "films.db", fake_clock, account=lambda provider: "films") as ledger:
        job = ledger.add(a_job(state=State.APPROVED))
        ledger.turns.offer(job.id, None, account=job.account)
        ledger.turns.dealt(job.id, 1)
        another(ledger, fake_clock, line_of(job.provider, account))
        carrier = Carrier(Scripted(ledger, LocalFault(Message(DISK_FULL))), ledger, fake_clock, name="w1")
        assert await carrier.carry(f"{job.id}.1", job.id) == word


async def test_a_full_disk_with_no_other_worker_is_told(ledger: Ledger, turn: str, fake_clock: FakeClock) -> None:
    another(ledger, fake_clock, "another provider")
    told = Message(DISK_FULL)
    carrier = Carrier(Scripted(ledger, LocalFault(told), "done"), ledger, fake_clock, name="w1")
    assert await carrier.carry(turn, job_of(turn)) == "local_fault"
    known = ledger.turns.of(job_of(turn))
    assert known is not None
    assert (known.outcome, known.told) == ("local_fault", told)
    assert await carrier.carry(f"{job_of(turn)}.2", job_of(turn)) == "cancelled"  # it tries again by itself


def test_a_database_that_is_back_is_noticed_soon_however_long_it_was_away() -> None:
    assert [verdict(Passing(), 0, failures) for failures in (0, 3, 50)] == [Pause(1.0), Pause(5.0), Pause(5.0)]

"""Leading a job: one at a time, given up at the end, and worth nothing once it was lost."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.core.runner.scripted_provider import DONE

from mediawright.clock import Instant, instant
from mediawright.runner import crash_points
from mediawright.runner.lease import LEASE, LEASE_POLL_INTERVAL_S, LeaseLost, LeaseRenewer, holding_lease
from mediawright.types.errors import LocalFault, StillRunning
from mediawright.types.message import Message
from mediawright.types.states import State

if TYPE_CHECKING:
    from tests.core.runner.conftest import Harness

    from mediawright.ledger.address import Where

Make = Callable[..., "Harness"]


@pytest.fixture
def where(either: "Where") -> "Where":
    return either


async def test_one_leads_and_gives_it_up(harness: Make) -> None:
    b = harness()
    job = b.approved()
    renewer = LeaseRenewer(b.ledger)
    async with holding_lease(renewer, job.id, "one") as first, holding_lease(renewer, job.id, "two") as second:
        assert first is not None
        assert second is None
    assert b.ledger.lease_holder(job.id) is None


async def test_a_lost_lease_lets_nothing_leave(harness: Make) -> None:
    b = harness()
    job = b.approved()
    async with holding_lease(LeaseRenewer(b.ledger), job.id, "one") as lease:
        assert lease is not None
        lease.hold()
        b.clock.advance(LEASE + 1)
        assert b.ledger.acquire_lease(job.id, "two", LEASE)
        with pytest.raises(LeaseLost):
            lease.hold()


async def test_a_lost_lease_stops_the_work(harness: Make) -> None:
    b = harness()
    job = b.approved()

    renewer = LeaseRenewer(b.ledger)

    async def work() -> None:
        async with holding_lease(renewer, job.id, "one") as lease:
            assert lease is not None
            lease.lost = True
            renewer.beat()
            await asyncio.sleep(60)

    with pytest.raises(LeaseLost):
        await work()


async def test_an_answer_on_its_way_is_waited_for(harness: Make) -> None:
    b = harness()
    job, renewer = b.approved(), LeaseRenewer(b.ledger)
    async with holding_lease(renewer, job.id, "one") as lease:
        assert lease is not None
        lease.lost = lease.sending = True
        renewer.beat()
        await asyncio.sleep(0)


async def test_a_cancelled_wait_is_not_taken_for_a_lost_lease(harness: Make) -> None:
    b = harness()
    job = b.approved()

    async def wait() -> None:
        async with holding_lease(LeaseRenewer(b.ledger), job.id, "one"):
            await asyncio.sleep(60)

    task = asyncio.create_task(wait())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert b.ledger.lease_holder(job.id) is None


async def test_many_leases_beat_as_one(harness: Make) -> None:
    b = harness()
    jobs = [b.approved(), b.approved("22222222-0000-4000-8000-000000000002")]
    renewer = LeaseRenewer(b.ledger)
    async with holding_lease(renewer, jobs[0].id, "one") as kept, holding_lease(renewer, jobs[1].id, "two") as taken:
        assert kept is not None
        assert taken is not None
        taken.sending = True
        b.clock.advance(LEASE + 1)
        assert b.ledger.acquire_lease(jobs[1].id, "somebody else", LEASE)
        renewer.beat()
        assert (kept.lost, taken.lost) == (False, True)
        assert b.ledger.lease_holder(jobs[0].id) == "one"


async def test_no_lease_no_beat(harness: Make) -> None:
    b = harness()
    before = len(asyncio.all_tasks())
    async with holding_lease(LeaseRenewer(b.ledger), b.approved().id, "one"):
        assert len(asyncio.all_tasks()) == before + 1
    assert len(asyncio.all_tasks()) == before


class Scales:
    """Two clocks that a test sets."""

    def __init__(self) -> None:
        self.counted, self.wall = 100.0, 1_000_000.0

    def __call__(self) -> Instant:
        return Instant(self.counted, self.wall)


@pytest.mark.parametrize(("counted", "wall"), [(45.0, 45.0), (45.0, 0.0), (0.0, 45.0), (45.0, -7200.0)])
async def test_after_a_freeze_nothing_leaves_for_a_successor_s_job(harness: Make, counted: float, wall: float) -> None:
    b, scales = harness(), Scales()
    job = b.approved()
    async with holding_lease(LeaseRenewer(b.ledger), job.id, "one") as lease:
        assert lease is not None
        lease.instant = scales
        lease.hold()
        scales.counted, scales.wall = scales.counted + counted, scales.wall + wall
        b.clock.advance(LEASE + 1)
        assert b.ledger.acquire_lease(job.id, "two", LEASE)
        with pytest.raises(LeaseLost):
            lease.fence()


async def test_a_lease_just_confirmed_is_not_asked_for_again(harness: Make) -> None:
    b, scales = harness(), Scales()
    job = b.approved()
    async with holding_lease(LeaseRenewer(b.ledger), job.id, "one") as lease:
        assert lease is not None
        lease.instant = scales
        lease.hold()
        b.clock.advance(LEASE - 1)
        scales.counted += 0.9
        lease.fence()  # nothing was written: the lease still ends when it did
        b.clock.advance(2)
        assert b.ledger.lease_holder(job.id) is None


async def test_a_slow_line_renews_the_lease_before_the_bytes_leave(harness: Make) -> None:
    b, scales = harness(), Scales()
    job = b.approved()
    async with holding_lease(LeaseRenewer(b.ledger), job.id, "one") as lease:
        assert lease is not None
        lease.instant = scales
        lease.hold()
        b.clock.advance(LEASE - 1)
        scales.counted += LEASE - 1
        lease.fence()
        b.clock.advance(2)
        assert b.ledger.lease_holder(job.id) == "one"


async def test_a_beat_confirms(harness: Make) -> None:
    b, scales = harness(), Scales()
    renewer = LeaseRenewer(b.ledger)
    async with holding_lease(renewer, b.approved().id, "one") as lease:
        assert lease is not None
        lease.instant = scales
        lease.hold()
        scales.counted += 10.0
        renewer.beat()
        assert lease.confirmed == scales()


def test_a_moment_counts_by_the_scale_that_says_more() -> None:
    assert Instant(1.0, 50.0).until(Instant(3.0, 40.0)) == 2.0
    assert Instant(1.0, 50.0).until(Instant(1.5, 60.0)) == 10.0
    assert 0.0 <= instant().until(instant()) < 5.0


async def test_a_lease_that_is_lost_again_and_again_does_not_spin(harness: Make) -> None:
    lost = LeaseLost("11111111-0000-4000-8000-000000000001")
    b = harness(polls=[lost] * 40 + [DONE])
    assert (await b.runner.run(b.approved())).state is State.DONE
    assert b.clock.slept.count(LEASE_POLL_INTERVAL_S) >= 40


async def test_a_lease_that_stays_lost_ends_with_the_wait(harness: Make) -> None:
    b = harness(polls=[LeaseLost("11111111-0000-4000-8000-000000000001")])
    with pytest.raises(StillRunning):
        await b.runner.run(b.approved(), timeout=30.0)


# --- what a lost lease says and stops


async def test_a_lost_lease_stays_lost_and_names_its_job(harness: Make) -> None:
    b = harness()
    job = b.approved()
    async with holding_lease(LeaseRenewer(b.ledger), job.id, "one") as lease:
        assert lease is not None
        b.clock.advance(LEASE + 1)
        assert b.ledger.acquire_lease(job.id, "two", LEASE)
        with pytest.raises(LeaseLost) as raised:
            lease.hold()
        assert lease.lost is True
        assert raised.value.data == {"job": job.id}
        assert raised.value.message == Message("ledger.moved", {"job": job.id, "state": ""})


async def test_nothing_leaves_under_a_lease_that_is_known_to_be_lost(harness: Make) -> None:
    """However short ago it was confirmed, and although the ledger would renew it."""
    b, scales = harness(), Scales()
    async with holding_lease(LeaseRenewer(b.ledger), b.approved().id, "one") as lease:
        assert lease is not None
        lease.instant = scales
        lease.hold()
        lease.lost = True
        with pytest.raises(LeaseLost):
            lease.fence()


@pytest.mark.parametrize(("seconds", "asked"), [(None, 1), (0.0, 0), (1.0, 0), (1.001, 1)])
async def test_the_ledger_is_asked_before_the_bytes_leave_unless_it_was_just_now(
    harness: Make, seconds: float | None, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    b, scales, points, renewals = harness(), Scales(), list[str](), list[str]()
    job = b.approved()
    renew = b.ledger.renew

    def counted(job_id: str, owner: str, ttl_s: float) -> bool:
        renewals.append(owner)
        return renew(job_id, owner, ttl_s)

    async with holding_lease(LeaseRenewer(b.ledger), job.id, "one") as lease:
        assert lease is not None
        lease.instant = scales
        if seconds is not None:
            lease.hold()
            scales.counted += seconds
        monkeypatch.setattr(b.ledger, "renew", counted)
        monkeypatch.setattr(crash_points, "point", points.append)
        lease.fence()
        assert renewals == ["one"] * asked
        assert points == ["before-send"]
        assert lease.confirmed is not None


async def test_a_lease_is_renewed_three_times_in_its_life(harness: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    b, slept, three = harness(), list[float](), asyncio.Event()
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) > 3:
            three.set()
            await asyncio.Event().wait()
        await real(0)

    beats: list[str] = []

    def renew_all(held: dict[str, str], ttl_s: float) -> set[str]:
        beats.extend(held)
        return set()

    monkeypatch.setattr(b.ledger, "renew_all", renew_all)
    monkeypatch.setattr(asyncio, "sleep", sleep)
    async with holding_lease(LeaseRenewer(b.ledger), b.approved().id, "one"):
        async with asyncio.timeout(30):
            await three.wait()
    assert slept == [10.0] * 4
    assert beats == ["one"] * 3


async def test_work_that_stopped_is_not_stopped_again(harness: Make) -> None:
    b = harness()
    renewer = LeaseRenewer(b.ledger)

    async def work() -> None:
        async with holding_lease(renewer, b.approved().id, "one") as lease:
            assert lease is not None
            lease.lost = True
            renewer.beat()
            renewer.beat()
            await asyncio.sleep(60)

    with pytest.raises(LeaseLost):
        await work()


async def test_a_lease_that_could_not_be_given_up_is_not_waited_for_by_its_own_process(
    harness: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger that was away for a moment would cost its own worker the rest of the lease."""
    b = harness()
    job, renewer = b.approved(), LeaseRenewer(b.ledger)

    def away(job_id: str, owner: str) -> None:
        raise LocalFault(Message("ledger.unreachable"))

    with monkeypatch.context() as patched:
        patched.setattr(b.ledger, "release", away)
        async with holding_lease(renewer, job.id, "one"):
            pass
        assert b.ledger.lease_holder(job.id) is not None
        with pytest.raises(LocalFault):
            async with holding_lease(renewer, job.id, "two"):
                pass
    async with holding_lease(renewer, job.id, "three") as lease:
        assert lease is not None
        async with holding_lease(LeaseRenewer(b.ledger), job.id, "another process") as other:
            assert other is None

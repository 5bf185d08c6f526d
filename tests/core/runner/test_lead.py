"""Leading a job: one at a time, given up at the end, and worth nothing once it was lost."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from mediawright.runner.lead import LEASE, Heart, LostLead, leading

if TYPE_CHECKING:
    from tests.core.runner.conftest import Bench

Make = Callable[..., "Bench"]


async def test_one_leads_and_gives_it_up(bench: Make) -> None:
    b = bench()
    job = b.approved()
    heart = Heart(b.ledger)
    async with leading(heart, job.id, "one") as first, leading(heart, job.id, "two") as second:
        assert first is not None
        assert second is None
    assert b.ledger.leader(job.id) is None


async def test_a_lost_lead_lets_nothing_leave(bench: Make) -> None:
    b = bench()
    job = b.approved()
    async with leading(Heart(b.ledger), job.id, "one") as lead:
        assert lead is not None
        lead.hold()
        b.clock.advance(LEASE + 1)
        assert b.ledger.lead(job.id, "two", LEASE)
        with pytest.raises(LostLead):
            lead.hold()


async def test_a_lost_lead_stops_the_work(bench: Make) -> None:
    b = bench()
    job = b.approved()

    heart = Heart(b.ledger)

    async def work() -> None:
        async with leading(heart, job.id, "one") as lead:
            assert lead is not None
            lead.lost = True
            heart.beat()
            await asyncio.sleep(60)

    with pytest.raises(LostLead):
        await work()


async def test_an_answer_on_its_way_is_waited_for(bench: Make) -> None:
    b = bench()
    job, heart = b.approved(), Heart(b.ledger)
    async with leading(heart, job.id, "one") as lead:
        assert lead is not None
        lead.lost = lead.sending = True
        heart.beat()
        await asyncio.sleep(0)


async def test_a_cancelled_wait_is_not_taken_for_a_lost_lead(bench: Make) -> None:
    b = bench()
    job = b.approved()

    async def wait() -> None:
        async with leading(Heart(b.ledger), job.id, "one"):
            await asyncio.sleep(60)

    task = asyncio.create_task(wait())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert b.ledger.leader(job.id) is None


async def test_many_leads_beat_as_one(bench: Make) -> None:
    b = bench()
    jobs = [b.approved(), b.approved("22222222-0000-4000-8000-000000000002")]
    heart = Heart(b.ledger)
    async with leading(heart, jobs[0].id, "one") as kept, leading(heart, jobs[1].id, "two") as taken:
        assert kept is not None
        assert taken is not None
        taken.sending = True
        b.clock.advance(LEASE + 1)
        assert b.ledger.lead(jobs[1].id, "somebody else", LEASE)
        heart.beat()
        assert (kept.lost, taken.lost) == (False, True)
        assert b.ledger.leader(jobs[0].id) == "one"


async def test_no_lead_no_beat(bench: Make) -> None:
    b = bench()
    before = len(asyncio.all_tasks())
    async with leading(Heart(b.ledger), b.approved().id, "one"):
        assert len(asyncio.all_tasks()) == before + 1
    assert len(asyncio.all_tasks()) == before

"""Leading a job: one at a time, given up at the end, and worth nothing once it was lost."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from mediawright.runner.lead import LEASE, LostLead, leading

if TYPE_CHECKING:
    from tests.core.runner.conftest import Bench

Make = Callable[..., "Bench"]


async def test_one_leads_and_gives_it_up(bench: Make) -> None:
    b = bench()
    job = b.approved()
    async with leading(b.ledger, job.id, "one") as first, leading(b.ledger, job.id, "two") as second:
        assert first is not None
        assert second is None
    assert b.ledger.leader(job.id) is None


async def test_a_lost_lead_lets_nothing_leave(bench: Make) -> None:
    b = bench()
    job = b.approved()
    async with leading(b.ledger, job.id, "one") as lead:
        assert lead is not None
        lead.hold()
        b.clock.advance(LEASE + 1)
        assert b.ledger.lead(job.id, "two", LEASE)
        with pytest.raises(LostLead):
            lead.hold()


async def test_a_lost_lead_stops_the_work(bench: Make) -> None:
    b = bench()
    job = b.approved()

    async def work() -> None:
        async with leading(b.ledger, job.id, "one") as lead:
            assert lead is not None
            lead.lost = True
            lead.beat()
            await asyncio.sleep(60)

    with pytest.raises(LostLead):
        await work()


async def test_an_answer_on_its_way_is_waited_for(bench: Make) -> None:
    b = bench()
    job = b.approved()
    async with leading(b.ledger, job.id, "one") as lead:
        assert lead is not None
        lead.lost = lead.sending = True
        lead.beat()
        await asyncio.sleep(0)


async def test_a_cancelled_wait_is_not_taken_for_a_lost_lead(bench: Make) -> None:
    b = bench()
    job = b.approved()

    async def wait() -> None:
        async with leading(b.ledger, job.id, "one"):
            await asyncio.sleep(60)

    task = asyncio.create_task(wait())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert b.ledger.leader(job.id) is None

"""A request that may have been accepted stops the tools, too; a person who pays again says so with the amount."""

from datetime import datetime, timedelta

import pytest
from tests.core.mcp.conftest import ERAS, Harness, Person, finished, told

from mediawright.clock import SystemClock
from mediawright.services.studio import Studio
from mediawright.types.money import Approval, ApprovalKind
from mediawright.types.states import State

WANTED = {"prompt": "a fox nobody is sure about", "duration": 5, "provider": "kling"}


class LastWeek(SystemClock):
    """A clock that is a week behind."""

    def now(self) -> datetime:
        return super().now() - timedelta(days=7)


async def lost_last_week(harness: Harness) -> str:
    """A job whose answer was lost a week ago."""
    async with Studio(harness.environ, harness.folder, clock=LastWeek()) as studio:
        plan = await studio.plan(studio.read("video", WANTED))
        studio.ledger.put_quote(plan.quote, plan.request, output_dir=None, lang="en")
        job = studio.ledger.claim_quote(plan.quote.id, plan.row(studio.ids.new_id(), studio.clock.now(), None))
        yes = Approval(
            kind=ApprovalKind.PERSON,
            request_hash=job.request_hash,
            ceiling=plan.quote.price.amount,
            at=studio.clock.now(),
        )
        studio.ledger.approve(job.id, yes)
        studio.ledger.move(job.id, State.APPROVED, State.SUBMITTING)
        return studio.ledger.move(job.id, State.SUBMITTING, State.UNCERTAIN).id


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("person", [None, Person()], ids=["two steps", "asked"])
async def test_the_price_page_is_not_even_made(harness: Harness, era: str, person: Person | None) -> None:
    job, before = await lost_last_week(harness), harness.tasks()
    async with harness.client(era, person) as client:
        stopped = told(await client.call_tool("media_quote", {"command": "video", "settings": WANTED}))
        assert (stopped["status"], stopped["data"]["job"], harness.tasks()) == ("uncertain", job, before)
        (again,) = [call for call in stopped["calls"] if call["tool"] == "media_confirm"]
        assert again["arguments"]["again"] is True
        answer = await finished(client, told(await client.call_tool("media_confirm", again["arguments"])))
    assert (answer["status"], harness.tasks()) == ("done", before + 1)
    assert answer["data"]["job"] != job

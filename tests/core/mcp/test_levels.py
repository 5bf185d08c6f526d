"""`config require` through the tools and from Python: what a model can say is not enough, and nothing is sent."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.core.mcp.conftest import ERAS, REQUEST, Harness, Person, finished, told

from mediawright.config import Config
from mediawright.handlers.policy import act
from mediawright.paths import Home
from mediawright.services.approval import Consent
from mediawright.services.batch_file import read_orders
from mediawright.services.batch_price import Ceilings
from mediawright.services.batches import Batches
from mediawright.services.planning import Plan
from mediawright.services.studio import Studio
from mediawright.types.errors import ConfirmationNeeded
from mediawright.types.money import Level
from mediawright.types.states import State

CLIP = {"prompt": "a fox at dawn", "duration": 5, "provider": "kling"}


def require(harness: Harness, level: Level) -> None:
    Studio.open(harness.environ, harness.folder).decide("require", level.value)


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("level", [Level.ELICITATION, Level.TERMINAL])
async def test_a_client_that_cannot_ask_cannot_confirm_by_itself(harness: Harness, era: str, level: Level) -> None:
    require(harness, level)
    before = harness.tasks()
    async with harness.client(era) as client:
        page = told(await client.call_tool("media_run", {"wish": REQUEST}))
        assert (page["status"], page["calls"]) == ("confirmation_needed", [])
        call = {"quote_id": page["data"]["quote"]}
        for cost in ("4", "4 units"):
            refused = told(await client.call_tool("media_confirm", {**call, "accepted_cost": cost}))
            assert (refused["status"], refused["calls"]) == ("confirmation_needed", [])
            assert refused["data"]["require"] == level.value
            assert "本人" in refused["message"]
    assert harness.tasks() == before


async def test_a_form_answered_by_the_user_is_an_approval_of_its_level(harness: Harness) -> None:
    require(harness, Level.ELICITATION)
    person = Person()
    async with harness.client("auto", person) as client:
        answer = await finished(client, told(await client.call_tool("media_run", {"wish": REQUEST})))
    assert (answer["status"], len(person.asked)) == ("done", 1)


async def test_where_a_terminal_is_required_no_form_is_shown(harness: Harness) -> None:
    require(harness, Level.TERMINAL)
    person, before = Person(), harness.tasks()
    async with harness.client("auto", person) as client:
        answer = told(await client.call_tool("media_run", {"wish": REQUEST}))
    assert (answer["status"], person.asked, harness.tasks()) == ("confirmation_needed", [], before)


async def test_a_rule_of_the_policy_counts_and_is_not_set_by_a_weak_approval(harness: Harness) -> None:
    require(harness, Level.TERMINAL)
    async with Studio.open(harness.environ, harness.folder) as studio:
        with pytest.raises(ConfirmationNeeded):
            act(studio, "allow", {"amount": "10 units", "span": "1h"})
        act(studio, "limit", {"amount": "100 units"})
        with pytest.raises(ConfirmationNeeded):
            act(studio, "remove", {"id": "b1"})
        act(studio, "allow", {"amount": "10 units", "span": "1h"}, level=Level.TERMINAL)
    async with harness.client() as client:
        answer = told(await client.call_tool("media_run", {"wish": REQUEST, "wait_s": 0}))
    assert answer["status"] == "submitted"


async def test_a_program_needs_the_level_as_well(harness: Harness) -> None:
    require(harness, Level.ELICITATION)
    before = harness.tasks()
    async with Studio.open(harness.environ, harness.folder) as studio:
        request = studio.read("video", CLIP)
        with pytest.raises(ConfirmationNeeded) as caught:
            await studio.run(request, Consent(approve_cost="4"), wait=False)
        assert caught.value.data["require"] == "elicitation"
        assert harness.tasks() == before
        job = await studio.run(request, Consent(approve_cost="4", level=Level.ELICITATION), wait=False)
    assert harness.tasks() == before + 1
    assert job.approval is not None
    assert job.approval.level is Level.ELICITATION


async def test_a_level_raised_while_the_user_thinks_counts(harness: Harness) -> None:
    before = harness.tasks()
    async with Studio.open(harness.environ, harness.folder) as studio:

        async def ask(plan: Plan) -> bool:
            require(harness, Level.TERMINAL)
            return True

        with pytest.raises(ConfirmationNeeded):
            await studio.run(studio.read("video", CLIP), Consent(ask=ask), wait=False)
        assert [job.state for job in studio.ledger.list()] in ([], [State.QUOTED])
    assert harness.tasks() == before


async def test_a_batch_needs_the_level_for_all_its_lines(harness: Harness) -> None:
    require(harness, Level.TERMINAL)
    lines = '{"command": "video", "prompt": "a fox", "duration": 5, "provider": "kling"}\n'
    async with Studio.open(harness.environ, harness.folder) as studio:
        from mediawright.handlers.batch_run import fields

        batches = Batches(studio, "en")
        found = await batches.prepare(read_orders(lines, fields(), studio.read), "here")
        ceilings = Ceilings.read(["4 units"])
        with pytest.raises(ConfirmationNeeded) as caught:
            batches.approve(found, ceilings)
        assert caught.value.data["require"] == "terminal"
        batches.approve(found, ceilings, Level.TERMINAL)
        for item in found.items:  # an approval that was made by a weak way all the same
            assert item.approval is not None
            item.approval = replace(item.approval, level=Level.AMOUNT)
        with pytest.raises(ConfirmationNeeded):
            await batches.start(found, str(harness.folder))
        assert studio.ledger.list() == []


def test_the_setting_stands_in_the_file_of_the_home(tmp_path: Path) -> None:
    home = Home.find({"MEDIAWRIGHT_HOME": str(tmp_path)})
    Studio.open({"MEDIAWRIGHT_HOME": str(tmp_path)}, tmp_path).decide("require", "terminal")
    assert Config.load(home).require is Level.TERMINAL

"""Whole paid jobs through the official client, in both protocol eras and in both ways to an approval."""

import pytest
from tests.core.mcp.conftest import ERAS, REQUEST, Harness, Person, finished, told


@pytest.mark.parametrize("era", ERAS)
async def test_an_approval_asked_by_the_client_leads_to_the_file(harness: Harness, era: str) -> None:
    person = Person()
    async with harness.client(era, person) as client:
        answer = await finished(client, told(await client.call_tool("media_run", {"wish": REQUEST})))
    assert [mode for mode, _ in person.asked] == ["form"], answer
    assert "4 点" in person.asked[0][1]
    assert answer["status"] == "done"
    assert answer["data"]["files"][0]["path"] in [str(path) for path in harness.folder.iterdir()]


@pytest.mark.parametrize("era", ERAS)
async def test_two_steps_lead_to_the_file_where_nobody_can_be_asked(harness: Harness, era: str) -> None:
    async with harness.client(era) as client:
        page = told(await client.call_tool("media_run", {"wish": REQUEST}))
        assert page["status"] == "confirmation_needed"
        call, change = page["calls"]
        assert (call["tool"], change["tool"]) == ("media_confirm", "media_revise")
        answer = await finished(client, told(await client.call_tool(call["tool"], call["arguments"])))
    assert answer["status"] == "done"


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("person", [Person(action="decline"), Person(ticks=False)], ids=repr)
async def test_a_no_sends_nothing(harness: Harness, era: str, person: Person) -> None:
    before = harness.tasks()
    async with harness.client(era, person) as client:
        answer = told(await client.call_tool("media_run", {"wish": REQUEST}))
        assert (answer["status"], harness.tasks()) == ("declined", before)
        quote = answer["data"]["declined"]
        late = await client.call_tool("media_confirm", {"quote_id": quote, "accepted_cost": "4 units"})
    assert (late.is_error, harness.tasks()) == (True, before), "taken back for good"


async def test_s46_another_amount_is_refused(harness: Harness) -> None:
    before = harness.tasks()
    async with harness.client() as client:
        quote = told(await client.call_tool("media_run", {"wish": REQUEST}))["data"]["quote"]
        for amount in ("5 units", "3", "90 credits", "unknown", "yes"):
            result = await client.call_tool("media_confirm", {"quote_id": quote, "accepted_cost": amount})
            assert result.is_error, amount
    assert harness.tasks() == before


async def test_s46_a_client_that_can_ask_does_so_even_when_the_model_says_approval(harness: Harness) -> None:
    person, before = Person(action="decline"), harness.tasks()
    async with harness.client("auto", person) as client:
        wanted = {"command": "video", "settings": {"prompt": "a fox at dawn", "duration": 5, "provider": "kling"}}
        quote = told(await client.call_tool("media_quote", wanted))["data"]
        call = {"quote_id": quote["quote"], "accepted_cost": quote["cost"]}
        answer = told(await client.call_tool("media_confirm", call))
    assert (answer["status"], len(person.asked), harness.tasks()) == ("declined", 1, before)


async def test_s47_the_same_quote_is_one_job(harness: Harness) -> None:
    async with harness.client() as client:
        page = told(await client.call_tool("media_run", {"wish": REQUEST}))
        before = harness.tasks()
        call = page["calls"][0]["arguments"] | {"wait_s": 0}
        first, second = [told(await client.call_tool("media_confirm", call)) for _ in range(2)]
    assert first["data"]["job"] == second["data"]["job"]
    assert harness.tasks() == before + 1


async def test_exact_settings_are_priced_and_kept(harness: Harness) -> None:
    settings = {"prompt": "a fox at dawn", "duration": 5, "sound": True, "provider": "kling", "aspect_ratio": "9:16"}
    async with harness.client() as client:
        page = told(await client.call_tool("media_quote", {"command": "video", "settings": settings}))
        answer = await finished(client, told(await client.call_tool("media_confirm", page["calls"][0]["arguments"])))
    assert (page["status"], page["ok"], answer["status"]) == ("quoted", True, "done")


async def test_free_work_runs_at_once(harness: Harness) -> None:
    person = Person()
    async with harness.client("auto", person) as client:
        answer = told(await client.call_tool("media_run", {"wish": "画一张图：海上的红风筝", "provider": "previz"}))
        answer = await finished(client, answer)
    assert (answer["status"], person.asked) == ("done", [])


async def test_a_pre_approval_of_the_user_counts_at_once(harness: Harness) -> None:
    from mediawright.handlers.policy import act
    from mediawright.services.studio import Studio

    async with harness.client() as client:
        async with Studio.open(harness.environ, harness.folder) as studio:
            act(studio, "allow", {"amount": "10 units", "span": "1h"})
        answer = told(await client.call_tool("media_run", {"wish": REQUEST, "wait_s": 0}))
    assert answer["status"] == "submitted"

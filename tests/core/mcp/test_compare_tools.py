"""Several models side by side over the protocol: one page, one approval of the user, a job each."""

from typing import Any

import pytest
from tests.core.mcp.conftest import ERAS, Harness, Person, told

from mediawright.handlers import policy
from mediawright.services.studio import Studio

MODELS = ["kling/kling-v3", "kling/kling-v2-6"]


@pytest.fixture(autouse=True)
def brisk(harness: Harness) -> None:
    harness.environ["MEDIAWRIGHT_TEST_PACE"] = "6"


WORDS = "Kling 3 and Kling 2.6, one each: a fox at dawn"


async def prices(client: Any) -> dict[str, Any]:
    page = told(await client.call_tool("media_compare", {"wish": "a fox at dawn", "models": MODELS}))
    assert page["status"] == "confirmation_needed"
    return dict(page["data"])


@pytest.mark.parametrize(("era", "action"), [(ERAS[0], "accept"), (ERAS[1], "accept"), (ERAS[0], "decline")])
async def test_a_client_that_can_ask_puts_the_whole_page_before_its_user(
    harness: Harness, era: str, action: str
) -> None:
    person, before = Person(action=action), harness.tasks()
    async with harness.client(era, person) as client:
        page = await prices(client)
        answer = told(
            await client.call_tool("media_confirm", {"quote_id": page["quote"], "accepted_cost": page["cost"]})
        )
    assert len(person.asked) == 1
    assert "Kling" in person.asked[0][1]
    assert harness.tasks() - before == (2 if action == "accept" else 0)
    assert answer["status"] == ("done" if action == "accept" else "declined")


async def test_what_is_free_needs_no_amount(harness: Harness) -> None:
    async with harness.client() as client:
        wish = {"wish": "a fox", "models": ["previz", "kling/kling-v3"], "settings": {"duration": 5}}
        page = told(await client.call_tool("media_compare", wish))
        assert page["data"]["cost"] == "4 units"
        assert page["data"]["items"][0]["price"]["amount"]["value"] in ("0", 0)
    async with Studio(harness.environ, harness.folder) as studio:
        policy.act(studio, "allow", {"amount": "4 units", "provider": ["kling"]})
    async with harness.client() as client:
        page = told(await client.call_tool("media_compare", wish))
        assert (page["data"]["cost"], "approve-cost" in page["next"][0]) == ("", False)
        arguments = {"quote_id": page["data"]["quote"], "accepted_cost": ""}
        before = harness.tasks()
        done = told(await client.call_tool("media_confirm", arguments))
    assert done["status"] in ("done", "still_running")
    assert harness.tasks() - before == 1


async def test_only_the_shown_amount_is_an_approval_and_the_same_call_goes_on(harness: Harness) -> None:
    before = harness.tasks()
    async with harness.client() as client:
        page = await prices(client)
        said = told(await client.call_tool("media_run", {"wish": WORDS, "thread": "t"}))
        again = told(await client.call_tool("media_run", {"wish": "ok", "thread": "t"}))
        assert [said["data"]["cost"], again["data"]["quote"]] == [page["cost"], said["data"]["quote"]]
        for wrong in ("1 units", "900 units", "unknown", "4 credits"):
            arguments = {"quote_id": page["quote"], "accepted_cost": wrong}
            assert told(await client.call_tool("media_confirm", arguments))["status"] == "invalid_request"
        assert harness.tasks() == before
        arguments = {"quote_id": page["quote"].lower(), "accepted_cost": page["cost"]}
        done = told(await client.call_tool("media_confirm", {**arguments, "wait_s": 0}))
        for _ in range(3):
            if done["status"] == "done":
                break
            done = told(await client.call_tool("media_confirm", arguments))
        spent = told(await client.call_tool("media_spending", {"by": "model"}))
    assert (done["status"], harness.tasks() - before) == ("done", 2)
    assert [row["key"] for row in spent["data"]["rows"]] == sorted(MODELS)

"""A file of descriptions over the protocol: the page by line, one approval of the total, a job each; the call goes on."""

from typing import Any

import pytest
from tests.core.mcp.conftest import ERAS, Harness, Person, told

FILE = "prompts.txt"
ASKED = {"file": FILE, "kind": "video", "settings": {"provider": "kling", "duration": 5}}


@pytest.fixture(autouse=True)
def lines(harness: Harness) -> None:
    harness.environ["MEDIAWRIGHT_TEST_PACE"] = "6"
    (harness.folder / FILE).write_text("1. a fox in snow\n2. a lighthouse at dusk\n", "utf-8")


async def until_over(client: Any, arguments: dict[str, Any]) -> dict[str, Any]:
    for _ in range(4):
        answer = told(await client.call_tool("media_batch", arguments))
        if answer["status"] != "still_running":
            break
    return answer


async def test_the_page_shows_each_line_and_only_its_total_is_an_approval(harness: Harness) -> None:
    before = harness.tasks()
    async with harness.client() as client:
        page = told(await client.call_tool("media_batch", ASKED))
        assert page["status"] == "confirmation_needed"
        assert "fox in snow" in page["message"]
        assert "lighthouse" in page["message"]
        (call,) = page["calls"]
        assert call["tool"] == "media_batch"
        assert call["arguments"] == {
            **ASKED,
            "settings": {"provider": "kling", "duration": "5"},
            "accepted_cost": "8 units",
        }
        for wrong in ("4 units", "900 units", "unknown", "8 credits"):
            refused = told(await client.call_tool("media_batch", {**call["arguments"], "accepted_cost": wrong}))
            assert (refused["status"], harness.tasks() - before) == ("invalid_request", 0)
        done = await until_over(client, call["arguments"])
        again = told(await client.call_tool("media_batch", call["arguments"]))
    assert (done["status"], again["status"], harness.tasks() - before) == ("done", "done", 2)
    names = sorted(path.name for path in harness.folder.glob("*.mp4"))
    assert [name.rsplit("-", 1)[0] for name in names] == ["fox-in-snow", "lighthouse-at-dusk"]


@pytest.mark.parametrize(("era", "action"), [(ERAS[0], "accept"), (ERAS[1], "accept"), (ERAS[0], "decline")])
async def test_a_client_that_can_ask_puts_the_whole_page_before_its_user(
    harness: Harness, era: str, action: str
) -> None:
    person, before = Person(action=action), harness.tasks()
    async with harness.client(era, person) as client:
        answer = told(await client.call_tool("media_batch", ASKED))
    assert len(person.asked) == 1
    assert "lighthouse" in person.asked[0][1]
    assert harness.tasks() - before == (2 if action == "accept" else 0)
    assert answer["status"] in (("done", "still_running") if action == "accept" else ("declined",))


async def test_a_message_that_names_a_file_leads_to_the_same_page(harness: Harness) -> None:
    async with harness.client() as client:
        said = {"wish": "batch these with kling as 5 second videos: prompts.txt", "thread": "t"}
        page = told(await client.call_tool("media_run", said))
        more = told(await client.call_tool("media_run", {"wish": "ok", "thread": "t"}))
    assert [answer["status"] for answer in (page, more)] == ["confirmation_needed"] * 2
    assert page["calls"] == more["calls"]
    assert page["calls"][0]["arguments"]["accepted_cost"] == "8 units"


async def test_what_a_line_becomes_is_asked_and_free_lines_need_no_yes(harness: Harness) -> None:
    async with harness.client() as client:
        question = told(await client.call_tool("media_batch", {"file": FILE}))
        assert question["status"] == "question"
        assert [call["arguments"]["kind"] for call in question["calls"]] == ["video", "image"]
        free = {"file": FILE, "kind": "image", "settings": {"provider": "previz", "resolution": "360p"}}
        refused = told(await client.call_tool("media_batch", {**free, "settings": {"size": "1"}}))
        assert refused["status"] == "invalid_request"
        done = await until_over(client, {**free, "settings": {"provider": "previz"}})
    assert done["status"] == "done"
    assert len(list(harness.folder.glob("*-draft-*.png"))) == 2


async def test_a_file_that_is_not_there_is_told(harness: Harness) -> None:
    async with harness.client() as client:
        answer = told(await client.call_tool("media_batch", {"file": "nowhere.txt", "kind": "video"}))
    assert answer["status"] == "invalid_request"


async def test_lines_are_a_file_of_their_own(harness: Harness) -> None:
    before = harness.tasks()
    said = {"lines": ["a fox\nin snow", "", "a lighthouse at dusk"], "kind": "video", "settings": ASKED["settings"]}
    async with harness.client() as client:
        page = told(await client.call_tool("media_batch", said))
        assert page["status"] == "confirmation_needed"
        assert "fox in snow" in page["message"]
        (call,) = page["calls"]
        assert call["arguments"]["file"].startswith("lines-")
        done = await until_over(client, call["arguments"])
        once_more = await until_over(client, {**said, "accepted_cost": "8 units"})
        both = told(await client.call_tool("media_batch", {**said, "file": FILE}))
        none = told(await client.call_tool("media_batch", {"kind": "video"}))
    assert (done["status"], once_more["status"], harness.tasks() - before) == ("done", "done", 2)
    assert (both["status"], none["status"]) == ("invalid_request", "invalid_request")

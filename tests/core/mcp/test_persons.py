"""Where persons are known by tokens, a server that names one in its environment approves nothing without theirs."""

from tests.core.mcp.conftest import REQUEST, Harness, told

from mediawright.handlers import policy
from mediawright.paths import TOKEN, USER
from mediawright.services import people
from mediawright.services.studio import Studio


async def test_a_second_person_is_proved_through_the_tools_too(harness: Harness) -> None:
    async with Studio(harness.environ | {USER: "anna"}, harness.folder) as studio:
        anna = people.add(studio, "anna").token
    async with Studio(harness.environ | {TOKEN: anna}, harness.folder) as studio:
        ben = people.add(studio, "ben").token
        policy.act(studio, "tokens", {"on_off": "on"})
        policy.act(studio, "second-person", {"on_off": "on"})
    before = harness.tasks()
    harness.environ[TOKEN] = anna
    async with harness.client() as client:
        page = told(await client.call_tool("media_run", {"wish": REQUEST}))
        confirm = page["calls"][0]["arguments"] | {"wait_s": 0}
        own = told(await client.call_tool("media_confirm", confirm))
        assert own["status"] == "confirmation_needed"
        del harness.environ[TOKEN]
        harness.environ[USER] = "ben"
        named = told(await client.call_tool("media_confirm", confirm))
        assert named["status"] == "not_proved"
        assert "口令" in str(named)
        assert harness.tasks() == before
        harness.environ[TOKEN] = ben
        proved = await client.call_tool("media_confirm", confirm)
        assert told(proved)["data"]["job"]
        assert ben not in str(proved)

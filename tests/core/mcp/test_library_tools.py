"""The cast and the files over the protocol: added, found, tagged, renamed, removed."""

from typing import Any

from tests.core.mcp.conftest import Harness, told


async def test_a_file_is_found_and_becomes_a_member_of_the_cast(harness: Harness) -> None:
    async with harness.client() as client:

        async def say(tool: str, **arguments: Any) -> dict[str, Any]:
            return dict(told(await client.call_tool(tool, arguments)))

        made = await say("media_run", wish="draw a red fox with previz")
        assert made["status"] == "done"
        found = await say("media_assets", action="find", words="fox")
        (asset,) = found["data"]["assets"]
        name = asset["asset"]
        assert (await say("media_assets", action="show", asset=name))["status"] == "shown"
        assert (await say("media_assets", action="tag", asset=name, tags=["red"]))["status"] == "changed"
        assert len((await say("media_assets", action="find", tag="red"))["data"]["assets"]) == 1
        assert (await say("media_assets", action="show"))["status"] == "invalid_request"
        added = await say("media_cast", action="add", name="Mia", pictures=[asset["path"]], words="a red fox")
        assert added["status"] == "added"
        assert (await say("media_cast", action="show", name="Mia"))["status"] == "shown"
        assert (await say("media_cast", action="rename", name="Mia", to="Ruby"))["status"] == "changed"
        assert (await say("media_cast", action="show", name="Mia"))["status"] == "not_found"
        assert (await say("media_cast", action="add"))["status"] == "invalid_request"
        assert (await say("media_cast", action="remove", name="Ruby"))["status"] == "removed"
        assert (await say("media_cast", action="list"))["data"]["members"] == []

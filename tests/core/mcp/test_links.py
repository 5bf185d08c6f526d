"""Signed links in tool calls: whole for the provider, never in a result, a quote or the record."""

import json
from typing import Any

from tests.core.mcp.conftest import Harness, finished, told

SECRET = "not-a-real-secret-signature-2T"
LINK = f"https://files.example.com/cat.jpg?Expires=1790000000&Signature={SECRET}"


def stored(harness: Harness) -> list[str]:
    """The files that hold the secret, but for the private ones."""
    files = [path for root in (harness.home, harness.folder) for path in root.rglob("*") if path.is_file()]
    return [path.name for path in files if SECRET.encode() in path.read_bytes() and "secrets" not in path.parts]


async def test_no_tool_gives_the_secret_of_a_link_back(harness: Harness) -> None:
    settings = {"image": [LINK], "prompt": "a cat", "provider": "kling"}
    calls: list[tuple[str, dict[str, Any]]] = [
        ("media_run", {"wish": f"make a 5 second video from {LINK} with kling"}),
        ("media_run", {"wish": "bring it to life with kling", "images": [LINK], "thread": "another chat"}),
        ("media_route", {"wish": f"make a video from {LINK} with kling"}),
        ("media_quote", {"command": "video", "settings": settings}),
    ]
    async with harness.client() as client:
        answers = [await client.call_tool(name, arguments) for name, arguments in calls]
        said = [answer.model_dump_json() for answer in answers]
        assert [text for text in said if SECRET in text] == []
        assert stored(harness) == []
        page = told(answers[0])
        assert page["status"] == "confirmation_needed", page
        call = page["calls"][0]
        done = await finished(client, told(await client.call_tool(call["tool"], call["arguments"])))
    assert done["status"] == "done", done
    assert SECRET not in json.dumps(done)
    assert stored(harness) == []

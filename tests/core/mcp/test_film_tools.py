"""A film through the tools: from a table in the agent's words to its file, asked once for money."""

import asyncio
from pathlib import Path
from typing import Any

from tests.core.mcp.conftest import Harness, told

PLAN = """
title = "Kite"
[format]
resolution = "360p"
[defaults]
provider = "kling"
[[shots]]
id = "s1"
prompt = "A kite climbs over a beach"
duration = 3
lines = [{ says = "Higher!" }]
[[shots]]
id = "end"
kind = "card"
text = [{ says = "The end" }]
duration = 1
"""
TABLE = "| Shot | Description | Duration |\n|---|---|---|\n| 1 | A kite | 3 |\n| 2 | The sea | 4 |\n"


def text_of(path: str, coding: str = "utf-8") -> str:
    return Path(path).read_text(coding)


async def run(client: Any, **arguments: Any) -> dict[str, Any]:
    """Call until nothing is on its way any more."""
    for _ in range(30):
        answer = told(await client.call_tool("film_run", arguments))
        if answer["status"] != "still_running":
            return answer
        await asyncio.sleep(0.3)
    raise AssertionError(answer)


async def test_a_film_is_made_in_few_calls_and_asks_once(harness: Harness) -> None:
    async with harness.client() as client:
        made = told(await client.call_tool("film", {"action": "new", "plan": "kite", "text": PLAN}))
        assert made["ok"], made
        before = harness.tasks()
        page = told(await client.call_tool("film_run", {"plan": "kite"}))
        assert (page["status"], harness.tasks()) == ("confirmation_needed", before)
        assert page["data"]["totals"]
        call = next(one for one in page["calls"] if one["tool"] == "film_run")
        answer = await run(client, **call["arguments"])
    assert answer["ok"], answer
    assert text_of(answer["data"]["made"]["path"], "latin-1")
    assert answer["data"]["made"]["frames"] == 4 * 24
    async with harness.client("legacy") as other:
        board = told(await other.call_tool("film", {"action": "status", "plan": "kite"}))
        captions = told(await other.call_tool("film", {"action": "export", "plan": "kite", "to": "vtt"}))
    assert [one["state"] for one in board["data"]["shots"]] in (["good", "good"], ["doubtful", "good"])
    assert "Higher!" in text_of(captions["data"]["path"])


async def test_a_table_becomes_a_plan_and_problems_come_with_their_lines(harness: Harness) -> None:
    async with harness.client() as client:
        made = told(await client.call_tool("film", {"action": "new", "plan": "sea", "text": TABLE}))
        assert made["data"]["film"]["seconds"] == 7
        (harness.folder / "bad.film.toml").write_text('title = "T"\n[[shots]]\nid = "a"\n', "utf-8")
        refused = told(await client.call_tool("film", {"action": "check", "plan": "bad"}))
    assert not refused["ok"]
    assert [one["message"]["values"]["line"] for one in refused["data"]["problems"]] == [2, 2]

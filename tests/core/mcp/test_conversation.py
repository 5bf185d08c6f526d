"""Conversations over tools: a change in words or in settings, one conversation per session, and ids of their own."""

from types import SimpleNamespace
from typing import Any

import pytest
from tests.core.mcp.conftest import REQUEST, Harness, Person, finished, told

from mediawright.mcp.conversation import settings_in, thread_of
from mediawright.types.errors import InvalidRequest


def asked(page: dict[str, Any]) -> dict[str, Any]:
    """The request on a price page."""
    assert page["status"] == "confirmation_needed", page
    found: dict[str, Any] = page["data"]["request"]
    return found


async def test_a_page_is_changed_in_words_and_the_old_one_is_withdrawn(harness: Harness) -> None:
    async with harness.client() as client:
        first = told(await client.call_tool("media_run", {"wish": REQUEST}))
        second = told(await client.call_tool("media_run", {"wish": "换成竖屏"}))
        assert (asked(second)["aspect_ratio"], asked(second)["prompt"]) == ("9:16", asked(first)["prompt"])
        old = {"quote_id": first["data"]["quote"], "accepted_cost": first["data"]["cost"]}
        assert "撤回" in told(await client.call_tool("media_confirm", old))["message"]
        yes = told(await client.call_tool("media_run", {"wish": "确认"}))
        assert yes["calls"][0]["arguments"]["quote_id"] == second["data"]["quote"]  # words alone spend nothing
        done = await finished(client, told(await client.call_tool("media_confirm", yes["calls"][0]["arguments"])))
        assert done["status"] == "done"
        again = told(await client.call_tool("media_run", {"wish": "再来一个"}))
        assert again["calls"][0]["arguments"]["again"] is True
        assert told(await client.call_tool("media_balance", {}))["lang"] == "zh"  # the conversation's


async def test_the_structured_twins_say_the_same(harness: Harness) -> None:
    async with harness.client() as client:
        first = told(await client.call_tool("media_run", {"wish": REQUEST}))
        call = first["calls"][1]
        assert (call["tool"], call["arguments"]) == ("media_revise", {"of": first["data"]["quote"]})
        changed = {**call["arguments"], "settings": {"duration": 10}, "drop": ["aspect_ratio"]}
        second = told(await client.call_tool("media_revise", changed))
        assert asked(second)["duration"] == 10
        bad = await client.call_tool("media_revise", {"settings": {"colour": "red"}})
        assert bad.is_error
        done = await finished(client, told(await client.call_tool("media_confirm", second["calls"][0]["arguments"])))
        assert {call["tool"] for call in done["calls"]} == {"media_revise", "media_again"}
        once_more = told(await client.call_tool("media_again", {}))
        assert asked(once_more)["duration"] == 10
        unusable = told(await client.call_tool("media_use", {"settings": {"operation": "image_to_video"}}))
        assert unusable["error"]["code"] == "invalid_request"


async def test_a_client_that_can_ask_is_asked_for_another_take(harness: Harness) -> None:
    person, before = Person(), harness.tasks()
    async with harness.client("auto", person) as client:
        for wish in (REQUEST, "再来一个"):
            answer = await finished(client, told(await client.call_tool("media_run", {"wish": wish})))
            assert answer["status"] == "done", answer
    assert (len(person.asked), harness.tasks() - before) == (2, 2)


async def test_two_conversations_never_see_each_other(harness: Harness) -> None:
    async with harness.client() as one, harness.client() as other:
        await one.call_tool("media_run", {"wish": REQUEST})
        for client, more in ((other, {}), (one, {"thread": "a chat of its own"})):
            answer = told(await client.call_tool("media_run", {"wish": "换成竖屏", **more}))
            assert "海边日落" not in answer["message"]
        assert asked(told(await one.call_tool("media_run", {"wish": "换成竖屏"})))["aspect_ratio"] == "9:16"


@pytest.mark.parametrize(
    ("headers", "said", "thread"),
    [
        (None, None, "own"),
        (None, " chat 7 ", "chat 7"),
        ({"mcp-session-id": "s1"}, None, "mcp-s1"),
        ({}, None, None),
        ({}, "chat 7", "chat 7"),
    ],
)
def test_which_conversation_a_call_belongs_to(
    headers: dict[str, str] | None, said: str | None, thread: str | None
) -> None:
    request = None if headers is None else SimpleNamespace(headers=headers)
    assert thread_of(request, "own", said) == thread


def test_settings_are_read_as_everywhere() -> None:
    assert settings_in({"duration": 5, "prompt": "a fox"}) == {"duration": 5, "prompt": "a fox"}
    with pytest.raises(InvalidRequest):
        settings_in({"colour": "red"})

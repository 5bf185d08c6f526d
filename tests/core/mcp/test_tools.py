"""The list of tools, and whole paid jobs through the official client in both protocol eras and both ways to a yes."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.core.mcp.conftest import ERAS, WISH, Bench, Person, told


async def finished(client: Any, answer: dict[str, Any]) -> dict[str, Any]:
    """Wait as `calls` says until something else than waiting is next."""
    for _ in range(20):
        waits = [call for call in answer["calls"] if call["tool"] == "media_wait"]
        if answer["status"] not in ("submitted", "still_running") or not waits:
            return answer
        answer = told(await client.call_tool("media_wait", waits[0]["arguments"]))
    return answer


@pytest.mark.parametrize("era", ERAS)
async def test_s40_lists_its_tools_in_the_same_order_without_an_account(bench: Bench, era: str) -> None:
    bench.signed_out()
    async with bench.client(era) as first, bench.client(era) as second:
        names = [tool.name for tool in (await first.list_tools()).tools]
        assert names == [tool.name for tool in (await second.list_tools()).tools]
    assert names[0] == "media_run"
    assert len(names) == 11


async def test_s41_every_tool_is_fully_described(bench: Bench) -> None:
    async with bench.client() as client:
        tools = (await client.list_tools()).tools
    for tool in tools:
        assert tool.title, tool.name
        assert tool.description, tool.name
        assert tool.annotations is not None
        assert None not in tool.annotations.model_dump(exclude={"title"}).values(), tool.name
        assert tool.input_schema["type"] == "object"
        assert tool.output_schema is not None
        assert tool.output_schema["type"] == "object"


@pytest.mark.parametrize("era", ERAS)
async def test_a_yes_asked_by_the_client_leads_to_the_file(bench: Bench, era: str) -> None:
    person = Person()
    async with bench.client(era, person) as client:
        answer = await finished(client, told(await client.call_tool("media_run", {"wish": WISH})))
    assert [mode for mode, _ in person.asked] == ["form"], answer
    assert "4 点" in person.asked[0][1]
    assert answer["status"] == "done"
    assert Path(answer["data"]["files"][0]["path"]).is_file()


@pytest.mark.parametrize("era", ERAS)
async def test_two_steps_lead_to_the_file_where_nobody_can_be_asked(bench: Bench, era: str) -> None:
    async with bench.client(era) as client:
        page = told(await client.call_tool("media_run", {"wish": WISH}))
        assert page["status"] == "confirmation_needed"
        (call,) = page["calls"]
        assert call["tool"] == "media_confirm"
        answer = await finished(client, told(await client.call_tool(call["tool"], call["arguments"])))
    assert answer["status"] == "done"


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("person", [Person(action="decline"), Person(action="cancel"), Person(ticks=False)], ids=repr)
async def test_a_no_sends_nothing(bench: Bench, era: str, person: Person) -> None:
    before = bench.tasks()
    async with bench.client(era, person) as client:
        answer = told(await client.call_tool("media_run", {"wish": WISH}))
    assert (answer["status"], bench.tasks()) == ("declined", before)


async def test_s46_another_amount_is_refused(bench: Bench) -> None:
    before = bench.tasks()
    async with bench.client() as client:
        quote = told(await client.call_tool("media_run", {"wish": WISH}))["data"]["quote"]
        for amount in ("5 units", "3", "90 credits", "unknown", "yes"):
            result = await client.call_tool("media_confirm", {"quote_id": quote, "accepted_cost": amount})
            assert result.is_error, amount
    assert bench.tasks() == before


async def test_s46_a_client_that_can_ask_does_so_even_when_the_model_says_yes(bench: Bench) -> None:
    person, before = Person(action="decline"), bench.tasks()
    async with bench.client("auto", person) as client:
        wanted = {"command": "video", "settings": {"prompt": "a fox at dawn", "duration": 5, "provider": "kling"}}
        quote = told(await client.call_tool("media_quote", wanted))["data"]
        call = {"quote_id": quote["quote"], "accepted_cost": quote["cost"]}
        answer = told(await client.call_tool("media_confirm", call))
    assert (answer["status"], len(person.asked), bench.tasks()) == ("declined", 1, before)


async def test_s47_the_same_quote_is_one_job(bench: Bench) -> None:
    async with bench.client() as client:
        page = told(await client.call_tool("media_run", {"wish": WISH}))
        before = bench.tasks()
        call = page["calls"][0]["arguments"] | {"wait_s": 0}
        first, second = [told(await client.call_tool("media_confirm", call)) for _ in range(2)]
    assert first["data"]["job"] == second["data"]["job"]
    assert bench.tasks() == before + 1


async def test_s42_every_answer_fits_the_schema(bench: Bench) -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("media_run", {"wish": WISH}),
        ("media_run", {"wish": "做个东西"}),
        ("media_run", {"wish": "可灵还剩多少余额"}),
        ("media_route", {"wish": WISH}),
        ("media_quote", {"command": "image", "settings": {"prompt": "a red kite", "provider": "kling"}}),
        ("media_confirm", {"quote_id": "QNOBODY", "accepted_cost": "4"}),
        ("media_wait", {"job_id": "nobody"}),
        ("media_jobs", {}),
        ("media_cancel", {"job_id": "nobody"}),
        ("media_models", {"provider": "kling"}),
        ("media_balance", {}),
        ("media_balance", {"provider": "kling"}),
        ("media_edit", {"action": "timeline", "provider": "kling"}),
    ]
    async with bench.client() as client:
        schemas = {tool.name: tool.output_schema for tool in (await client.list_tools()).tools}
        for name, arguments in calls:
            result = await client.call_tool(name, arguments)
            jsonschema.validate(told(result), schemas[name])
            assert told(result)["message"], name
            assert len(str(told(result))) < 30_000, name


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("media_wait", {"job_id": "nobody"}),
        ("media_confirm", {"quote_id": "QNOBODY", "accepted_cost": "4"}),
        ("media_quote", {"command": "video", "settings": {"prompt": "a fox", "duration": 99, "provider": "kling"}}),
        ("media_quote", {"command": "video", "settings": {"colour": "red"}}),
        ("media_models", {"provider": "nobody"}),
        ("media_run", {"wish": ""}),
        ("media_wait", {}),
    ],
)
async def test_s43_mistakes_are_results(bench: Bench, name: str, arguments: dict[str, Any]) -> None:
    async with bench.client() as client:
        assert (await client.call_tool(name, arguments)).is_error


async def test_exact_settings_are_priced_and_kept(bench: Bench) -> None:
    settings = {"prompt": "a fox at dawn", "duration": 5, "sound": True, "provider": "kling", "aspect_ratio": "9:16"}
    async with bench.client() as client:
        page = told(await client.call_tool("media_quote", {"command": "video", "settings": settings}))
        answer = await finished(client, told(await client.call_tool("media_confirm", page["calls"][0]["arguments"])))
    assert (page["status"], page["ok"], answer["status"]) == ("quoted", True, "done")


async def test_free_work_runs_at_once(bench: Bench) -> None:
    person = Person()
    async with bench.client("auto", person) as client:
        answer = told(await client.call_tool("media_run", {"wish": "a red kite over the sea, 1 second clip", "provider": "previz"}))
        answer = await finished(client, answer)
    assert (answer["status"], person.asked) == ("done", [])


async def test_a_standing_yes_of_the_user_counts_at_once(bench: Bench) -> None:
    from mediawright.studio.limits import act
    from mediawright.studio.studio import Studio

    async with bench.client() as client:
        async with Studio.open(bench.environ, bench.folder) as studio:
            act(studio, "allow", {"amount": "10 units", "span": "1h"})
        answer = told(await client.call_tool("media_run", {"wish": WISH, "wait_s": 0}))
    assert answer["status"] == "submitted"


async def test_s51_files_are_links_and_never_bytes(bench: Bench) -> None:
    async with bench.client("auto", Person()) as client:
        result = await client.call_tool("media_run", {"wish": WISH})
        answer = await finished(client, told(result))
        result = await client.call_tool("media_wait", {"job_id": answer["data"]["job"]})
    (link,) = [block for block in result.content if block.type == "resource_link"]
    assert link.uri == Path(told(result)["data"]["files"][0]["path"]).as_uri()
    assert link.mime_type == "video/mp4"
    assert {block.type for block in result.content} == {"text", "resource_link"}


async def test_a_job_is_found_again_by_the_next_client(bench: Bench) -> None:
    async with bench.client() as client:
        page = told(await client.call_tool("media_run", {"wish": WISH}))
        await client.call_tool("media_confirm", page["calls"][0]["arguments"] | {"wait_s": 0})
    async with bench.client("legacy") as other:
        jobs = told(await other.call_tool("media_jobs", {}))
        job = jobs["data"]["jobs"][0]["id"]
        answer = await finished(other, told(await other.call_tool("media_wait", {"job_id": job})))
    assert answer["status"] == "done"

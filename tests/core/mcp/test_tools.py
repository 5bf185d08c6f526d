"""The list of tools, their schemas, and mistakes in their use."""

from typing import Any

import jsonschema
import pytest
from tests.core.mcp.conftest import ERAS, REQUEST, Harness, told


@pytest.mark.parametrize("era", ERAS)
async def test_s40_lists_its_tools_in_the_same_order_without_an_account(harness: Harness, era: str) -> None:
    harness.signed_out()
    async with harness.client(era) as first, harness.client(era) as second:
        names = [tool.name for tool in (await first.list_tools()).tools]
        assert names == [tool.name for tool in (await second.list_tools()).tools]
    assert names[0] == "media_run"
    assert len(names) == 21


async def test_s41_every_tool_is_fully_described(harness: Harness) -> None:
    async with harness.client() as client:
        tools = (await client.list_tools()).tools
    for tool in tools:
        assert tool.title, tool.name
        assert tool.description, tool.name
        assert tool.annotations is not None
        assert None not in tool.annotations.model_dump(exclude={"title"}).values(), tool.name
        assert tool.input_schema["type"] == "object"
        assert tool.output_schema is not None
        assert tool.output_schema["type"] == "object"


async def test_s42_every_answer_fits_the_schema(harness: Harness) -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("media_run", {"wish": REQUEST}),
        ("media_run", {"wish": "做个东西"}),
        ("media_run", {"wish": "可灵还剩多少余额"}),
        ("media_route", {"wish": REQUEST}),
        ("media_quote", {"command": "image", "settings": {"prompt": "a red kite", "provider": "kling"}}),
        ("media_confirm", {"quote_id": "QNOBODY", "accepted_cost": "4"}),
        ("media_wait", {"job_id": "nobody"}),
        ("media_jobs", {}),
        ("media_cancel", {"job_id": "nobody"}),
        ("media_models", {"provider": "kling"}),
        ("media_compare", {"wish": "a fox", "models": ["kling", "nobody"]}),
        ("media_spending", {"by": "model"}),
        ("media_balance", {}),
        ("media_balance", {"provider": "kling"}),
        ("media_edit", {"action": "timeline", "provider": "kling"}),
    ]
    async with harness.client() as client:
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
async def test_s43_mistakes_are_results(harness: Harness, name: str, arguments: dict[str, Any]) -> None:
    async with harness.client() as client:
        assert (await client.call_tool(name, arguments)).is_error

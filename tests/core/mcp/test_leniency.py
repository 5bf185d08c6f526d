"""Arguments as agents write them, and the answer where they cannot be meant."""

import json
from typing import Any

import jsonschema
import pytest
from mcp import Client
from mcp.server.mcpserver import Context
from mcp_types import ElicitRequestURLParams, ElicitResult, ErrorData, TextResourceContents
from tests.core.mcp.conftest import ERAS, REQUEST, Harness, finished, told

from mediawright.mcp.leniency import as_meant
from mediawright.mcp.schemas import inlined
from mediawright.mcp.standard_input import without_halves

SCHEMA: dict[str, Any] = {
    "properties": {
        "texts": {"type": "array", "items": {"type": "string"}},
        "text": {"type": "string"},
        "whole": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "lang": {"type": "string", "enum": ["en", "zh"]},
        "settings": {"type": "object", "properties": {"texts": {"type": "array", "items": {"type": "string"}}}},
    }
}


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ({"texts": None, "text": None, "whole": None}, {}),
        ({"texts": "a,b.jpg"}, {"texts": ["a,b.jpg"]}),
        ({"texts": '["a", "b"]'}, {"texts": ["a", "b"]}),
        ({"texts": "[no list"}, {"texts": ["[no list"]}),
        ({"texts": [None, 3, "a"]}, {"texts": ["3", "a"]}),
        ({"texts": []}, {"texts": []}),
        ({"texts": ""}, {"texts": []}),
        ({"text": 4}, {"text": "4"}),
        ({"text": 4.5}, {"text": "4.5"}),
        ({"text": True}, {"text": True}),
        ({"text": ["a"]}, {"text": ["a"]}),
        ({"whole": "5"}, {"whole": "5"}),
        ({"lang": " EN "}, {"lang": "en"}),
        ({"lang": "fr"}, {"lang": "fr"}),
        ({"settings": '{"texts": "a"}'}, {"settings": {"texts": ["a"]}}),
        ({"settings": {"texts": 1, "more": None}}, {"settings": {"texts": ["1"]}}),
        ({"settings": "words"}, {"settings": "words"}),
        ({"unknown": 1}, {"unknown": 1}),
    ],
)
def test_what_is_meant(given: dict[str, Any], meant: dict[str, Any]) -> None:
    assert as_meant(given, SCHEMA) == meant


def test_definitions_stand_where_they_are_used() -> None:
    schema = {
        "$defs": {"Kind": {"title": "Kind", "enum": ["a"]}, "Box": {"properties": {"kind": {"$ref": "#/$defs/Kind"}}}},
        "properties": {"box": {"anyOf": [{"$ref": "#/$defs/Box"}, {"type": "null"}]}, "ref": {"const": "$ref"}},
    }
    whole = {"properties": {"kind": {"enum": ["a"]}}}
    assert inlined(schema) == {"properties": {"box": {"anyOf": [whole, {"type": "null"}]}, "ref": {"const": "$ref"}}}


async def test_no_schema_needs_another_one(harness: Harness) -> None:
    async with harness.client() as client:
        for tool in (await client.list_tools()).tools:
            shown = json.dumps([tool.input_schema, tool.output_schema])
            assert "$ref" not in shown, tool.name
            assert "$defs" not in shown, tool.name


async def test_what_agents_write_is_taken(harness: Harness) -> None:
    async with harness.client() as client:
        route = {"wish": "make a fox video", "images": None, "videos": None, "lang": None}
        assert told(await client.call_tool("media_route", route))["status"] == "routed"
        assert told(await client.call_tool("media_jobs", {"limit": None, "state": None}))["status"] == "listed"
        settings = {"prompt": "a red kite", "provider": "kling", "duration": "5", "sound": None, "aspect_ratio": None}
        page = told(await client.call_tool("media_quote", {"command": "video", "settings": settings}))
        assert page["status"] == "quoted"
        paid = {"quote_id": page["data"]["quote"], "accepted_cost": 4, "wait_s": "0"}
        assert told(await client.call_tool("media_confirm", paid))["status"] == "submitted"


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize(
    ("name", "arguments", "field", "allowed"),
    [
        ("media_wait", {}, "job_id", "string"),
        ("media_wait", {"job_id": "x", "seconds": 3}, "seconds", "wait_s"),
        ("media_jobs", {"limit": 5000}, "limit", "maximum 100"),
        ("media_jobs", {"state": "asleep"}, "state", "running"),
        ("media_quote", {"command": "movie", "settings": {}}, "command", "video"),
        ("media_quote", {"command": "video", "settings": {"durations": 5}}, "settings.durations", "duration"),
        ("media_run", {"wish": "a fox", "wait_s": "soon"}, "wait_s", "integer"),
        ("media_route", {"wish": {"a": 1}}, "wish", "string"),
        ("media_nothing", {}, "tool", "media_run"),
    ],
)
async def test_wrong_arguments_end_in_the_promised_answer(
    harness: Harness, era: str, name: str, arguments: dict[str, Any], field: str, allowed: str
) -> None:
    async with harness.client(era) as client:
        schema = next(tool for tool in (await client.list_tools()).tools if tool.name == "media_run").output_schema
        result = await client.call_tool(name, arguments)
    jsonschema.validate(told(result), schema)
    assert result.is_error
    (problem,) = told(result)["data"]["problems"]
    assert problem["field"] == field
    assert allowed in problem["allowed"]


async def test_wrong_arguments_are_told_in_the_language_of_the_words(harness: Harness) -> None:
    async with harness.client() as client:
        answer = told(await client.call_tool("media_run", {"wish": "做个视频", "wait_s": "很久"}))
    assert answer["lang"] == "zh"
    assert "“wait_s”的值不能用" in answer["message"]


async def test_a_fault_of_ours_is_answered_in_shape(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError("a secret place")

    monkeypatch.setattr("mediawright.mcp.query_tools.jobs", broken)
    async with harness.client() as client:
        result = await client.call_tool("media_jobs", {})
    assert (result.is_error, told(result)["status"]) == (True, "unexpected")
    assert "secret place" not in json.dumps(told(result))


# --- half a character


@pytest.mark.parametrize(
    ("line", "read"),
    [
        (rb'{"a": "x\ud800y"}', rb'{"a": "x\uffffy"}'),
        (rb'{"a": "\uDCE9.jpg"}', rb'{"a": "\uffff.jpg"}'),
        (rb'{"a": "\ud83d\ude00"}', rb'{"a": "\ud83d\ude00"}'),
        (rb'{"a": "\ud83d\ud83d\ude00"}', rb'{"a": "\uffff\ud83d\ude00"}'),
        (rb'{"a": "\\ud800"}', rb'{"a": "\\ud800"}'),
        (rb'{"a": "\\\ud800"}', rb'{"a": "\\\uffff"}'),
        ('{"a": "爷爷\\u7237"}'.encode(), '{"a": "爷爷\\u7237"}'.encode()),
        (b"no json \xff", b"no json \xff"),
    ],
)
def test_halves_are_stood_in_for(line: bytes, read: bytes) -> None:
    assert without_halves(line) == read


async def test_half_a_character_is_told(harness: Harness) -> None:
    async with harness.client() as client:
        for arguments in ({"wish": "a \uffff fox"}, {"wish": "a fox", "images": ["a\uffff.jpg"]}):
            result = await client.call_tool("media_route", arguments)
            (problem,) = told(result)["data"]["problems"]
            assert problem["message"]["key"] == "files.half_characters"


# --- questions that the client does not carry


class Refusing:
    """A client that declares forms and then does something else."""

    def __init__(self, answer: ElicitResult | ErrorData) -> None:
        self.answer = answer

    async def __call__(self, context: Context[Any, Any], params: Any) -> ElicitResult | ErrorData:
        if isinstance(params, ElicitRequestURLParams):
            return ElicitResult(action="cancel")
        return self.answer


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize(
    "answer",
    [
        ElicitResult(action="cancel"),
        ElicitResult(action="accept"),
        ElicitResult(action="accept", content={"approve": "true"}),
        ErrorData(code=-32601, message="Method not found"),
    ],
    ids=["cancelled", "accepted without the form", "no boolean", "refused"],
)
async def test_the_page_comes_with_its_quote(harness: Harness, era: str, answer: ElicitResult | ErrorData) -> None:
    if era == "auto" and isinstance(answer, ErrorData):
        pytest.skip("there the client itself ends the round trip")
    before = harness.tasks()
    async with Client(harness.server(), mode=era, elicitation_callback=Refusing(answer)) as client:  # type: ignore[arg-type]
        page = told(await client.call_tool("media_run", {"wish": REQUEST}))
        assert (page["status"], harness.tasks()) == ("confirmation_needed", before)
        call = page["calls"][0]
        done = await finished(client, told(await client.call_tool(call["tool"], call["arguments"])))
    assert (done["status"], harness.tasks()) == ("done", before + 1)


# --- files that were made


async def test_links_of_results_can_be_read_and_nothing_else(harness: Harness) -> None:
    (harness.folder / "private.txt").write_text("mine")
    async with harness.client() as client:
        page = told(await client.call_tool("media_run", {"wish": REQUEST}))
        done = await finished(client, told(await client.call_tool("media_confirm", page["calls"][0]["arguments"])))
        path = done["data"]["files"][0]["path"]
        (listed,) = [one for one in (await client.list_resources()).resources if str(one.uri).endswith(".mp4")]
        (read,) = (await client.read_resource(str(listed.uri))).contents
        assert not isinstance(read, TextResourceContents)
        with open(path, "rb") as file:  # noqa: ASYNC230, PTH123
            assert len(read.blob) * 3 // 4 - len(file.read()) in (0, 1, 2)
        for other in ((harness.folder / "private.txt").as_uri(), "file:///etc/passwd", f"file://{path}/../private.txt"):
            with pytest.raises(Exception, match="results"):
                await client.read_resource(other)

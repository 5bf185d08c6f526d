"""The answer object as a tool result."""

from pathlib import Path

from mcp_types import TextContent
from tests.core.mcp.conftest import REQUEST, Harness, Person, finished, told

from mediawright.handlers.response import Response
from mediawright.mcp.tool_results import result_of
from mediawright.present import pages
from mediawright.types.errors import ConfirmationNeeded, InvalidRequest, StillRunning


async def test_s51_files_are_links_and_never_bytes(harness: Harness) -> None:
    async with harness.client("auto", Person()) as client:
        result = await client.call_tool("media_run", {"wish": REQUEST})
        answer = await finished(client, told(result))
        result = await client.call_tool("media_wait", {"job_id": answer["data"]["job"]})
    (link,) = [block for block in result.content if block.type == "resource_link"]
    assert link.uri == Path(told(result)["data"]["files"][0]["path"]).as_uri()
    assert link.mime_type == "video/mp4"
    assert {block.type for block in result.content} == {"text", "resource_link"}


def test_a_step_of_the_way_is_no_error_and_a_mistake_is() -> None:
    def wrong(failure: InvalidRequest | StillRunning | ConfirmationNeeded) -> bool | None:
        response = Response(page=pages.error(failure), status=failure.code, exit=failure.exit_code, failure=failure)
        return result_of(response, "en").is_error

    assert wrong(InvalidRequest())
    assert not wrong(StillRunning())
    assert not wrong(ConfirmationNeeded())


async def test_text_says_what_to_call_to_clients_that_read_nothing_else(harness: Harness) -> None:
    async with harness.client() as client:
        result = await client.call_tool("media_run", {"wish": REQUEST})
    (text,) = [block.text for block in result.content if isinstance(block, TextContent)]
    assert text.startswith(told(result)["message"])
    assert "media_confirm" in text
    assert told(result)["data"]["quote"] in text

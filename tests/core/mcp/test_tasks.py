"""Tasks: a handle at once, looks at it, its result, its end; the same task in another process."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError
from tests.child_environment import inherited
from tests.core.mcp.conftest import REQUEST, Harness, Person, told
from tests.core.mcp.task_client import TaskClient, cancel, ended, look

from mediawright.mcp.task_shapes import EXTENSION


def client_of(harness: Harness, tasks: TaskClient | None, era: str = "auto", person: Person | None = None) -> Client:
    return Client(harness.server(), mode=era, elicitation_callback=person, extensions=[tasks] if tasks else None)


async def agreed(client: Client) -> Any:
    """The answer to a yes."""
    page = told(await client.call_tool("media_run", {"wish": REQUEST}))
    assert page["status"] == "confirmation_needed"  # a price is no task: nothing runs yet
    return told(await client.call_tool("media_confirm", page["calls"][0]["arguments"]))


async def test_a_job_is_a_task_and_its_result_that_of_the_call(harness: Harness) -> None:
    before, tasks = harness.tasks(), TaskClient()
    async with client_of(harness, tasks) as client:
        assert client.server_capabilities.extensions is not None
        assert client.server_capabilities.extensions[EXTENSION] == {}
        answer = await agreed(client)
        (created,) = tasks.created
        looked = await look(client.session, created.task_id)
        # the conversation knows the result: what is said next is about it
        next_one = told(await client.call_tool("media_run", {"wish": "给这个视频配个音效"}))
    assert (answer["status"], harness.tasks()) == ("done", before + 1)
    assert (created.status, created.task_id, created.ttl_ms) == ("working", answer["data"]["job"], None)
    assert created.status_message
    assert (looked.status, looked.result is not None) == ("completed", True)
    assert next_one["status"] == "confirmation_needed"


async def test_a_person_who_is_asked_by_a_form_comes_first(harness: Harness) -> None:
    before, tasks = harness.tasks(), TaskClient()
    async with client_of(harness, tasks, person=Person()) as client:
        answer = told(await client.call_tool("media_run", {"wish": REQUEST}))
    assert (answer["status"], len(tasks.created), harness.tasks()) == ("done", 1, before + 1)


@pytest.mark.parametrize("era", ["auto", "legacy"])
async def test_no_client_gets_a_task_that_did_not_say_that_it_speaks_them(harness: Harness, era: str) -> None:
    async with client_of(harness, TaskClient() if era == "legacy" else None, era) as client:
        answer = await agreed(client)
        job = answer["data"]["job"]
        with pytest.raises(MCPError) as refused:
            await look(client.session, job)
    assert answer["status"] == "done"
    # an older protocol has no such method at all
    assert refused.value.code == (-32601 if era == "legacy" else -32021)


async def test_a_task_survives_the_server(slow_harness: Harness) -> None:
    slow_harness.environ["MEDIAWRIGHT_TEST_PACE"] = "50"
    async with client_of(slow_harness, TaskClient(hold=True)) as client:
        answer = await agreed(client)
    task = answer["data"]["task"]
    await slow_harness.executors[-1].finish(0.1)
    async with client_of(slow_harness, TaskClient()) as other:
        assert (await look(other.session, task)).status == "working"
        httpx2.post(f"{slow_harness.url}/__sim/clock", json={"advance": 600}).raise_for_status()
        found = await ended(other.session, task)
    assert found.status == "completed"
    assert found.result is not None
    assert found.result["structuredContent"]["status"] == "done"
    assert slow_harness.tasks() == 1


async def test_an_end_is_asked_for_honestly(slow_harness: Harness) -> None:
    """This provider stops nothing: the task goes on and says so, and a second look starts nothing anew."""
    async with client_of(slow_harness, TaskClient(hold=True)) as client:
        task = (await agreed(client))["data"]["task"]
        await cancel(client.session, task)
        found = await look(client.session, task)
    assert found.status == "working"
    assert "可灵" in (found.status_message or "")
    assert slow_harness.tasks() == 1


@pytest.mark.parametrize("ask", [look, cancel])
async def test_a_task_that_nobody_has_is_told_as_the_protocol_wants(
    harness: Harness, ask: Callable[[Any, str], Awaitable[Any]]
) -> None:
    async with client_of(harness, TaskClient()) as client:
        with pytest.raises(MCPError) as refused:
            await ask(client.session, "00000000-0000-4000-8000-000000000000")
    assert refused.value.code == -32602


async def test_over_stdio_with_the_official_client(harness: Harness) -> None:
    before, tasks = harness.tasks(), TaskClient()
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "mediawright", "mcp"],
        env=inherited() | harness.environ,
        cwd=str(harness.folder),
    )
    async with asyncio.timeout(120), Client(command, extensions=[tasks]) as client:
        answer = await agreed(client)
    assert (answer["status"], len(tasks.created), harness.tasks()) == ("done", 1, before + 1)

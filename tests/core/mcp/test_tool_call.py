"""One call: it ends in time whatever the provider does, and what it started goes on without it."""

import asyncio

import pytest
from tests.core.mcp.conftest import REQUEST, Harness, Person, finished, told

from mediawright.mcp.tool_call import exactly
from mediawright.testing.builders import a_quote
from mediawright.types.errors import InvalidRequest


@pytest.mark.parametrize(
    ("price", "accepted", "same"),
    [
        ("4 units", "4", True),
        ("4 units", "4.0 units", True),
        ("4 units", "4 credits", False),
        ("4 units", "40", False),
        ("4 units", "3.99", False),
        ("4 units", "unknown", False),
        (None, "unknown", True),
        (None, "4", False),
    ],
)
def test_s46_only_the_quoted_amount_is_an_approval(price: str | None, accepted: str, same: bool) -> None:
    amount, _, unit = (price or "").partition(" ")
    kept = a_quote(amount=amount or None, unit=unit)
    if same:
        exactly(kept, accepted)
        return
    with pytest.raises(InvalidRequest):
        exactly(kept, accepted)


async def started(client: object, harness: Harness) -> str:
    """A paid job under way at a provider that takes for ever; its id."""
    page = told(await client.call_tool("media_run", {"wish": REQUEST}))  # type: ignore[attr-defined]
    call = page["calls"][0]["arguments"] | {"wait_s": 0}
    for _ in range(20):  # a machine under load sends for longer than one call may last
        answer = told(await client.call_tool("media_confirm", call))  # type: ignore[attr-defined]
        if "job" in answer["data"]:
            return str(answer["data"]["job"])
    raise AssertionError(answer)


async def test_every_answer_names_the_paid_work_that_is_not_here_yet(slow_harness: Harness) -> None:
    async with slow_harness.client() as client:
        job = await started(client, slow_harness)
    async with slow_harness.client() as other:
        asked = told(await other.call_tool("media_run", {"wish": REQUEST.replace("海边", "山里")}))
        looked = told(await other.call_tool("media_models", {}))
    waits = {"tool": "media_wait", "arguments": {"job_id": job}}
    for answer in (asked, looked):
        assert answer["data"]["unfinished"] == [job]
        assert answer["calls"][-1] == waits
    assert asked["calls"][0]["tool"] == "media_confirm"


async def test_s48_a_call_ends_though_the_provider_never_does(slow_harness: Harness) -> None:
    async with slow_harness.client() as client:
        job = await started(client, slow_harness)
    slow_harness.call_s = 1.0
    async with slow_harness.client() as client:
        async with asyncio.timeout(60):  # the provider's work never ends
            answer = told(await client.call_tool("media_wait", {"job_id": job}))
    assert answer["status"] == "still_running"
    assert answer["calls"] == [{"tool": "media_wait", "arguments": {"job_id": job}}]


async def test_s49_progress_rises_and_comes_only_when_asked_for(slow_harness: Harness) -> None:
    slow_harness.call_s = 5.0
    seen: list[tuple[float, float | None, str | None]] = []

    async def heard(progress: float, total: float | None, message: str | None) -> None:
        seen.append((progress, total, message))

    async with slow_harness.client() as client:
        job = await started(client, slow_harness)
        await client.call_tool("media_wait", {"job_id": job, "wait_s": 1})
        assert seen == []
        await client.call_tool("media_wait", {"job_id": job, "wait_s": 1}, progress_callback=heard)
    numbers = [number for number, _, _ in seen]
    assert len(numbers) > 3
    assert numbers == sorted(set(numbers))
    assert all(total == 100 and message for _, total, message in seen)


@pytest.mark.parametrize("era", ["auto", "legacy"])
async def test_s50_a_cancelled_call_leaves_the_job_alive(harness: Harness, era: str) -> None:
    async with harness.client(era) as client:
        job = await started(client, harness)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await client.call_tool("media_wait", {"job_id": job})
        answer = await finished(client, told(await client.call_tool("media_wait", {"job_id": job})))
    assert answer["status"] == "done"


async def test_s50_an_approval_whose_call_was_cut_is_submitted_once(harness: Harness) -> None:
    before = harness.tasks()
    async with harness.client() as client:
        page = told(await client.call_tool("media_run", {"wish": REQUEST}))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await client.call_tool("media_confirm", page["calls"][0]["arguments"])
        await harness.executors[-1].finish()
        answer = await finished(client, told(await client.call_tool("media_confirm", page["calls"][0]["arguments"])))
    assert (answer["status"], harness.tasks()) == ("done", before + 1)


async def test_the_same_request_while_it_is_under_way_is_paid_once(slow_harness: Harness) -> None:
    async with slow_harness.client("auto", Person()) as client:
        first = told(await client.call_tool("media_run", {"wish": REQUEST, "wait_s": 0}))
        second = told(await client.call_tool("media_run", {"wish": REQUEST, "wait_s": 0}))
    assert first["data"]["job"] == second["data"]["job"]
    assert slow_harness.tasks() == 1

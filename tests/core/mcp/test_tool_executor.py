"""Work in a studio of its own, kept beyond the call that asked for it."""

import asyncio
from pathlib import Path

import pytest

from mediawright.mcp.tool_executor import ToolExecutor
from mediawright.services.studio import Studio


@pytest.fixture
def executor(tmp_path: Path) -> ToolExecutor:
    return ToolExecutor({"MEDIAWRIGHT_HOME": str(tmp_path), "LANG": "zh_CN.UTF-8"}, tmp_path)


async def test_kept_work_goes_on_after_its_time(executor: ToolExecutor) -> None:
    ended = asyncio.Event()

    async def work(studio: Studio) -> str:
        await asyncio.sleep(0.02)
        ended.set()
        return "done"

    assert await executor.keep(work, 0.0) is None
    await executor.finish()
    assert ended.is_set()


async def test_kept_work_survives_the_cancelled_call(executor: ToolExecutor) -> None:
    ended = asyncio.Event()

    async def work(studio: Studio) -> None:
        await asyncio.sleep(0.02)
        ended.set()

    call = asyncio.create_task(executor.keep(work, 10.0))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    call.cancel()
    await asyncio.gather(call, return_exceptions=True)
    await executor.finish()
    assert ended.is_set()


async def test_an_end_does_not_wait_for_ever(executor: ToolExecutor) -> None:
    async def work(studio: Studio) -> None:
        await asyncio.Event().wait()

    await executor.keep(work, 0.0)
    async with asyncio.timeout(2):
        await executor.finish(0.01)


async def test_an_end_lets_what_it_cuts_close_its_connections(executor: ToolExecutor) -> None:
    closed = asyncio.Event()

    async def work(studio: Studio) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.02)
            closed.set()

    await executor.keep(work, 0.0)
    await executor.finish(0.01)
    assert closed.is_set()


def test_the_language_is_the_request_s_else_the_machine_s(executor: ToolExecutor) -> None:
    assert executor.lang("auto", "a fox at dawn") == "en"
    assert executor.lang(None) == "zh"
    assert executor.lang("en", "日出") == "en"

"""Progress for a client."""

import asyncio

from mediawright.mcp.progress import Watcher, reported
from mediawright.types.job import Progress
from mediawright.types.message import Message
from mediawright.types.states import State


def test_the_number_always_rises_and_never_ends() -> None:
    watcher = Watcher("en")
    numbers = [watcher.value()]
    watcher.update(Progress(state=State.RUNNING, percent=60.0))
    numbers.append(watcher.value())
    watcher.update(Progress(state=State.RUNNING, percent=20.0))
    numbers += [watcher.value(), watcher.value()]
    watcher.update(Progress(state=State.RUNNING, percent=100.0))
    numbers.append(watcher.value())
    assert numbers == sorted(set(numbers))
    assert 60 <= numbers[1] < numbers[-1] < 100


def test_what_was_said_is_passed_on_once() -> None:
    watcher = Watcher("zh")
    watcher.say(Message("auth.still_waiting"))
    assert "登录" in watcher.sentence()
    assert "登录" not in watcher.sentence()


async def test_nothing_is_sent_after_the_end() -> None:
    sent: list[float] = []

    async def report(progress: float, total: float | None, message: str | None) -> None:
        sent.append(progress)

    async with reported(Watcher("en"), report, 0.001):
        await asyncio.sleep(0.02)
    before = len(sent)
    await asyncio.sleep(0.01)
    assert before == len(sent) > 1

"""Leaving without harm: what is being sent is waited for, all else is let go of, and others carry on at once."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import Protocol

from mediawright.fleet.line import Line, LiveTurn
from mediawright.types.errors import LocalFault

#: seconds between two looks at what is still being sent
STEP_S = 0.1


class Leaving(Protocol):
    """The worker's parts that have a share in its end."""

    draining: bool

    @property
    def turns(self) -> Collection[str]: ...

    async def stop(self) -> None: ...


async def drain(
    carrier: Leaving,
    sending: Callable[[], Collection[str]],
    seconds: float,
    *,
    hand_back: Callable[[], Awaitable[None]],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> bool:
    """Take nothing new, wait for what is being sent (at most so many seconds), let go of the rest, hand the turns back.

    Was nothing cut while it was being sent? `hand_back` puts this worker's turns back in line and takes it off the roster;
    where the database does not answer, others find out by themselves.
    """
    carrier.draining = True
    waited = 0.0
    while sending() and waited < seconds:
        await sleep(STEP_S)
        waited += STEP_S
    calm = not sending()
    await carrier.stop()
    try:
        await hand_back()
    except LocalFault:
        return calm
    return calm


def hand_back(line: Line, me: str) -> list[LiveTurn]:
    """Put the turns that are out with this worker back in line; which those were. Raises LocalFault."""
    mine = [turn for turn in line.live() if turn.worker == me]
    for queue in {turn.queue for turn in mine}:
        line.resume([turn.id for turn in mine if turn.queue == queue], queue)
    return mine

"""What a studio knows, or finds out, before a command's own work begins."""

import os
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from mediawright.services.studio import Studio

Answered = TypeVar("Answered")


def ask_studio(inspect_studio: Callable[["Studio"], Answered]) -> Answered:
    """Something a studio knows at once, before the work itself begins."""

    async def inspected(studio: "Studio") -> Answered:
        return inspect_studio(studio)

    return await_studio(inspected)


def await_studio(ask: Callable[["Studio"], Awaitable[Answered]]) -> Answered:
    """The same for what a studio finds out before the work itself begins."""
    import asyncio

    from mediawright.services.studio import Studio

    async def asked() -> Answered:
        async with Studio.open(os.environ) as studio:
            return await ask(studio)

    return asyncio.run(asked())

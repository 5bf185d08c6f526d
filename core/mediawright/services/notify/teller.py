"""Tells ends beside the other work of a process that stays open, and again after their waits while it does."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mediawright.services.studio import Studio

#: how long an attempt that has begun may go on when the process is told to end (seconds)
LAST_S = 5.0
#: what cannot be written down at the moment is not tried again at once (seconds)
SHORTEST_S = 1.0


class Teller:
    """One task at most. `studio` opens a studio that does not tell by itself."""

    def __init__(self, studio: "Callable[[], Studio]") -> None:
        self._studio = studio
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._at_work = self._ending = False

    def wake(self) -> None:
        """Something ended, or may have been left by an earlier process."""
        self._news.set()
        if self._ending:
            return
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._tell())

    async def close(self) -> None:
        """End it; what was not told is told by a later process."""
        self._ending = True
        task = self._task
        if task is None:
            return
        if self._at_work:
            await asyncio.wait({task}, timeout=LAST_S)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def _tell(self) -> None:
        while True:
            self._news.clear()
            wait = await self._once()
            if self._ending or (wait is None and not self._news.is_set()):
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), wait)

    async def _once(self) -> float | None:
        """Tell what is due; seconds until the next may be, None where nothing is left."""
        self._at_work = True
        try:
            async with self._studio() as studio:
                if not (studio.has_ledger and studio.config.notify):
                    return None
                studio.ledger  # noqa: B018  opened for what follows
                studio.carried = True
                await studio.tell_ends(0.0)
                wait = studio.ledger.outbox.next_due_s()
                return None if wait is None else max(wait, SHORTEST_S)
        except Exception:  # noqa: BLE001  no receiver and no fault of ours may end the process that tells
            return None
        finally:
            self._at_work = False

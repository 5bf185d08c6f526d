"""Work of a process that stays open, each piece with a Studio of its own; what may spend is not cut with its caller."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from mediawright.services.studio import Studio
from mediawright.types.errors import MediawrightError

if TYPE_CHECKING:
    from mediawright.services.notify.teller import Teller

T = TypeVar("T")

#: how long a server that was told to end waits for a submit that has begun (seconds)
FINISH_S = 20.0


class KeptWork:
    """Holds nothing between two pieces of work but what must not be cut: what the user decides meanwhile counts at once."""

    def __init__(self, environ: Mapping[str, str], cwd: Path) -> None:
        self.environ = environ
        self.cwd = cwd
        self._kept: set[asyncio.Task[Any]] = set()
        self._followed: dict[str, asyncio.Task[Any]] = {}
        self._teller: Teller | None = None

    @property
    def debug(self) -> bool:
        """Does the user want to see a bug's traceback?"""
        return bool(self.environ.get("MEDIAWRIGHT_DEBUG"))

    def studio(self) -> Studio:
        studio = Studio.open(self.environ, self.cwd)
        studio.tells_ends = False  # told beside the answers: no caller waits for a receiver
        return studio

    async def read_only(self, work: Callable[[Studio], Awaitable[T]]) -> T:
        """Work that may be cut at any time without harm."""
        async with self.studio() as studio:
            try:
                return await work(studio)
            finally:
                if studio.carried:
                    self.tell_ends(studio)

    def tell_ends(self, studio: Studio) -> None:
        """Have the ends of jobs told, those too that an earlier process left, where there is a target."""
        with suppress(MediawrightError):
            if not studio.config.notify:
                return
            if self._teller is None:
                from mediawright.services.notify.teller import Teller

                self._teller = Teller(self.studio)
            self._teller.wake()

    async def keep(self, work: Callable[[Studio], Awaitable[T]], seconds: float) -> T | None:
        """Work that may spend: it goes on when the call is cancelled or its time is over. None: not finished in time."""
        task = asyncio.create_task(self.read_only(work))
        self._kept.add(task)
        task.add_done_callback(self._kept.discard)
        done, _ = await asyncio.wait({task}, timeout=max(0.0, seconds))
        return task.result() if done else None

    def follow(self, name: str, task: "asyncio.Task[Any]") -> None:
        """Keep something that only waits, until it is over or the process ends; what was followed by this name ends now."""
        before = self._followed.pop(name, None)
        if before is not None:
            before.cancel()
        self._followed[name] = task
        task.add_done_callback(lambda done: self._over(name, done))

    def follows(self, name: str) -> bool:
        """Is something followed by this name?"""
        return name in self._followed

    def _over(self, name: str, done: "asyncio.Task[Any]") -> None:
        if self._followed.get(name) is done:
            self._followed.pop(name)
        if not done.cancelled():
            done.exception()  # heard, so that nothing is said about it at the end

    async def finish(self, seconds: float = FINISH_S) -> None:
        """Let what is being sent reach its end. What waits at a provider waits there; only the sending is ours to finish."""
        followed = list(self._followed.values())
        for task in followed:
            task.cancel()
        await asyncio.gather(*followed, return_exceptions=True)
        kept = set(self._kept)
        if kept:
            await asyncio.wait(kept, timeout=seconds)
        for task in kept:
            task.cancel()
        await asyncio.gather(*kept, return_exceptions=True)  # each closes its connections before the loop ends
        if self._teller is not None:
            await self._teller.close()

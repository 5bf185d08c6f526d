"""Run tool calls. Each call opens its own Studio; submits are shielded from cancellation of the call."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from mediawright.present.language import pick_lang
from mediawright.services.studio import Studio
from mediawright.types.message import Lang

T = TypeVar("T")

#: how long one call may last (seconds): what the most impatient client waits, less the way there and back
CALL_S = 45.0
#: how long a server that was told to end waits for a submit that has begun (seconds)
FINISH_S = 20.0


class ToolExecutor:
    """Holds nothing between two calls but the work that must not be cut: what the user decides meanwhile counts at once.

    `call_s` and `tick_s` (seconds between two progress notifications) are arguments for tests.
    """

    def __init__(self, environ: Mapping[str, str], cwd: Path, *, call_s: float = CALL_S, tick_s: float = 1.0) -> None:
        self.environ = environ
        self.cwd = cwd
        self.call_s = call_s
        self.tick_s = tick_s
        #: the conversation of a client that has this process to itself
        self.thread = f"mcp-{secrets.token_hex(8)}"
        self._kept: set[asyncio.Task[Any]] = set()
        #: quotes whose question came back without an answer: their page is in the chat, and the answer comes from there
        self.unanswered: set[str] = set()

    @property
    def debug(self) -> bool:
        """Does the user want to see a bug's traceback?"""
        return bool(self.environ.get("MEDIAWRIGHT_DEBUG"))

    def studio(self) -> Studio:
        return Studio.open(self.environ, self.cwd)

    def lang(self, said: str | None, text: str | None = None) -> Lang:
        """The language of an answer: as asked for, else the text's, else the machine's."""
        return pick_lang(said, text, None, self.environ)

    def spoken_in(self, thread: str | None) -> Lang | None:
        """The language of a conversation; None for a new one."""
        from mediawright.cli.conversation import language

        home = self.studio().home
        return language(home, thread) if thread is not None and home.ledger.exists() else None

    async def read_only(self, work: Callable[[Studio], Awaitable[T]]) -> T:
        """Work that may be cut at any time without harm."""
        async with self.studio() as studio:
            return await work(studio)

    async def keep(self, work: Callable[[Studio], Awaitable[T]], seconds: float) -> T | None:
        """Work that may spend: it goes on when the call is cancelled or its time is over. None: not finished in time."""
        task = asyncio.create_task(self.read_only(work))
        self._kept.add(task)
        task.add_done_callback(self._kept.discard)
        done, _ = await asyncio.wait({task}, timeout=max(0.0, seconds))
        return task.result() if done else None

    async def finish(self, seconds: float = FINISH_S) -> None:
        """Let what is being sent reach its end. What waits at a provider waits there; only the sending is ours to finish."""
        kept = set(self._kept)
        if kept:
            await asyncio.wait(kept, timeout=seconds)
        for task in kept:
            task.cancel()
        await asyncio.gather(*kept, return_exceptions=True)  # each closes its connections before the loop ends

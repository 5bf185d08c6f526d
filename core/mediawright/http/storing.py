"""What was received goes to the disk in a thread, so that a slow disk holds up nothing else. The line goes on meanwhile."""

import asyncio
from collections.abc import Callable


class Store:
    """Hands blocks to `take`, one after the other, and calls `flush` beside it after every `flush_every` bytes.

    What they raise comes out of the call that waits for them. A cancelled wait leaves the thread to end; the next call
    waits for it.
    """

    def __init__(self, take: Callable[[bytes | bytearray], None], flush: Callable[[], None], flush_every: int) -> None:
        self._take = take
        self._flush = flush
        self._flush_every = flush_every
        self._unflushed = 0
        self._taking: asyncio.Future[None] | None = None
        self._flushing: asyncio.Future[None] | None = None

    async def put(self, block: bytes | bytearray) -> None:
        """Until the block is taken."""
        await self._taken()
        if not block:
            return
        loop = asyncio.get_running_loop()
        self._taking = loop.run_in_executor(None, self._take, block)
        await self._taken()
        self._unflushed += len(block)
        if self._unflushed >= self._flush_every:
            await self._flushed()
            self._unflushed, self._flushing = 0, loop.run_in_executor(None, self._flush)

    async def rest(self) -> None:
        """Until nothing is under way."""
        await self._taken()
        await self._flushed()

    async def _taken(self) -> None:
        if self._taking is not None:
            await asyncio.wait({self._taking})
            done, self._taking = self._taking, None
            done.result()

    async def _flushed(self) -> None:
        if self._flushing is not None:
            await asyncio.wait({self._flushing})
            done, self._flushing = self._flushing, None
            done.result()

"""What was received goes to the disk in a thread, so that a slow disk holds up nothing else. The line goes on meanwhile."""

import asyncio
from collections.abc import Callable


class Pending:
    """A call in a thread that is waited for once. A cancelled wait leaves it to end; the next one waits again."""

    def __init__(self) -> None:
        self._call: asyncio.Future[None] | None = None

    def begin(self, call: Callable[..., None], *values: object) -> None:
        self._call = asyncio.get_running_loop().run_in_executor(None, call, *values)

    async def end(self) -> None:
        """Raises what the call raised."""
        if self._call is not None:
            await asyncio.wait({self._call})
            done, self._call = self._call, None
            done.result()


class Store:
    """Hands blocks to `take`, one after the other, and calls `flush` beside it after every `flush_every` bytes.

    What they raise comes out of the call that waits for them.
    """

    def __init__(self, take: Callable[[bytes | bytearray], None], flush: Callable[[], None], flush_every: int) -> None:
        self._take = take
        self._flush = flush
        self._flush_every = flush_every
        self._unflushed = 0
        self._taking, self._flushing = Pending(), Pending()

    async def put(self, block: bytes | bytearray) -> None:
        """Until the block is taken."""
        await self._taking.end()
        if not block:
            return
        self._taking.begin(self._take, block)
        await self._taking.end()
        self._unflushed += len(block)
        if self._unflushed >= self._flush_every:
            await self._flushing.end()
            self._flushing.begin(self._flush)
            self._unflushed = 0

    async def rest(self) -> None:
        """Until nothing is under way."""
        await self._taking.end()
        await self._flushing.end()

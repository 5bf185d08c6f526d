"""One block is stored in a thread while the next is received: never more than two are held."""

import asyncio
from collections.abc import Callable
from io import FileIO


class Store:
    """Hands blocks to `take` one after the other, each in a thread. What that raises comes with the next block."""

    def __init__(self, take: Callable[[FileIO, bytearray], None], file: FileIO) -> None:
        self._take = take
        self._file = file
        self._busy: asyncio.Future[None] | None = None

    async def put(self, block: bytearray) -> None:
        """Begin to store a block as soon as the one before is stored."""
        await self.rest()
        if block:
            self._busy = asyncio.get_running_loop().run_in_executor(None, self._take, self._file, block)

    async def rest(self) -> None:
        """Until everything is stored. A cancelled wait leaves the thread to end; the next call waits for it."""
        if self._busy is not None:
            await asyncio.wait({self._busy})
            done, self._busy = self._busy, None
            done.result()

"""The renderer in a thread beside the event loop: its steps come out as a stream, and leaving the stream stops it."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable

from mediawright_previz.render.takes import Step, Stopped, Tell


async def steps(work: Callable[[Tell], None]) -> AsyncGenerator[Step]:
    """Run `work` in a thread and yield a step whenever the percentage or the scene has changed.

    Raises what `work` raises. Closed or cancelled half-way, it stops the thread at the next frame and waits for it.
    """
    loop = asyncio.get_running_loop()
    inbox: asyncio.Queue[Step | None] = asyncio.Queue()
    stop = threading.Event()
    last: list[tuple[int, int, int]] = []

    def tell(step: Step) -> None:
        if stop.is_set():
            raise Stopped
        seen = (step.percent, step.take, step.scene)
        if seen not in last:
            last[:] = [seen]
            loop.call_soon_threadsafe(inbox.put_nowait, step)

    def run() -> None:
        try:
            work(tell)
        finally:
            loop.call_soon_threadsafe(inbox.put_nowait, None)

    thread = asyncio.ensure_future(asyncio.to_thread(run))
    try:
        while (step := await inbox.get()) is not None:
            yield step
        await asyncio.wait({thread})
        thread.result()
    finally:
        stop.set()
        await asyncio.wait({thread})
        # looked at, so that a thread stopped from here is not reported as a failure nobody saw
        thread.exception()

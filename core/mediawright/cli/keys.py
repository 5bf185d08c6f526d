"""What is typed at a terminal in answer to a question: nothing that was typed before it, and no wait that cannot be left."""

import asyncio
import sys
from typing import Any


def forget_typed(stream: Any) -> None:
    """Throw away what waits unread at a terminal; anything else than a terminal is left alone."""
    if stream is None or not stream.isatty():
        return
    if sys.platform == "win32":
        import msvcrt

        while msvcrt.kbhit():
            msvcrt.getwch()
        return
    import termios

    termios.tcflush(stream.fileno(), termios.TCIFLUSH)


async def typed_line(stream: Any) -> str:
    """Wait for a line at a terminal; "" at the end of input. The wait ends at once where it is cancelled: no thread is left
    behind that only another line would end."""
    if sys.platform == "win32":
        return str(await asyncio.to_thread(stream.readline))
    loop, line = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(stream.fileno(), line.set)
    try:
        await line.wait()
    finally:
        loop.remove_reader(stream.fileno())
    return str(stream.readline())

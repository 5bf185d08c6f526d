"""Standard input as the protocol's library can read it, with an end that can be brought about from here.

Messages with half a character in them are answered, not dropped. The library reads in a thread that nothing but the end of
its input stops, so that is what Ctrl-C, SIGTERM and the death of the process that started us are made into.
"""

import asyncio
import os
import re
import signal
import threading
from collections.abc import Callable
from contextlib import suppress

from mediawright.mcp.served import HALF

#: an escaped backslash, a whole pair, or (in the group) half of one, in the text of JSON (RFC 8259 §7)
_ESCAPES = re.compile(
    rb"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)
_STAND_IN = b"\\u%04x" % ord(HALF)
#: seconds between two looks for the process that started us
WATCH_S = 1.0


def without_halves(line: bytes) -> bytes:
    """The same JSON with a stand-in for each half of a character, which no reader of texts takes."""
    if b"\\u" not in line:
        return line
    return _ESCAPES.sub(lambda found: _STAND_IN if found[1] else found[0], line)


def mended() -> Callable[[], None]:
    """Put such a stream in the place of standard input; what is returned ends it.

    A thread reads on what comes; it ends with its input, or with the process.
    """
    reading, writing = os.pipe()
    lines = os.fdopen(os.dup(0), "rb")
    os.dup2(reading, 0)
    os.close(reading)
    ended = threading.Lock()

    def end() -> None:
        if ended.acquire(blocking=False):
            os.close(writing)

    def carry() -> None:
        with suppress(OSError):
            for line in lines:
                left = memoryview(without_halves(line))
                while left:
                    left = left[os.write(writing, left) :]
        end()

    threading.Thread(target=carry, daemon=True).start()
    return end


def when_told(end: Callable[[], None]) -> "asyncio.Task[None]":
    """Call `end` at the first Ctrl-C or SIGTERM, or when the process that started this one is gone: that is what the task
    looks for, until it is cancelled."""
    loop = asyncio.get_running_loop()
    for told in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError, RuntimeError):  # a system without, or a thread that hears none
            loop.add_signal_handler(told, _once, loop, told, end)
    return loop.create_task(_watched(end, os.getppid()))


async def _watched(end: Callable[[], None], parent: int) -> None:
    while True:
        await asyncio.sleep(WATCH_S)
        if os.name == "posix" and os.getppid() != parent:
            end()


def _once(loop: asyncio.AbstractEventLoop, told: signal.Signals, end: Callable[[], None]) -> None:
    loop.remove_signal_handler(told)  # the second one ends it as ever
    end()

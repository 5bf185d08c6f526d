"""What was typed before a question was asked is no answer to it."""

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

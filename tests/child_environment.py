"""What a process that a test starts gets of this machine's environment: where programs are, and a clock that was moved.

    LD_PRELOAD=/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1 FAKETIME=+3650d python -m pytest

moves the clock of the tests and of everything they start (libfaketime), which `--days-ahead` cannot. The program
`faketime` would do it with memory shared by all, and that does not survive processes that are killed while they look.
"""

import os

_NAMES = ("PATH", "SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH", "LD_PRELOAD", "FAKETIME")


def inherited() -> dict[str, str]:
    """The variables that go on to a child, and nothing of the person's own settings."""
    return {name: os.environ[name] for name in _NAMES if name in os.environ}

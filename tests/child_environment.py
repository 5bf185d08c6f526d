"""What a process that a test starts gets of this machine's environment: where programs are, and a clock that was moved.

    LD_PRELOAD=/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1 FAKETIME=+3650d FAKETIME_DONT_FAKE_MONOTONIC=1 \\
        python -m pytest

moves the clock of the tests and of everything they start (libfaketime), which `--days-ahead` cannot. The shared memory
that the program `faketime` adds does not survive processes that are killed while they look at the clock.
"""

import os

_NAMES = ("PATH", "SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH", "LD_PRELOAD", "FAKETIME", "FAKETIME_DONT_FAKE_MONOTONIC")


def inherited() -> dict[str, str]:
    """The variables that go on to a child, and nothing of the person's own settings."""
    return {name: os.environ[name] for name in _NAMES if name in os.environ}

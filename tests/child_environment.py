"""What a process that a test starts gets of this machine's environment: where programs are, and a clock that was moved.

    faketime -f '+3650d' python -m pytest

moves the clock of the tests and of everything they start (libfaketime), which `--days-ahead` cannot.
"""

import os

_NAMES = ("PATH", "SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH", "LD_PRELOAD", "FAKETIME", "FAKETIME_SHARED")


def inherited() -> dict[str, str]:
    """The variables that go on to a child, and nothing of the person's own settings."""
    return {name: os.environ[name] for name in _NAMES if name in os.environ}

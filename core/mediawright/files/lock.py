"""One process at a time: a lock that the system takes back when its holder dies."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mediawright.disk import disk_faults


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file `path` (made when missing); waits for whoever holds it. For moments, not for network calls."""
    with disk_faults():
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _hold(handle)
        yield
    finally:
        os.close(handle)


def _hold(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)

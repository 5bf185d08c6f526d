"""One process at a time: a lock that the system takes back when its holder dies."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mediawright.os_errors import disk_faults


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file `path` (made when missing); waits for whoever holds it. For moments, not for network calls."""
    handle = _opened(path)
    try:
        _hold(handle, wait=True)
        yield
    finally:
        os.close(handle)


@contextmanager
def tried(path: Path) -> Iterator[bool]:
    """Hold the lock file `path` if it is free, for as long as need be; False at once where another holds it.

    A lock file that was removed meanwhile locks nothing any more, and is not taken for held. Raises LocalFault.
    """
    handle = _opened(path)
    try:
        yield _hold(handle, wait=False) and _is_there(handle, path)
    finally:
        os.close(handle)


def _opened(path: Path) -> int:
    with disk_faults():
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _is_there(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _hold(handle: int, *, wait: bool) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        if wait:
            raise
        return False
    return True

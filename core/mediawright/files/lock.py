"""One process at a time: a lock that the system takes back when its holder dies."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mediawright.os_errors import disk_faults
from mediawright.types.errors import LocalFault, Retry
from mediawright.types.message import Message

#: seconds that a holder is waited for: it writes one small file, so a longer hold is a process that stands still
HELD_S = 20.0
#: seconds between two tries
TRY_S = 0.01


class LockHeld(LocalFault):
    """Another process holds the file for longer than was waited: the same call works a moment later."""

    retry = Retry.LATER


@contextmanager
def locked(path: Path, patience_s: float = HELD_S) -> Iterator[None]:
    """Hold the lock file `path` (made when missing); waits for its holder. For moments, not for network calls.

    A holder may be stopped (SIGSTOP, a debugger) and would be waited for without end: after `patience_s` seconds
    LockHeld is raised, and nothing was changed.
    """
    handle = _opened(path)
    try:
        end = time.monotonic() + patience_s
        while not _hold(handle):
            if time.monotonic() >= end:
                raise LockHeld(Message("files.lock_held", {"file": str(path)}))
            time.sleep(TRY_S)
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
        yield _hold(handle) and _is_there(handle, path)
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


def _hold(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

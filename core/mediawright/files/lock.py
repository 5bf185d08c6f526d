"""One process at a time: a lock that the system takes back when its holder dies."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mediawright.os_errors import disk_faults
from mediawright.types.errors import LocalFault, Retry
from mediawright.types.message import Message

if TYPE_CHECKING:
    from filelock import BaseFileLock

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
    lock = _acquired(path, patience_s)
    if lock is None:
        raise LockHeld(Message("files.lock_held", {"file": str(path)}))
    try:
        yield
    finally:
        lock.release()


@contextmanager
def tried(path: Path) -> Iterator[bool]:
    """Hold the lock file `path` if it is free, for as long as need be; False at once where another holds it.

    Raises LocalFault.
    """
    lock = _acquired(path, 0.0)
    try:
        yield lock is not None
    finally:
        if lock is not None:
            lock.release()


def _acquired(path: Path, patience_s: float) -> "BaseFileLock | None":
    import filelock

    lock = filelock.FileLock(path, timeout=patience_s, mode=0o600, thread_local=False)
    try:
        with disk_faults():
            path.parent.stat()  # a folder that is not there is a fault, and not made here
            lock.acquire(poll_interval=TRY_S)
    except filelock.Timeout:
        return None
    return lock

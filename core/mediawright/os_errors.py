"""What a refusal of the disk means for a person: full, read-only, or not ours."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mediawright.types.errors import LocalFault
from mediawright.types.message import Message

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
#: the sentence for no room
DISK_FULL = "error.disk_full"


@contextmanager
def disk_faults(key: str = "error.cannot_write") -> Iterator[None]:
    """Turn the operating system's OSError into LocalFault: "error.disk_full" where there is no room, else `key`."""
    try:
        yield
    except (TimeoutError, ConnectionError):  # a network's trouble, though Python files it here
        raise
    except OSError as error:
        full = error.errno in FULL
        raise LocalFault(Message(DISK_FULL if full else key), data={"cause": error.strerror or ""}) from error


def fresh_file(path: Path) -> int:
    """A handle to a new, empty file for reading and writing. What had the name is removed, a link never followed.

    Raises OSError, also where another process takes the name at the same moment.
    """
    path.unlink(missing_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)


def own_file(path: Path) -> int:
    """A handle to an existing plain file with no second name, for reading and writing. Raises OSError for anything else."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    if not is_own(os.fstat(handle)):
        os.close(handle)
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return handle


def is_own(found: os.stat_result) -> bool:
    """Is this a plain file that no other name leads to? (writing into it changes nothing else)"""
    return stat.S_ISREG(found.st_mode) and found.st_nlink <= 1

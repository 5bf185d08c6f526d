"""What a refusal of the disk means for a person: full, read-only, or not ours."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from mediawright.types.errors import LocalFault
from mediawright.types.message import Message

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def disk_faults(key: str = "error.cannot_write") -> Iterator[None]:
    """Turn the operating system's OSError into LocalFault: "error.disk_full" where there is no room, else `key`."""
    try:
        yield
    except (TimeoutError, ConnectionError):  # a network's trouble, though Python files it here
        raise
    except OSError as error:
        full = error.errno in FULL
        raise LocalFault(Message("error.disk_full" if full else key), data={"cause": error.strerror or ""}) from error

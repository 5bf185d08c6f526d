"""A folder of what can be made again, kept below a size: what was used longest ago goes first."""

import stat
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

#: bytes that a provider's folder may hold
MOST = 5_000_000_000
#: what was used so lately may be in use
FRESH = timedelta(hours=1)


def prune(folder: Path, now: datetime, most: int = MOST) -> int:
    """Remove files until the folder holds at most `most` bytes; how many went. Links are not followed."""
    found = []
    for path in folder.rglob("*") if folder.is_dir() else ():
        with suppress(OSError):
            known = path.lstat()
            if stat.S_ISREG(known.st_mode):
                found.append((known.st_mtime, known.st_size, path))
    size = gone = 0
    for changed, bytes_held, path in sorted(found, key=lambda one: (-one[0], str(one[2]))):
        size += bytes_held
        if size > most and changed < (now - FRESH).timestamp():
            with suppress(OSError):
                path.unlink()
                gone += 1
    return gone


def pruned(folder: Path, now: datetime) -> Path:
    """The folder, below its size."""
    prune(folder, now)
    return folder

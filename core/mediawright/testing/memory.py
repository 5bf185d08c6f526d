"""Where the folders of tests lie: in memory where the system has such a place, since nothing there waits for a disk."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")


def memory_folder(room: int = 0) -> Path | None:
    """Return the folder in memory; None where there is none, it is not ours to write, or less than `room` bytes are free."""
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK):
        return None
    return MEMORY if shutil.disk_usage(MEMORY).free >= room else None


@contextmanager
def quick_folder(folder: Path) -> Iterator[Path]:
    """A folder for hundreds of homes that are thrown away: in memory where there is such a place, else below `folder`."""
    with tempfile.TemporaryDirectory(dir=memory_folder() or folder) as made:
        yield Path(made)

"""Copies that can be made again are removed after a while."""

import time
from contextlib import suppress
from pathlib import Path


def sweep(folder: Path, kept_s: float) -> None:
    """Remove the files two levels below a folder that nothing has used for so many seconds, and folders left empty."""
    for old in folder.glob("*/*") if folder.is_dir() else ():
        with suppress(OSError):
            if old.stat().st_mtime + kept_s < time.time():
                old.unlink()
                old.parent.rmdir()

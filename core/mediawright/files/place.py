"""A finished file gets its name: never over another file, never twice for the same bytes."""

import os
import shutil
from pathlib import Path

from mediawright.files.atomic import sync_folder
from mediawright.files.probe import sha256_of
from mediawright.os_errors import disk_faults
from mediawright.types.errors import LocalFault
from mediawright.types.message import Message

MOST_NAMES = 10_000


def place(fresh: Path, folder: Path, stem: str, ending: str, sha256: str) -> Path:
    """Move `fresh` to `folder/stem + ending`, else `stem-2` … The same bytes under such a name: that file, and `fresh` goes.

    Atomic: two processes never take one name. Raises LocalFault.
    """
    with disk_faults():
        for number in range(1, MOST_NAMES):
            target = folder / (f"{stem}-{number}{ending}" if number > 1 else f"{stem}{ending}")
            if _taken(fresh, target):
                sync_folder(folder)
                return target
            if is_same(target, sha256, fresh.stat().st_size):
                fresh.unlink()
                return target
    raise LocalFault(Message("error.cannot_write"))


def is_same(path: Path, sha256: str, size: int) -> bool:
    """Is this a plain file with exactly these bytes?"""
    try:
        return not path.is_symlink() and path.is_file() and path.stat().st_size == size and sha256_of(path) == sha256
    except OSError:
        return False


def bring_near(source: Path, target: Path) -> None:
    """Move a file to another folder, across disks where need be. Raises LocalFault."""
    with disk_faults():
        shutil.move(source, target)
        with target.open("rb") as file:
            os.fsync(file.fileno())


def _taken(fresh: Path, target: Path) -> bool:
    """Rename without replacing. False: the name is in use."""
    try:
        os.link(fresh, target)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        return _reserved(fresh, target)
    fresh.unlink()
    return True


def _reserved(fresh: Path, target: Path) -> bool:
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        return False
    fresh.replace(target)
    return True

"""Work folders go when their job is over. Cut at any point, a removal is finished by the next sweep."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from mediawright.types.dataclass import dataclass

#: a folder that no job is known for stays so long
UNKNOWN = timedelta(days=30)
#: may the folder of this job go? None: no such job
Over = Callable[[str], bool | None]


@dataclass(frozen=True, slots=True)
class Swept:
    """How many folders went, and how many bytes were in them."""

    folders: int = 0
    size: int = 0


def clear(folder: Path) -> bool:
    """Remove a folder with all in it. Links are removed, never followed; what resists stays. True: nothing is left."""
    if folder.is_symlink():
        return _unlinked(folder)
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def sweep(root: Path, over: Over, now: datetime) -> Swept:
    """Remove what is left in the folder of the work folders: of jobs that are over, and of unknown ones that are old."""
    folders = size = 0
    for folder in _entries(root):
        known = over(folder.name)
        if known or (known is None and now - _changed(folder, now) > UNKNOWN):
            held = _size(folder)
            if clear(folder):
                folders, size = folders + 1, size + held
    return Swept(folders, size)


def _entries(root: Path) -> list[Path]:
    try:
        return sorted(path for path in root.iterdir() if path.is_dir() or path.is_symlink())
    except OSError:
        return []


def _changed(folder: Path, now: datetime) -> datetime:
    try:
        return datetime.fromtimestamp(folder.lstat().st_mtime, now.tzinfo)
    except OSError:
        return now


def _size(folder: Path) -> int:
    """Bytes of the files in it, links not followed."""
    if folder.is_symlink():
        return 0
    total = 0
    for path in folder.rglob("*"):
        try:
            total += 0 if path.is_symlink() or path.is_dir() else path.lstat().st_size
        except OSError:
            continue
    return total


def _unlinked(link: Path) -> bool:
    try:
        link.unlink()
    except OSError:
        return False
    return True

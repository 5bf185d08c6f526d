"""Can results be kept in a folder? Known before anything is spent."""

import os
from pathlib import Path

from mediawright.types.errors import LocalFault
from mediawright.types.message import Message


def check_folder(folder: Path, start: Path) -> None:
    """Raises LocalFault naming the folder where no file can be made in it. Makes nothing.

    `start` is the working folder: one that was removed is not made again behind a person's back.
    """
    if folder.is_relative_to(start) and not start.is_dir():
        raise LocalFault(Message("error.no_folder", {"folder": str(start)}), data={"folder": str(start)})
    nearest = next(path for path in (folder, *folder.parents) if os.path.lexists(path) or path == path.parent)
    if not (nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)):
        raise LocalFault(Message("error.folder_not_writable", {"folder": str(folder)}), data={"folder": str(folder)})

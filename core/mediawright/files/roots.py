"""The folders that may be read from and written to. Symbolic links are resolved before anything is compared."""

import os
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePath
from typing import Literal

from mediawright.files.reach import Reach
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

#: characters of a name that are shown
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Roots:
    """Resolved, existing or not. `folders[0]` is where relative paths start."""

    folders: tuple[Path, ...]
    reach: Reach = Reach()

    @classmethod
    def of(cls, cwd: Path, *more: Path | str) -> "Roots":
        """The working directory and the folders a person configured; relative ones are below the working directory."""
        first = cwd.resolve()
        return cls((first, *(_resolved(_absolute(first, folder)) for folder in more)))

    def plus(self, more: Iterable[Path]) -> "Roots":
        return Roots((*self.folders, *map(_resolved, more)), self.reach)

    def reading(self, reach: Reach) -> "Roots":
        """The same folders, with media that may be read beyond them."""
        return Roots(self.folders, reach)

    def holds(self, source: str) -> bool:
        """Is this an existing plain file, wherever it lies?"""
        return is_file(source, self.folders[0])

    def resolve(self, source: str | Path, field: str = "media") -> Path:
        """The real path of a source inside one of the folders. Raises InvalidRequest naming `field` where it is outside."""
        path = self._real(source, field)
        if not self._inside(path):
            key = "files.output_outside" if field == "output_dir" else "files.outside_roots"
            folder = path if field == "output_dir" else path.parent
            values = {"file": path.name, "folder": str(folder), "setting": "output_dir"}
            raise InvalidRequest(Problem(field, Message(key, values)))
        return path

    def find_media(self, source: str, field: str) -> tuple[Path, bool]:
        """The real path of an input, and whether it lies inside the folders; outside, only media may be read.

        Raises InvalidRequest naming `field` where it may not be read at all.
        """
        path = self._real(source, field)
        inside = self._inside(path)
        if not inside and not self.reach.holds(path):
            raise InvalidRequest(
                Problem(field, Message("files.outside_roots", {"file": name_in(source), "folder": str(path.parent)}))
            )
        return path, inside

    def _inside(self, path: Path) -> bool:
        return any(path.is_relative_to(folder) for folder in self.folders)

    def _real(self, source: str | Path, field: str) -> Path:
        try:
            path = _as_stored(_absolute(self.folders[0], source)).resolve()
            _look(path)
        except (OSError, RuntimeError, ValueError):
            raise InvalidRequest(Problem(field, Message("files.bad_path"))) from None
        return path


def name_in(source: str | Path) -> str:
    """A file's name as it was given: of a link to another file the link's own, which is the one that the person knows."""
    name = PurePath(source).name or str(source)
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"


_FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")


def working_folder() -> Path:
    """The working folder of this process; where it was removed, the path that it had, which is no folder any more."""
    try:
        return Path.cwd()
    except OSError:
        return Path(os.environ.get("PWD") or "/removed")


def is_file(source: str, start: Path = Path()) -> bool:
    """Is this an existing plain file, wherever it lies? Relative ones start at `start`, the working folder."""
    try:
        return _as_stored(_absolute(start, source)).is_file()
    except (OSError, ValueError):
        return False


def _resolved(folder: Path) -> Path:
    """A folder without its links; one whose links lead nowhere is itself, and holds nothing."""
    try:
        return folder.resolve()
    except (OSError, RuntimeError):
        return folder.absolute()


def _look(path: Path) -> None:
    """Raise OSError for what can be no name on this disk, ValueError; what is not there, or not to be seen, is no matter."""
    with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
        path.lstat()


def _as_stored(path: Path) -> Path:
    """The path as the disk spells it: a letter with its accent is one character to some systems and two to others."""
    for form in _FORMS if not str(path).isascii() and not os.path.lexists(path) else ():
        spelled = Path(unicodedata.normalize(form, str(path)))
        if os.path.lexists(spelled):
            return spelled
    return path


def _absolute(start: Path, source: str | Path) -> Path:
    path = Path(source)
    with suppress(RuntimeError):  # "~" of a user who does not exist is an ordinary name
        path = path.expanduser()
    return start / path

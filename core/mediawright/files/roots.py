"""The folders that may be read from and written to. Symbolic links are resolved before anything is compared."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem


@dataclass(frozen=True, slots=True)
class Roots:
    """Resolved, existing or not. `folders[0]` is where relative paths start."""

    folders: tuple[Path, ...]

    @classmethod
    def of(cls, cwd: Path, *more: Path | str) -> "Roots":
        """The working directory and the folders a person configured; relative ones are below the working directory."""
        first = cwd.resolve()
        return cls((first, *(_absolute(first, folder).resolve() for folder in more)))

    def plus(self, more: Iterable[Path]) -> "Roots":
        return Roots((*self.folders, *(folder.resolve() for folder in more)))

    def holds(self, source: str) -> bool:
        """Is this an existing plain file, wherever it lies?"""
        try:
            return _absolute(self.folders[0], source).is_file()
        except (OSError, ValueError):
            return False

    def resolve(self, source: str | Path, field: str = "media") -> Path:
        """The real path of a source inside one of the folders. Raises InvalidRequest naming `field` where it is outside."""
        try:
            path = _absolute(self.folders[0], source).resolve()
        except (OSError, RuntimeError, ValueError):
            raise InvalidRequest(Problem(field, Message("files.bad_path"))) from None
        if not any(path.is_relative_to(folder) for folder in self.folders):
            raise InvalidRequest(Problem(field, Message("files.outside_roots", {"file": path.name})))
        return path


def _absolute(start: Path, source: str | Path) -> Path:
    path = Path(source)
    with suppress(RuntimeError):  # "~" of a user who does not exist is an ordinary name
        path = path.expanduser()
    return start / path

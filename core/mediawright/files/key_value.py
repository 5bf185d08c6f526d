"""Small values that a provider keeps between two calls: one JSON file, safe with many processes at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from mediawright.files.atomic import read_json, write_json
from mediawright.files.lock import locked


class Kept(Protocol):
    """Key → JSON value of one provider."""

    def get(self, key: str) -> Any: ...

    def set(self, key: str, value: Any) -> None: ...


class KeyValueStore:
    """Key → JSON value in `kept.json` of a folder, which `ensure` makes when something is first written."""

    def __init__(self, folder: Path, ensure: Callable[[Path], Path]) -> None:
        self._folder = folder
        self._ensure = ensure

    def get(self, key: str) -> Any:
        """None where nothing was kept, or the file is broken."""
        return self._all().get(key)

    def set(self, key: str, value: Any) -> None:
        """None forgets the key. Raises LocalFault, TypeError (no JSON)."""
        if value is None and key not in self._all():
            return
        self._ensure(self._folder)
        with locked(self._folder / ".lock"):
            others = {k: v for k, v in self._all().items() if k != key}
            write_json(self._folder / "kept.json", others if value is None else {**others, key: value})

    def _all(self) -> dict[str, Any]:
        found = read_json(self._folder / "kept.json")
        return found if isinstance(found, dict) else {}

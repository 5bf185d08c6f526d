"""Tables that ship as TOML, parsed once per installation: what Python does for its sources, done for data; and for code
that is written at run time.

The parsed form lies beside Python's own compiled files and holds as long as its sources have the same time and size. Where
it cannot be written, or holds what has no short form (a date), the table is simply read each time.
"""

import atexit
import marshal
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.util import cache_from_source
from types import CodeType
from typing import Any

#: part of every file name: another number where the form changes
FORM = 1
#: texts whose code is kept
MOST_CODES = 1000


def table(beside: str, name: str) -> dict[str, Any]:
    """The TOML table `name` in the folder of the module whose `__file__` is given. Raises OSError, TOMLDecodeError."""
    path = os.path.join(os.path.dirname(beside), name)  # noqa: PTH118, PTH120  a path object costs more than the poll
    found: dict[str, Any] = derived("table", (path,), lambda: _parsed(path))
    return found


def derived(label: str, sources: tuple[str, ...], make: Callable[[], Any]) -> Any:
    """What `make` gives, kept until one of the files it hangs on changes (its own module should be one of them).

    Only plain values: numbers, texts, bytes, tuples, lists, dicts, sets. Raises what `make` raises, OSError.
    """
    marks = [(stat.st_mtime_ns, stat.st_size) for stat in map(os.stat, sources)]
    kept = cache_from_source(f"{sources[0]}.{label}{FORM}.py")
    match _kept(kept):
        case (then, value) if then == marks:
            return value
    value = make()
    if not sys.dont_write_bytecode:
        _keep(kept, (marks, value))
    return value


class Compiled:
    """Code of texts that are written at run time, kept beside the compiled file of the module that writes them.

    A text says all there is to its code, so nothing here goes stale. What is new is kept when the process ends.
    """

    def __init__(self, module: str) -> None:
        self._path = cache_from_source(f"{module}.codes{FORM}.py")
        self._known: dict[str, CodeType] | None = None
        self._fresh: dict[str, CodeType] = {}

    def code(self, text: str) -> CodeType:
        """Raises SyntaxError."""
        if self._known is None:
            self._known = self._read()
        found = self._known.get(text) or self._fresh.get(text)
        if found is None:
            found = compile(text, "<made>", "exec")
            if not self._fresh and not sys.dont_write_bytecode:
                atexit.register(self.keep)
            self._fresh[text] = found
        return found

    def _read(self) -> dict[str, CodeType]:
        found = _kept(self._path)
        return found if isinstance(found, dict) else {}

    def keep(self) -> None:
        """Together with what other processes have kept meanwhile; begun anew where it has become too much."""
        known = self._read()
        _keep(self._path, self._fresh if len(known) > MOST_CODES else known | self._fresh)


def _kept(path: str) -> Any:
    """What was kept there; None where nothing is, or nothing that can be read."""
    with suppress(OSError, ValueError, EOFError, TypeError), open(path, "rb") as file:  # noqa: PTH123
        return marshal.loads(file.read())
    return None


def _keep(path: str, value: Any) -> None:
    """Whole or not at all, whoever else writes at the same time."""
    fresh = f"{path}.{os.getpid()}"
    with suppress(OSError, ValueError):
        packed = marshal.dumps(value)
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(fresh, "wb") as file:  # noqa: PTH123
            file.write(packed)
        os.replace(fresh, path)  # noqa: PTH105


def _parsed(path: str) -> dict[str, Any]:
    import tomllib

    with open(path, "rb") as file:  # noqa: PTH123
        return tomllib.load(file)

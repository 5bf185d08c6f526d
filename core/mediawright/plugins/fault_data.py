"""Where a fault of a plugin happened: for its author, in `--json`, without secrets."""

import sysconfig
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: characters of an error's text that are kept
LONGEST = 500
#: folders whose lines say nothing to the author of a plugin: this package, and Python's own library
_NOT_THEIRS = (str(Path(__file__).parents[1]), sysconfig.get_path("stdlib"))
_RUNTIME = ("builtins", "asyncio")


def is_fault(error: BaseException) -> bool:
    """Is this a plugin's own doing, a wish to end the whole program included? Not an interrupt or a cancelled task."""
    return isinstance(error, (Exception, SystemExit)) or type(error).__module__.partition(".")[0] not in _RUNTIME


def fault_data(plugin: str, hook: str, error: BaseException, redact: Callable[[str], str] | None) -> dict[str, Any]:
    """Plugin, hook, kind and text of the error, and the file and line: the innermost that is neither ours nor Python's."""
    frames = traceback.extract_tb(error.__traceback__)
    text = str(error)[:LONGEST]
    found: dict[str, Any] = {
        "plugin": plugin,
        "hook": hook,
        "error": type(error).__name__,
        "text": redact(text) if redact else text,
    }
    if frames:
        place = next((frame for frame in reversed(frames) if not frame.filename.startswith(_NOT_THEIRS)), frames[-1])
        found |= {"file": place.filename, "line": place.lineno}
    return found

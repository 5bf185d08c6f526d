"""Where a fault of a plugin happened: for its author, in `--json`, without secrets."""

import traceback
from collections.abc import Callable
from typing import Any

#: characters of an error's text that are kept
LONGEST = 500
_RUNTIME = ("builtins", "asyncio")


def is_fault(error: BaseException) -> bool:
    """Is this a plugin's own doing, a wish to end the whole program included? Not an interrupt or a cancelled task."""
    return isinstance(error, (Exception, SystemExit)) or type(error).__module__.partition(".")[0] not in _RUNTIME


def fault_data(plugin: str, hook: str, error: BaseException, redact: Callable[[str], str] | None) -> dict[str, Any]:
    """Plugin, hook, kind and text of the error, and the file and line in which it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    text = str(error)[:LONGEST]
    found: dict[str, Any] = {
        "plugin": plugin,
        "hook": hook,
        "error": type(error).__name__,
        "text": redact(text) if redact else text,
    }
    if frames:
        found |= {"file": frames[-1].filename, "line": frames[-1].lineno}
    return found

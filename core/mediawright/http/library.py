"""The client library, loaded at the first call."""

import importlib
import sys
from types import ModuleType


def library() -> ModuleType:
    """Without its own command line, which alone would load three more libraries."""
    if "httpx" not in sys.modules:
        sys.modules["httpx._main"] = None  # type: ignore[assignment]  # as if its extra were not installed
        try:
            importlib.import_module("httpx")
        finally:
            del sys.modules["httpx._main"]
    return sys.modules["httpx"]

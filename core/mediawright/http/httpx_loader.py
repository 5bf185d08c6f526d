"""The client library, loaded at the first call."""

import importlib
import sys
from importlib.util import find_spec
from types import ModuleType

#: what the library tries to import at every single call
ASKED_FOR = ("sniffio", "trio")


def library() -> ModuleType:
    """Without its own command line, which alone would load three more libraries. Raises ImportError."""
    if "httpx" not in sys.modules:
        sys.modules["httpx._main"] = None  # type: ignore[assignment]  # as if its extra were not installed
        try:
            importlib.import_module("httpx")
        finally:
            del sys.modules["httpx._main"]
        for name in ASKED_FOR:
            if find_spec(name) is None:
                sys.modules[name] = None  # type: ignore[assignment]  # a quick no instead of a search of the disk
    return sys.modules["httpx"]

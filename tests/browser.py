"""The browser that some tests drive: the system's own Chromium, else the one that `make browser` put beside Python."""

import os
import shutil
import sys
from pathlib import Path

#: why such a test is skipped
MISSING = "no Chromium on this system: make browser"
_PLACES = os.pathsep.join((os.environ.get("PATH", os.defpath), str(Path(sys.prefix) / "bin")))


def chromium() -> str | None:
    """Where it is; None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name, path=_PLACES)) is not None), None)


CHROMIUM = chromium()

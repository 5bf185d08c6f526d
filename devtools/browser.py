"""Put a Chromium beside this Python for the tests that drive a browser, where the system has none: `make browser`."""

import os
import subprocess
import sys
from pathlib import Path

from tests.browser import CHROMIUM


def main() -> int:
    """Fetch it with playwright, its system libraries too where this is the superuser. 0 where there is one at the end."""
    if CHROMIUM is not None:
        sys.stdout.write(f"{CHROMIUM}\n")
        return 0
    from playwright.sync_api import sync_playwright

    fetch = (sys.executable, "-m", "playwright", "install")
    ways = [(*fetch, "--with-deps", "chromium")] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    # system libraries come along where playwright knows the system's packages and may install them
    if all(subprocess.run(way, check=False).returncode for way in (*ways, (*fetch, "chromium"))):
        return 1
    with sync_playwright() as play:
        fetched = Path(play.chromium.executable_path)
    place = Path(sys.prefix) / "bin" / "chromium"
    place.unlink(missing_ok=True)
    place.symlink_to(fetched)
    sys.stdout.write(f"{place}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

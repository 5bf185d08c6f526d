"""Put a Chromium beside this Python for the tests that drive a browser, where the system has none: `make browser`."""

import os
import platform
import subprocess
import sys
from pathlib import Path

from tests.browser import chromium

#: Debian's own, with letters for Chinese pages
APT = (("apt-get", "update", "-qq"), ("apt-get", "install", "-qq", "--yes", "chromium", "fonts-noto-cjk"))


def main() -> int:
    """Install the system's, where this is Debian's superuser, else fetch playwright's. 0 where there is one at the end."""
    superuser = hasattr(os, "geteuid") and os.geteuid() == 0
    if chromium() is None and superuser and _distribution() == "debian":
        all(subprocess.run(step, check=False).returncode == 0 for step in APT)
    if found := chromium():
        sys.stdout.write(f"{found}\n")
        return 0
    return _fetch(superuser)


def _distribution() -> str:
    try:
        return platform.freedesktop_os_release()["ID"]
    except OSError:
        return ""


def _fetch(superuser: bool) -> int:
    from playwright.sync_api import sync_playwright

    fetch = (sys.executable, "-m", "playwright", "install")
    ways = [(*fetch, "--with-deps", "chromium")] if superuser else []
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

"""This machine's own file manager, where there is a desktop that a person can see."""

import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path


def file_manager(environ: Mapping[str, str]) -> Callable[[Path], None] | None:
    """What shows a file in its folder; None on a machine without a desktop."""
    if sys.platform not in ("darwin", "win32"):
        seen = environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")
        if not seen or shutil.which("xdg-open", path=environ.get("PATH")) is None:
            return None
    return show


def show(path: Path) -> None:
    """Open the folder of a file, with the file marked where the system can."""
    import typer

    typer.launch(str(path), locate=True)

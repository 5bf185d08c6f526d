"""The console script. `--version` is answered before anything else is imported."""

import gc
import io
import os
import sys


def main() -> None:
    """Run the command line with this process's arguments."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from mediawright import __version__

        sys.stdout.write(f"mediawright {__version__}\n")
        return
    _streams()
    gc.disable()  # nothing that is being loaded is garbage; whatever runs for long calls `settle`
    try:
        from mediawright.cli.app import run
        from mediawright.cli.spellings import normalise

        run(normalise([_text(argument) for argument in arguments]))
    finally:
        gc.freeze()  # and at the end nothing needs to be looked through


def _streams() -> None:
    """Real characters on every console: a code page that lacks one shows a stand-in, never a crash. A stream that is
    closed swallows what is written."""
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.BytesIO())
    if sys.stderr is None:
        sys.stderr = io.TextIOWrapper(io.BytesIO())
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def _text(argument: str) -> str:
    """An argument as UTF-8, also where the locale knows no such thing."""
    if argument.isascii() or not any("\udc80" <= character <= "\udcff" for character in argument):
        return argument
    return os.fsencode(argument).decode("utf-8", "surrogateescape")

"""The console script. `--version` is answered before anything else is imported."""

import gc
import sys


def main() -> None:
    """Run the command line with this process's arguments."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from mediawright import __version__

        sys.stdout.write(f"mediawright {__version__}\n")
        return
    for stream in (sys.stdout, sys.stderr):
        # real characters on every console: a code page that lacks one shows a stand-in, never a crash
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    gc.disable()  # nothing that is being loaded is garbage; whatever runs for long calls `settle`
    try:
        from mediawright.cli.app import run
        from mediawright.cli.spellings import normalise

        run(normalise(arguments))
    finally:
        gc.freeze()  # and at the end nothing needs to be looked through

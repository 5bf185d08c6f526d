"""The console script. `--version` is answered before anything else is imported."""

import gc
import os
import sys

from mediawright.cli.streams import honest, keep_writing


def main() -> None:
    """Run the command line with this process's arguments. What cannot be written stops no work."""
    keep_writing()
    try:
        _run(sys.argv[1:])
        code: object = 0
    except SystemExit as leaving:
        code = leaving.code
    except KeyboardInterrupt:  # before there is anything to tell, or from a server that ended well
        code = 130
    raise SystemExit(honest(code))


def _run(arguments: list[str]) -> None:
    if arguments == ["--version"]:
        from mediawright import __version__

        sys.stdout.write(f"mediawright {__version__}\n")
        return
    gc.disable()  # nothing that is being loaded is garbage; whatever runs for long calls `settle`
    try:
        from mediawright.cli.app import run
        from mediawright.commands.aliases import normalise

        run(normalise([_text(argument) for argument in arguments]))
    finally:
        gc.freeze()  # and at the end nothing needs to be looked through


def _text(argument: str) -> str:
    """An argument as UTF-8, also where the locale knows no such thing."""
    if argument.isascii() or not any("\udc80" <= character <= "\udcff" for character in argument):
        return argument
    return os.fsencode(argument).decode("utf-8", "surrogateescape")

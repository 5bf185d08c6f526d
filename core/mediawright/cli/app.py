"""The way into one command line."""

from collections.abc import Sequence
from typing import Any


def build() -> Any:
    """The whole command line as one command object of the parser's library."""
    from mediawright.cli import parser

    return parser.build()


def run(arguments: Sequence[str]) -> None:
    """Run one command line and leave: read at once where it is spelled plainly, else by the whole parser."""
    from mediawright.cli.errors import told
    from mediawright.cli.fast_parser import read

    with told(arguments):
        if not all(argument.isascii() for argument in arguments):
            from mediawright.cli.words_in import check_arguments

            check_arguments(arguments)
        call = read(arguments)
        if call is not None:
            call.command.handler(**call.values)
            return
        from mediawright.cli import parser

        parser.run(arguments)

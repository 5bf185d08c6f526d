"""The way into one command: a command line, or an action that needs no line."""

from collections.abc import Mapping, Sequence
from typing import Any

from mediawright.commands.action import Action


def build() -> Any:
    """The whole command line as one command object of the parser's library."""
    from mediawright.cli import parser

    return parser.build()


def run(arguments: Sequence[str]) -> None:
    """Run one command line and leave: read at once where it is spelled plainly, else by the whole parser."""
    from mediawright.cli.errors import told, told_in
    from mediawright.cli.fast_parser import read

    with told(told_in(arguments)):
        if not all(argument.isascii() for argument in arguments):
            from mediawright.cli.words_in import check_arguments

            check_arguments(arguments)
        call = read(arguments)
        if call is not None:
            call.command.handler(**call.values)
            return
        from mediawright.cli import parser

        parser.run(arguments)


def perform(action: Action, how: Mapping[str, Any]) -> None:
    """Run an action and leave, with those values of `how` that its command takes."""
    from mediawright.cli.errors import told
    from mediawright.commands.registry import command_of

    command = command_of(action.command)
    taken = {flag.name for flag in command.flags}
    given = {name: value for name, value in how.items() if name in taken}
    lists = {flag.name for flag in command.flags if flag.kind == "list"}
    given |= {name: [value] for name, value in given.items() if name in lists and isinstance(value, str)}
    values = command.values({**action.values, **given})
    with told(values):
        command.handler(**values)

"""A command line read by the real parser without running it, as an action: for tests of what is printed."""

import shlex
from collections.abc import Sequence
from typing import Any

from mediawright.cli.parser import PARSER_ERROR, build, problem_of
from mediawright.commands.action import PROGRAM, Action
from mediawright.commands.aliases import normalise
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem


def action_in(line: str) -> Action:
    """The action that a printed line does. Raises InvalidRequest where the parser refuses."""
    program, *words = shlex.split(line)
    assert program == PROGRAM, line
    return action_of(words)


def action_of(words: Sequence[str]) -> Action:
    """The same for the words after the program's name."""
    command, rest = build(), normalise(words)
    path: list[str] = []
    try:
        while hasattr(command, "list_commands"):
            found = command.get_command(None, rest[0]) if rest else None
            if found is None:
                return _group(path, rest)
            path.append(rest[0])
            command, rest = found, rest[1:]
        context = command.make_context(" ".join(path), list(rest))
    except PARSER_ERROR as error:
        raise InvalidRequest(problem_of(error)) from None
    said = (name for name in context.params if _source(context, name) == "COMMANDLINE")
    return Action.of(*path, **{name: context.params[name] for name in said})


def _group(path: list[str], rest: list[str]) -> Action:
    """A name of several commands, alone; anything after it is no command of ours."""
    if rest:
        reason = " ".join([*path, rest[0]])
        raise InvalidRequest(Problem("command", Message("cli.usage", {"reason": reason})))
    return Action.of(*path)


def _source(context: Any, name: str) -> str:
    return str(context.get_parameter_source(name).name)

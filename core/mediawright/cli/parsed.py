"""A command line read by the real parser without running it: the same words mean the same everywhere."""

from collections.abc import Sequence
from typing import Any

from mediawright.commands.aliases import normalise
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem


def parsed(words: Sequence[str]) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The command's own words, and its values by flag name. `words` without the program's name.

    Raises InvalidRequest where the parser refuses.
    """
    from mediawright.cli.parser import PARSER_ERROR, build, problem_of

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
    return tuple(path), {name: context.params[name] for name in said}


def _group(path: list[str], rest: list[str]) -> tuple[tuple[str, ...], dict[str, Any]]:
    """A name of several commands, alone; anything after it is no command of ours."""
    if rest:
        reason = " ".join([*path, rest[0]])
        raise InvalidRequest(Problem("command", Message("cli.usage", {"reason": reason})))
    return tuple(path), {}


def _source(context: Any, name: str) -> str:
    return str(context.get_parameter_source(name).name)

"""A command line that is spelled plainly, read from the commands' own data, without the parser's library.

That library takes as long to import as the rest of a short command. It still has the last word: whatever is not plain
(help, completion, an unknown or abbreviated flag, a value that looks like a flag, too few words or too many) is left to it.
"""

import os
from collections.abc import Sequence
from typing import Any

from mediawright.commands.flags import App, Command, Flag
from mediawright.commands.registry import COMMANDS, load
from mediawright.types.dataclass import dataclass

#: set by a shell that asks for completions
COMPLETING = "_MEDIAWRIGHT_COMPLETE"


@dataclass(frozen=True, slots=True)
class Call:
    """A command with a value for each of its flags and arguments."""

    command: Command
    values: dict[str, Any]


class NotPlain(Exception):
    """The parser's library must read this."""


def read(arguments: Sequence[str]) -> Call | None:
    """The call that these words spell; None where they are not plain."""
    if not arguments or arguments[0] not in COMMANDS or COMPLETING in os.environ:
        return None
    return of_app(load(arguments[0]), arguments[1:])


def of_app(app: App, words: Sequence[str]) -> Call | None:
    """The same for the words after the command's name."""
    command, rest = next(iter(app.commands.values())), list(words)
    if app.group:
        found = app.commands.get(rest.pop(0)) if rest else None
        if found is None:
            return None
        command = found
    try:
        return Call(command, _values(command, rest))
    except NotPlain:
        return None


def _values(command: Command, words: list[str]) -> dict[str, Any]:
    spelled = {spelling: flag for flag in command.flags for spelling in _spellings(flag)}
    values: dict[str, Any] = {}
    bare: list[str] = []
    rest = iter(words)
    for word in rest:
        if not word.startswith("-"):
            bare.append(word)
            continue
        name, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
        flag = spelled.get(name)
        if flag is None or (equals and flag.kind in ("mark", "switch")):
            raise NotPlain
        if flag.kind in ("mark", "switch"):
            values[flag.name] = not name.startswith("--no-")
            continue
        text = value if equals else _next(rest)
        values[flag.name] = text if flag.kind == "text" else [*values.get(flag.name, ()), text]
    return command.values(values | _arguments(command.arguments, bare))


def _spellings(flag: Flag) -> tuple[str, ...]:
    if flag.kind == "switch":
        return (flag.spelling, f"--no-{flag.spelling[2:]}")
    return (flag.spelling, *flag.also)


def _next(rest: Any) -> str:
    """The word that is a flag's value."""
    word = next(rest, "-")
    if word.startswith("-"):
        raise NotPlain
    return str(word)


def _arguments(names: tuple[str, ...], bare: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in names:
        if name.endswith("*"):
            values[name[:-1]], bare = bare or None, []
        elif bare:
            values[name.rstrip("?")], bare = bare[0], bare[1:]
        elif not name.endswith("?"):
            raise NotPlain
    if bare:
        raise NotPlain
    return values

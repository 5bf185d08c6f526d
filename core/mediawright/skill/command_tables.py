"""The command line as data: every command with its settings, read from the parser itself."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from mediawright.cli.app import build
from mediawright.commands.flags import COMMON, SPENDING
from mediawright.commands.registry import COMMANDS
from mediawright.present.catalog import has, render
from mediawright.skill.template import rows, table
from mediawright.types.message import Message

#: said once for all commands
SHARED = frozenset(flag.name for flag in COMMON)
SPENT = frozenset(flag.name for flag in SPENDING)
#: for developers of the project and of providers
INSIDE = frozenset({"simulate", "skill"})


@cache
def commands() -> Mapping[str, Any]:
    """Every command of the core by its full name, in the order of the help. Built once: a parser is slow to make."""
    root = build()
    named = (leaf for name in COMMANDS if name not in INSIDE for leaf in _leaves(name, root.get_command(None, name)))
    return MappingProxyType(dict(named))


def _leaves(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if not inner:
        yield name, command
        return
    for word, child in inner.items():
        yield from _leaves(f"{name} {word}", child)


def spending_rows() -> str:
    """The settings of whatever may spend or wait, in English whatever the terminal speaks."""
    command = commands()["do"]
    found = [_row(item) for item in command.params if item.name in SPENT]
    return table(("setting", "for"), found)


def sections() -> str:
    """One part per command."""
    return "\n\n".join(_section(name, command) for name, command in commands().items())


def _section(name: str, command: Any) -> str:
    wanted = [item for item in command.params if item.param_type_name == "argument"]
    usage = " ".join(["mediawright", name, *(_argument(item) for item in wanted)])
    options = [item for item in command.params if item.param_type_name == "option" and not _hidden(item)]
    spends = SPENT.issubset(item.name for item in options)
    own = [item for item in options if not (spends and item.name in SPENT)]
    parts = [f"## {usage}", _sentence(name, spends)]
    if wanted or own:
        parts.append(table(("setting", "for"), [_row(item) for item in (*wanted, *own)]))
    return "\n\n".join(part for part in parts if part)


def _hidden(item: Any) -> bool:
    return bool(getattr(item, "hidden", False)) or item.name in SHARED or item.name.endswith("_completion")


def _sentence(name: str, spends: bool) -> str:
    key = f"help.command.{name}"
    said = render(Message(key), "en") + "." if has(key) else ""
    return " ".join(part for part in (said, "May spend or wait." if spends else "") if part)


def _argument(item: Any) -> str:
    word = item.name.upper()
    return word if item.required else f"[{word}]"


def _row(item: Any) -> tuple[str, str]:
    if item.param_type_name == "argument":
        return f"`{item.name.upper()}`", render(Message(f"help.argument.{item.name}"), "en")
    spelled = ", ".join(f"`{word}`" for word in (*item.opts, *item.secondary_opts))
    return spelled, render(Message(f"help.flag.{item.name}"), "en")


def flag_rows(names: dict[str, str]) -> str:
    """The given settings of the generating commands: setting, what it is for, what is taken."""
    found = {item.name: item for name in ("video", "image", "audio make") for item in commands()[name].params}
    return rows((*_row(found[name]), values) for name, values in names.items() if name in found)

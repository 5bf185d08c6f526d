"""The commands by name, each in a file of its own, imported only when it is called."""

import importlib
from typing import cast

from mediawright.commands.flags import App, Command

#: command → the module below `mediawright.cli` that has its `app`; the help sentence is `help.command.<name>`
COMMANDS = {
    "do": "do",
    "route": "route",
    "video": "video",
    "image": "image",
    "audio": "audio",
    "element": "element",
    "edit": "edit",
    "prompt": "prompt",
    "batch": "batch",
    "compare": "compare",
    "film": "film",
    "cast": "cast",
    "assets": "assets",
    "confirm": "confirm",
    "revise": "revise",
    "again": "again",
    "use": "use",
    "jobs": "jobs",
    "threads": "threads",
    "account": "account",
    "spending": "spending",
    "auth": "auth",
    "policy": "policy",
    "people": "people",
    "models": "models",
    "providers": "providers",
    "plugins": "plugins",
    "plugin": "plugin",
    "config": "config",
    "ledger": "ledger",
    "skill": "skill",
    "mcp": "mcp",
    "board": "board",
    "worker": "worker",
    "fleet": "fleet",
    "simulate": "simulate",
    "doctor": "doctor",
    "demo": "demo",
}


def load(name: str) -> App:
    """The commands of one name, imported now."""
    module = importlib.import_module(f"mediawright.cli.{COMMANDS[name].replace('-', '_')}")
    return cast(App, module.app)


def command_of(path: tuple[str, ...]) -> Command:
    """The command of these words, imported now. Raises KeyError."""
    return load(path[0]).commands[path[1] if path[1:] else None]

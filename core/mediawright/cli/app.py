"""The commands by name, each in a file of its own, imported only when it is called; and the way into one."""

import importlib
from collections.abc import Sequence
from typing import Any, cast

from mediawright.cli.flags import App

#: command → the module below `mediawright.cli` that has its `app`; the help sentence is `help.command.<name>`
COMMANDS = {
    "do": "do",
    "route": "route",
    "video": "video",
    "image": "image",
    "element": "element",
    "edit": "edit",
    "prompt": "prompt",
    "batch": "batch",
    "confirm": "confirm",
    "jobs": "jobs",
    "account": "account",
    "auth": "auth",
    "policy": "policy",
    "models": "models",
    "providers": "providers",
    "plugins": "plugins",
    "plugin": "plugin",
    "config": "config",
    "skill": "skill",
    "mcp": "mcp",
    "simulate": "simulate",
    "doctor": "doctor",
    "demo": "demo",
}


def load(name: str) -> App:
    """The commands of one name, imported now."""
    module = importlib.import_module(f"mediawright.cli.{COMMANDS[name].replace('-', '_')}")
    return cast(App, module.app)


def build() -> Any:
    """The whole command line as one command object of the parser's library."""
    from mediawright.cli import parser

    return parser.build()


def run(arguments: Sequence[str]) -> None:
    """Run one command line and leave: read at once where it is spelled plainly, else by the whole parser."""
    from mediawright.cli.plainly import read
    from mediawright.cli.refusals import told

    with told(arguments):
        call = read(arguments)
        if call is not None:
            call.command.handler(**call.values)
            return
        from mediawright.cli import parser

        parser.run(arguments)

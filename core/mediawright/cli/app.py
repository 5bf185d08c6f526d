"""The typer app: every command in a file of its own, imported only when it is called."""

import importlib
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from mediawright.cli.words import help_of

#: command → the module below `mediawright.cli` that has its `app`; the help sentence is `help.command.<name>`
COMMANDS = {
    "do": "do",
    "route": "route",
    "video": "video",
    "image": "image",
    "element": "element",
    "edit": "edit",
    "confirm": "confirm",
    "jobs": "jobs",
    "account": "account",
    "auth": "auth",
    "policy": "policy",
    "models": "models",
    "providers": "providers",
    "plugins": "plugins",
    "config": "config",
    "skill": "skill",
    "simulate": "simulate",
    "doctor": "doctor",
    "demo": "demo",
}


class Lazy(TyperGroup):
    """A group that imports a command when it is named. A provider's own commands appear under its name."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*COMMANDS, *_provider_groups()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in COMMANDS:
            module = importlib.import_module(f"mediawright.cli.{COMMANDS[cmd_name].replace('-', '_')}")
            return _named(module.app, cmd_name)
        return _provider_command(cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list of commands without importing any of them."""
        rows = [(name, help_of(f"help.command.{name}")) for name in COMMANDS]
        with formatter.section(help_of("help.commands")):
            formatter.write_dl(rows)


def _named(app: typer.Typer, name: str) -> Any:
    made = typer.main.get_command(app)
    made.name = name
    made.help = help_of(f"help.command.{name}")
    return made


def _provider_groups() -> list[str]:
    from mediawright.cli.extras import with_commands

    return with_commands()


def _provider_command(name: str) -> Any:
    from mediawright.cli.extras import command_of

    made = command_of(name)
    return None if made is None else _named_plain(made, name)


def _named_plain(app: typer.Typer, name: str) -> Any:
    made = typer.main.get_command(app)
    made.name = name
    return made


def build() -> Any:
    """The whole command line as one command object."""
    app = typer.Typer(
        cls=Lazy, no_args_is_help=True, add_completion=True, rich_markup_mode=None, pretty_exceptions_enable=False
    )

    @app.callback()
    def main(version: bool = typer.Option(False, "--version", help=help_of("help.flag.version"))) -> None:
        if version:
            from mediawright import __version__
            from mediawright.cli.face import print_line

            print_line(f"mediawright {__version__}")
            raise typer.Exit

    command = typer.main.get_command(app)
    command.help = help_of("help.mediawright")
    command.epilog = help_of("help.exits")
    return command


def run(arguments: Sequence[str]) -> None:
    """Parse and run; what the parser refuses is told in the person's language."""
    from mediawright.cli.refusals import told

    with told(arguments):
        build().main(args=list(arguments), prog_name="mediawright", standalone_mode=False)

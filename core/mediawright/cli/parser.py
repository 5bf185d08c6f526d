"""The whole command line as typer has it: help, completion, and a refusal for what is spelled wrong."""

import inspect
import re
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from mediawright.cli.console import print_line
from mediawright.cli.help_text import help_of
from mediawright.cli.typer_factory import new_typer
from mediawright.commands.flags import App, Command, Flag
from mediawright.commands.registry import COMMANDS, load
from mediawright.types.errors import ExitCode, InvalidRequest
from mediawright.types.message import Message, Problem

#: typer does not name the root of its parser's errors; every version's BadParameter descends from it
PARSER_ERROR: type[Exception] = typer.BadParameter.__mro__[2]
TYPES: dict[str, Any] = {"text": str | None, "list": list[str] | None, "switch": bool | None, "mark": bool}


class Lazy(TyperGroup):
    """A group that imports a command when it is named. A provider's own commands appear under its name."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command. How it ends stays how it ends: outside its own mode the parser's library makes an exit code a
        value that is returned, and an interrupt such an exit code."""
        try:
            return super().invoke(ctx)
        except typer.Exit as leaving:
            raise SystemExit(leaving.exit_code) from None
        except KeyboardInterrupt:
            raise SystemExit(int(ExitCode.INTERRUPTED)) from None

    def list_commands(self, ctx: Any) -> list[str]:
        return [*COMMANDS, *_provider_groups()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in COMMANDS:
            return _named(typer_app(load(cmd_name), cmd_name), cmd_name, help_of(f"help.command.{cmd_name}"))
        return _provider_command(cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list of commands without importing any of them."""
        rows = [(name, help_of(f"help.command.{name}")) for name in COMMANDS]
        with formatter.section(help_of("help.commands")):
            formatter.write_dl(rows)


def typer_command(app: typer.Typer) -> Any:
    """An app as the command object that parses and runs."""
    return typer.main.get_command(app)


def _named(app: typer.Typer, name: str, help: str | None = None) -> Any:
    made = typer_command(app)
    made.name = name
    made.help = help or made.help
    return made


def _provider_groups() -> list[str]:
    from mediawright.cli.plugin_commands import with_commands

    return with_commands()


def _provider_command(name: str) -> Any:
    from mediawright.cli.plugin_commands import command_of

    made = command_of(name)
    return None if made is None else _named(made, name)


def build() -> Any:
    """The whole command line as one command object."""
    app = typer.Typer(
        cls=Lazy, no_args_is_help=True, add_completion=True, rich_markup_mode=None, pretty_exceptions_enable=False
    )

    @app.callback()
    def main(version: bool = typer.Option(False, "--version", help=help_of("help.flag.version"))) -> None:
        if version:
            from mediawright import __version__

            print_line(f"mediawright {__version__}")
            raise typer.Exit

    command = typer.main.get_command(app)
    command.help = help_of("help.mediawright")
    command.epilog = help_of("help.exits")
    return command


def run(arguments: Sequence[str]) -> None:
    """Parse and run. Raises InvalidRequest for what the parser refuses, SystemExit."""
    try:
        build().main(args=list(arguments), prog_name="mediawright", standalone_mode=False)
    except typer.Exit as leaving:
        raise SystemExit(leaving.exit_code) from None
    except typer.Abort:
        raise SystemExit(int(ExitCode.INTERRUPTED)) from None
    except PARSER_ERROR as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            print_line(str(error), stream=sys.stderr)
            raise SystemExit(int(ExitCode.INVALID)) from None
        raise InvalidRequest(problem_of(error)) from None


def problem_of(error: Any) -> Problem:
    """A parser's exception as a problem of ours."""
    option = getattr(error, "option_name", None)
    known = tuple(getattr(error, "possibilities", None) or ())
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return Problem(str(option), Message("cli.no_such_option", {"option": option}), allowed=known)
    if kind == "BadOptionUsage":
        return Problem(str(option), Message("cli.option_needs_value", {"option": option}))
    if kind == "MissingParameter":
        parameter = getattr(error, "param", None)
        name = getattr(parameter, "name", None) or str(getattr(error, "param_hint", "?"))
        return Problem(name, Message("cli.missing", {"name": name}))
    unknown = re.fullmatch(r"No such command '(.*)'\..*", error.format_message(), re.DOTALL)
    if unknown:
        return Problem("command", Message("cli.no_such_command", {"name": unknown[1][:40]}))
    return Problem("command", Message("cli.usage", {"reason": str(error.format_message())}))


def typer_app(app: App, group: str | None = None) -> typer.Typer:
    """The commands of one file as typer takes them; `group` is the word before their names."""
    made = new_typer(group=app.group)
    if app.group:
        made.callback()(_group)  # a group of one is a group, too
    for name, command in app.commands.items():
        told = help_of(f"help.command.{group}.{name}") if app.group and group else None
        made.command(name, help=told)(_function(command))
    return made


def _group() -> None:
    """Only a place for commands."""


def _function(command: Command) -> Any:
    """A function with the signature that typer reads."""

    def run(**values: Any) -> None:
        command.handler(**values)

    parameters = [_argument(name) for name in command.arguments] + [_option(flag) for flag in command.flags]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    run.__doc__ = command.handler.__doc__
    return run


def _argument(name: str) -> inspect.Parameter:
    bare = name.rstrip("?*")
    kind: Any = list[str] | None if name.endswith("*") else (str | None if name.endswith("?") else str)
    annotation = _annotated(kind, typer.Argument(help=help_of(f"help.argument.{bare}"), show_default=False))
    default = inspect.Parameter.empty if name == bare else None
    return inspect.Parameter(bare, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _option(flag: Flag) -> inspect.Parameter:
    spellings = [flag.spelling, *flag.also]
    if flag.kind == "switch":
        spellings = [f"{flag.spelling}/--no-{flag.spelling[2:]}"]
    option = typer.Option(*spellings, help=help_of(f"help.flag.{flag.name}"), show_default=False, hidden=flag.hidden)
    annotation = _annotated(TYPES[flag.kind], option)
    default = False if flag.kind == "mark" else None
    return inspect.Parameter(flag.name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _annotated(kind: Any, extra: Any) -> Any:
    """`Annotated` over a type that is only known at run time."""
    return Annotated[kind, extra]

"""Make the reference pages from the code: `python -m devtools.reference`.

A test renders them again and fails when a committed page is stale.
"""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from devtools import environment, plugin_api, python_api
from mediawright import hookspecs
from mediawright.cli.app import build
from mediawright.commands.registry import COMMANDS
from mediawright.present.catalog import has, render
from mediawright.types import errors, states
from mediawright.types.errors import ExitCode, MediawrightError
from mediawright.types.message import LANGS, Message

NOTE = "<!-- made from the code by `python -m devtools.reference`; do not edit -->\n"


def cli_page() -> str:
    """Every command with its arguments and flags."""
    root = build()
    parts = [NOTE, "# Commands\n", "Every answering command takes `--json` (one object on stdout) and `--lang`.\n"]
    for name in COMMANDS:
        parts += _command(root.get_command(None, name), name)
    return "\n".join(parts)


def _command(command: Any, name: str) -> Iterator[str]:
    yield f"## mediawright {name}\n"
    yield f"{_help(f'help.command.{name}')}\n"
    inner = getattr(command, "commands", None)
    if not inner:
        yield _parameters(command, name)
        return
    for sub, made in inner.items():
        yield f"### mediawright {name} {sub}\n"
        yield _parameters(made, f"{name} {sub}")


def _parameters(command: Any, name: str) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and not p.hidden]
    words = " ".join(p.name.upper() if p.required else f"[{p.name.upper()}]" for p in arguments)
    lines = [f"`mediawright {name}{' ' + words if words else ''}`\n"]
    lines += ["| flag | what it does |", "| --- | --- |"]
    for option in options:
        spellings = ", ".join(f"`{spelling}`" for spelling in (*option.opts, *option.secondary_opts))
        lines.append(f"| {spellings} | {_cell(option.help or '')} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _help(key: str) -> str:
    return render(Message(key), "en")


def errors_page() -> str:
    """Every known failure: code, exit code, retry verdict and its sentence in both languages."""
    rows = ["| code | exit | retry | English | 中文 |", "| --- | --- | --- | --- | --- |"]
    for kind in sorted(_errors(MediawrightError), key=lambda kind: (kind.exit_code, kind.code)):
        key = f"error.{kind.code}"
        words = [_cell(render(Message(key), lang)) if has(key) else "" for lang in LANGS]
        rows.append(f"| `{kind.code}` | {int(kind.exit_code)} | {kind.retry.value} | {words[0]} | {words[1]} |")
    codes = ["| exit | name |", "| --- | --- |", *(f"| {code.value} | {code.name.lower()} |" for code in ExitCode)]
    tree = inspect.getdoc(errors) or ""
    return "\n".join([NOTE, "# Errors\n", *codes, "", *rows, "", "## The tree\n", "```text", tree, "```", ""])


def _errors(kind: type[MediawrightError]) -> Iterator[type[MediawrightError]]:
    for child in kind.__subclasses__():
        if child.__module__ == errors.__name__:
            yield child
        yield from _errors(child)


def states_page() -> str:
    """The states of a job and the allowed moves."""
    rows = ["| from | to |", "| --- | --- |"]
    for state, moves in states.MOVES.items():
        rows.append(f"| `{state.value}` | {', '.join(f'`{move.value}`' for move in sorted(moves)) or 'final'} |")
    words = ["| state | English | 中文 |", "| --- | --- | --- |"]
    for state in states.State:
        key = Message(f"state.{state.value}")
        words.append(f"| `{state.value}` | {render(key, 'en')} | {render(key, 'zh')} |")
    return "\n".join([NOTE, "# States\n", *words, "", "## Moves\n", *rows, ""])


def hooks_page() -> str:
    """Every hook with its exact signature, colour and rules."""
    parts = [NOTE, "# Hooks\n", (inspect.getdoc(hookspecs) or "") + "\n"]
    for name, hook in vars(hookspecs).items():
        if not hasattr(hook, f"{hookspecs.PROJECT}_spec"):
            continue
        arguments = ", ".join(inspect.signature(hook).parameters)
        colour = "plain" if name in hookspecs.PLAIN else "stream" if name in hookspecs.STREAM else "coroutine"
        needed = "required" if name in hookspecs.REQUIRED else "optional"
        parts += [f"## {name}({arguments})\n", f"*{colour}, {needed}*\n", (inspect.getdoc(hook) or "") + "\n"]
    return "\n".join(parts)


def plugin_api_page() -> str:
    """Every name that a provider may import."""
    return f"{NOTE}\n{plugin_api.plugin_api_page()}"


def python_api_page() -> str:
    """Render every name that a program may import."""
    return f"{NOTE}\n{python_api.python_api_page()}"


def environment_page() -> str:
    """Render every environment variable that is read."""
    return f"{NOTE}\n{environment.environment_page()}"


PAGES = {
    "cli.md": cli_page,
    "errors.md": errors_page,
    "states.md": states_page,
    "hooks.md": hooks_page,
    "plugin-api.md": plugin_api_page,
    "python-api.md": python_api_page,
    "environment.md": environment_page,
}


def main(folder: str = "docs/reference") -> None:
    """Write all pages into a folder."""
    for name, page in PAGES.items():
        (Path(folder) / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:2])

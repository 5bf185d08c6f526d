"""`mediawright prompt check`: a prompt looked at before it costs anything, by a provider that knows how to."""

import os
from typing import Any

from mediawright.commands.flags import COMMON, Flag, command, new_app
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

#: the group and the command that a provider brings for it (hook `commands`)
GROUP, VERB = "prompt", "check"
WISH = (
    Flag("prompt", also=("-p",)),
    Flag("image", "list", also=("-i",)),
    Flag("element_ids", "list"),
    Flag("video"),
    Flag("multi_prompt"),
    Flag("duration"),
)


def check(**values: Any) -> None:
    """Hand the words to the provider's own check; without a provider, to the first one that has one."""
    from mediawright.cli.plugin_commands import with_commands
    from mediawright.plugins.discover import Registry

    named = values.get("provider")
    if named:
        Registry.installed(os.environ).load(named)
    names = with_commands()
    for name in [named] if named else names:
        found = _checker(name)
        if found is not None:
            code = found.main(args=_words(values), prog_name=f"mediawright {GROUP} {VERB}", standalone_mode=False)
            if isinstance(code, int):  # how it ended, which is a value outside the parser's own mode
                raise SystemExit(code)
            return
    able = tuple(name for name in names if _checker(name) is not None)
    raise InvalidRequest(Problem("provider", Message("prompt.no_check"), allowed=able))


def _checker(name: str) -> Any:
    """The provider's `prompt check` as the parser's library has it; None where it brings none."""
    from mediawright.cli.parser import typer_command
    from mediawright.cli.plugin_commands import command_of

    app = command_of(name)
    group = getattr(typer_command(app), "commands", {}).get(GROUP) if app is not None else None
    return getattr(group, "commands", {}).get(VERB)


def _words(values: dict[str, Any]) -> list[str]:
    words: list[str] = []
    for flag in (*WISH, *COMMON):
        value = values.get(flag.name)
        if flag.kind == "mark":
            words += [flag.spelling] if value else []
        elif flag.kind == "list":
            words += [word for item in value or () for word in (flag.spelling, str(item))]
        elif value is not None:
            words += [f"{flag.spelling}={value}"]
    return words


app = new_app(group=True)
app.command(VERB)(command((*WISH, Flag("provider"), *COMMON), check))

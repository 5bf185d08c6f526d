"""`mediawright route`: where a sentence would go, without doing it. `--batch` answers thousands in one process."""

import os
import sys
from typing import Any

from mediawright.cli.console import Console, settle
from mediawright.cli.streams import lost
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import COMMON, Flag, command, new_app
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

INPUTS = (Flag("image", "list", also=("-i",)), Flag("video", "list"), Flag("audio", "list"))


def route(**values: Any) -> None:
    if values.get("batch"):
        _batch()
        return
    console = Console.of(values)

    text = values.get("text")
    if not text:
        raise InvalidRequest(Problem("text", Message("cli.missing", {"name": "text"})))
    from mediawright.cli.words_in import words_of
    from mediawright.handlers import route as route_module

    found, sources = route_module.route(
        route_module.providers_of(os.environ), route_module.Utterance.of(words_of(text), values).concealed(os.environ)
    )
    console.leave_with(
        route_module.explained(found, sources) if values.get("explain") else route_module.of_route(found, sources)
    )


def _batch() -> None:
    """JSON lines in, JSON lines out, until they end or nobody reads any more."""
    from mediawright.handlers.route import concealed
    from mediawright.plugins.discover import Registry
    from mediawright.router.batch import route_lines

    settle()
    providers = [plugin.provider for plugin in Registry.installed(os.environ).load_all()]
    for line in route_lines((concealed(line, os.environ) for line in sys.stdin), providers):
        sys.stdout.write(line + "\n")
        if lost(sys.stdout):
            break
    sys.stdout.flush()


app = new_app()
app.command()(
    command((*INPUTS, Flag("batch", "mark"), Flag("explain", "mark"), *COMMON), route, *ARGUMENTS[("route",)])
)

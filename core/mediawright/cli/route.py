"""`mediawright route`: where a sentence would go, without doing it. `--batch` answers thousands in one process."""

import os
import sys
from typing import Any

from mediawright.cli.face import Face, settle
from mediawright.cli.flags import COMMON, Flag, command, new_app
from mediawright.cli.streams import lost
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

INPUTS = (Flag("image", "list", also=("-i",)), Flag("video", "list"), Flag("audio", "list"))


def route(**values: Any) -> None:
    if values.get("batch"):
        _batch()
        return
    face = Face.of(values)

    text = values.get("text")
    if not text:
        raise InvalidRequest(Problem("text", Message("cli.missing", {"name": "text"})))
    from mediawright.studio import routed

    found, sources = routed.route(routed.providers_of(os.environ), routed.Wish.of(text, values).concealed(os.environ))
    face.leave_with(routed.explained(found, sources) if values.get("explain") else routed.of_route(found, sources))


def _batch() -> None:
    """JSON lines in, JSON lines out, until they end or nobody reads any more."""
    from mediawright.plugins.discover import Registry
    from mediawright.router.batch import route_lines
    from mediawright.studio.routed import concealed

    settle()
    providers = [plugin.provider for plugin in Registry.installed(os.environ).load_all()]
    for line in route_lines((concealed(line, os.environ) for line in sys.stdin), providers):
        sys.stdout.write(line + "\n")
        if lost(sys.stdout):
            break
    sys.stdout.flush()


app = new_app()
app.command()(command((*INPUTS, Flag("batch", "mark"), Flag("explain", "mark"), *COMMON), route, "text?"))

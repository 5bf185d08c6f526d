"""`mediawright route`: where a sentence would go, without doing it. `--batch` answers thousands in one process."""

import os
import sys
from typing import TYPE_CHECKING, Any

from mediawright.cli.face import Face, perform
from mediawright.cli.flags import COMMON, Flag, command, new_app
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

if TYPE_CHECKING:
    from mediawright.studio.answers import Reply
    from mediawright.studio.studio import Studio

INPUTS = (Flag("image", "list", also=("-i",)), Flag("video", "list"), Flag("audio", "list"))


def route(**values: Any) -> None:
    if values.get("batch"):
        _batch()
        return
    face = Face.of(values)

    async def work(studio: "Studio") -> "Reply":
        from mediawright.studio import routed

        text = values.get("text")
        if not text:
            raise InvalidRequest(Problem("text", Message("cli.missing", {"name": "text"})))
        providers = [plugin.provider for plugin in studio.registry.load_all()]
        found, sources = routed.route(providers, routed.Wish.of(text, values))
        if values.get("explain"):
            return routed.explained(found, sources)
        return routed.of_route(found, sources)

    perform(face, work)


def _batch() -> None:
    """JSON lines in, JSON lines out."""
    from mediawright.plugins.discover import Registry
    from mediawright.router.batch import route_lines

    providers = [plugin.provider for plugin in Registry.installed(os.environ).load_all()]
    for line in route_lines(sys.stdin, providers):
        sys.stdout.write(line + "\n")
    sys.stdout.flush()


app = new_app()
app.command()(command((*INPUTS, Flag("batch", "mark"), Flag("explain", "mark"), *COMMON), route, "text?"))

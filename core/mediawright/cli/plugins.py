"""`mediawright plugins`: what is installed, what is broken and why."""

import sys
from typing import TYPE_CHECKING, Any

from mediawright.cli.face import Face, perform, print_line
from mediawright.cli.flags import COMMON, Flag, command, new_app

if TYPE_CHECKING:
    from mediawright.studio.answers import Reply
    from mediawright.studio.studio import Studio


def plugins(**values: Any) -> None:
    face = Face.of(values)
    tracing = bool(values.get("trace"))

    async def work(studio: "Studio") -> "Reply":
        from mediawright.studio.installation import of_plugins

        if tracing:
            studio.trace_with(_show_call)
        return of_plugins(studio)

    perform(face, work)


def _show_call(plugin: str, hook: str, seconds: float, error: str | None) -> None:
    print_line(f"{plugin}.{hook} {seconds * 1000:.1f} ms {error or 'ok'}", stream=sys.stderr)


app = new_app()
app.command()(command((Flag("trace", "mark"), *COMMON), plugins))

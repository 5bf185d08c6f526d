"""`mediawright plugins`: what is installed, what is broken and why."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.face import Face, perform
from mediawright.cli.flags import COMMON, Flag, command, new_app

if TYPE_CHECKING:
    from mediawright.studio.answers import Reply
    from mediawright.studio.studio import Studio


def plugins(**values: Any) -> None:
    face = Face.of(values)
    tracing = bool(values.get("trace"))

    async def work(studio: "Studio") -> "Reply":
        from mediawright.studio.installation import of_plugins, traced

        return traced(studio) if tracing else of_plugins(studio)

    perform(face, work)


app = new_app()
app.command()(command((Flag("trace", "mark"), *COMMON), plugins))

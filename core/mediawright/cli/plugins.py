"""`mediawright plugins`: what is installed, what is broken and why."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.flags import COMMON, Flag, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio


def plugins(**values: Any) -> None:
    console = Console.of(values)
    tracing = bool(values.get("trace"))

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.installation import of_plugins, traced

        return traced(studio) if tracing else of_plugins(studio)

    perform(console, work)


app = new_app()
app.command()(command((Flag("trace", "mark"), *COMMON), plugins))

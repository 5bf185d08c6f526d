"""`mediawright providers`: who can be used right now."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.flags import COMMON, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio


def providers(**values: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.installation import of_providers

        return of_providers(studio, console.lang)

    perform(console, work)


app = new_app()
app.command()(command(COMMON, providers))

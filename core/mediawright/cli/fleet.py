"""`mediawright fleet`: how the workers of a shared ledger stand."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.flags import COMMON, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio


def status(**values: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.fleet import of_fleet

        return of_fleet(studio)

    perform(console, work)


app = new_app(group=True)
app.command("status")(command(COMMON, status))

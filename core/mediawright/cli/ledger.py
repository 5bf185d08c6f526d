"""`mediawright ledger move`: from the file of this machine to a database that several share."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.flags import COMMON, Flag, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio


def move(**values: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.cli.loosening import approved
        from mediawright.handlers.ledger_move import of_move
        from mediawright.services import ledger_move

        to, fleet = str(values.get("database") or ""), values.get("fleet")
        return of_move(await approved(console, lambda level: ledger_move.move(studio, to, fleet, level)))

    perform(console, work)


app = new_app(group=True)
app.command("move")(command((Flag("database"), Flag("fleet"), *COMMON), move))

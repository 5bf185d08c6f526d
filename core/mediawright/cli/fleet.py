"""`mediawright fleet`: the database of a shared ledger, and how its workers stand."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform, print_line
from mediawright.commands.flags import COMMON, Flag, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio


def status(**values: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.fleet import of_fleet

        return of_fleet(studio)

    perform(console, work)


def init(**values: Any) -> None:
    console = Console.of(values)
    if values.get("print_sql"):
        from mediawright.cli.asking import ask_studio
        from mediawright.services.fleet_setup import script

        print_line(ask_studio(script))
        return

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.fleet_setup import of_set_up
        from mediawright.services.fleet_setup import set_up

        return of_set_up(set_up(studio))

    perform(console, work)


app = new_app(group=True)
app.command("init")(command((Flag("print_sql", "mark"), *COMMON), init))
app.command("status")(command(COMMON, status))

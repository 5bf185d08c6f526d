"""`mediawright doctor`: a page a person can send to a friend who helps, with no secret in it."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.flags import COMMON, Flag, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio


def doctor(**values: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        if values.get("self_test"):
            from mediawright.handlers.selftest import prove

            return await prove(studio)
        from mediawright.handlers.doctor import examine

        return await examine(studio, console.lang, network=bool(values.get("network")))

    perform(console, work)


app = new_app()
app.command()(command((Flag("network", "mark"), Flag("self_test", "mark"), *COMMON), doctor))

"""`mediawright demo`: a clip and a picture rendered on this machine, free, from words and a photo that ship with it."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.flags import COMMON, Flag, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio

WHERE = "demo-output"


def demo(**values: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.demo import show

        return await show(studio, console.lang, values.get("output_dir") or WHERE, console.observer)

    perform(console, work)


app = new_app()
app.command()(command((Flag("output_dir"), Flag("progress"), *COMMON), demo))

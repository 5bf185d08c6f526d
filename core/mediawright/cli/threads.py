"""`mediawright threads`: the conversations that are remembered, and forgetting them."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import COMMON, Flag, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio


def list_threads(**values: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers import thread_list

        return thread_list.listed(studio)

    perform(console, work)


def forget(**values: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers import thread_list

        return thread_list.forgotten(studio, None if values["all"] else values.get("id") or console.thread)

    perform(console, work)


app = new_app(group=True)
app.command("list")(command(COMMON, list_threads))
app.command("forget")(command((Flag("all", "mark"), *COMMON), forget, *ARGUMENTS["threads", "forget"]))

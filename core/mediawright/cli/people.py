"""`mediawright people`: who can be proved by a token, and tokens for them."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import COMMON, Flag, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio


def show(**values: Any) -> None:
    _do(values, "list")


def add(**values: Any) -> None:
    _do(values, "add")


def remove(**values: Any) -> None:
    _do(values, "remove")


def _do(values: dict[str, Any], what: str) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers import people

        return people.act(studio, what, values)

    perform(console, work)


app = new_app(group=True)
app.command("list")(command(COMMON, show))
app.command("add")(command((Flag("span"), Flag("manages", "mark"), *COMMON), add, *ARGUMENTS["people", "add"]))
app.command("remove")(command(COMMON, remove, *ARGUMENTS["people", "remove"]))

"""`mediawright assets`: every result and every input, found by what they were made from."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import COMMON, Flag, command, new_app
from mediawright.types.errors import InvalidRequest

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio


def find(**values: Any) -> None:
    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers import assets
        from mediawright.services.request_reader import Reader

        reader = Reader(values)
        limit, page = reader.whole("limit"), reader.whole("page")
        if reader.problems:
            raise InvalidRequest(*reader.problems)
        return assets.found(
            studio,
            values.get("words") or (),
            kind=values.get("kind"),
            provider=values.get("provider"),
            tag=values.get("tag"),
            after=values.get("after"),
            until=values.get("until"),
            limit=limit,
            page=page,
        )

    perform(Console.of(values), work)


def show(**values: Any) -> None:
    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers import assets

        return assets.shown(studio, values["asset"])

    perform(Console.of(values), work)


def tag(**values: Any) -> None:
    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers import assets

        return assets.tagged(studio, values["asset"], values.get("tags") or (), values.get("untag") or ())

    perform(Console.of(values), work)


FILTERS = (
    Flag("kind"),
    Flag("provider"),
    Flag("tag"),
    Flag("after"),
    Flag("until"),
    Flag("limit"),
    Flag("page"),
)
app = new_app(group=True)
app.command("list")(command((*FILTERS, *COMMON), find))
app.command("find")(command((*FILTERS, *COMMON), find, *ARGUMENTS["assets", "find"]))
app.command("show")(command(COMMON, show, *ARGUMENTS["assets", "show"]))
app.command("tag")(command((Flag("untag", "list"), *COMMON), tag, *ARGUMENTS["assets", "tag"]))

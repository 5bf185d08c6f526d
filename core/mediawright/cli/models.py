"""`mediawright models`: what each model can do and from which price."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.flags import COMMON, Flag, command, new_app
from mediawright.types.errors import InvalidRequest
from mediawright.types.operations import Operation

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio


def models(**values: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers import model_lists
        from mediawright.services.request_reader import Reader

        reader = Reader(values)
        word = reader.choice("operation", tuple(op.value for op in Operation))
        operation, provider, model = Operation(word) if word else None, reader.text("provider"), reader.text("model")
        page = reader.whole("page")
        if reader.problems:
            raise InvalidRequest(*reader.problems)
        if values.get("check"):
            return await model_lists.of_old(studio, provider)
        if values.get("refresh"):
            return await model_lists.of_refreshed(studio, provider, console.lang)
        return await model_lists.told(studio, provider, operation, model, page, console.lang)

    perform(console, work)


app = new_app()
FLAGS = (Flag("provider"), Flag("operation"), Flag("model", also=("-m",)), Flag("page"))
app.command()(command((*FLAGS, Flag("refresh", "mark"), Flag("check", "mark"), *COMMON), models))

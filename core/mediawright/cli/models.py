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
        from mediawright.handlers.installation import of_models
        from mediawright.services.request_reader import Reader

        reader = Reader(values)
        operation = reader.choice("operation", tuple(op.value for op in Operation))
        if reader.problems:
            raise InvalidRequest(*reader.problems)
        return of_models(studio, reader.text("provider"), Operation(operation) if operation else None)

    perform(console, work)


app = new_app()
app.command()(command((Flag("provider"), Flag("operation"), *COMMON), models))

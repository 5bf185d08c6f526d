"""`mediawright models`: what each model can do and from which price."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.face import Face, perform
from mediawright.cli.flags import COMMON, Flag, command, new_app
from mediawright.types.errors import InvalidRequest
from mediawright.types.operations import Operation

if TYPE_CHECKING:
    from mediawright.studio.answers import Reply
    from mediawright.studio.studio import Studio


def models(**values: Any) -> None:
    face = Face.of(values)

    async def work(studio: "Studio") -> "Reply":
        from mediawright.studio.installation import of_models
        from mediawright.studio.reading import Reader

        reader = Reader(values)
        operation = reader.choice("operation", tuple(op.value for op in Operation))
        if reader.problems:
            raise InvalidRequest(*reader.problems)
        return of_models(studio, reader.text("provider"), Operation(operation) if operation else None)

    perform(face, work)


app = new_app()
app.command()(command((Flag("provider"), Flag("operation"), *COMMON), models))

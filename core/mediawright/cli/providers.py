"""`mediawright providers`: who can be used right now."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Face, perform
from mediawright.commands.flags import COMMON, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio


def providers(**values: Any) -> None:
    face = Face.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.installation import of_providers

        return of_providers(studio, face.lang)

    perform(face, work)


app = new_app()
app.command()(command(COMMON, providers))

"""`mediawright providers`: who can be used right now."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.face import Face, perform
from mediawright.cli.flags import COMMON, command, new_app

if TYPE_CHECKING:
    from mediawright.studio.answers import Reply
    from mediawright.studio.studio import Studio


def providers(**values: Any) -> None:
    face = Face.of(values)

    async def work(studio: "Studio") -> "Reply":
        from mediawright.studio.installation import of_providers

        return of_providers(studio, face.lang)

    perform(face, work)


app = new_app()
app.command()(command(COMMON, providers))

"""`mediawright confirm QUOTE --approve-cost N`: run exactly what was quoted."""

from typing import TYPE_CHECKING, Any

import typer

from mediawright.cli.face import Face, perform
from mediawright.cli.flags import COMMON, Flag, command
from mediawright.cli.generating import consent, show_preview

if TYPE_CHECKING:
    from mediawright.studio.answers import Reply
    from mediawright.studio.studio import Studio

FLAGS = (
    Flag("approve_cost"),
    Flag("again", "mark"),
    Flag("wait", "switch"),
    Flag("timeout"),
    Flag("progress"),
    Flag("preview", "mark"),
    *COMMON,
)


def confirm(**values: Any) -> None:
    lang = values.get("lang")
    face = Face.of(values)

    async def work(studio: "Studio") -> "Reply":
        from mediawright.studio.answers import of_job

        timeout = face.timeout(values)
        speaking = face if lang else face.in_(studio.ledger.quote(values["quote"]).lang)
        job = await studio.confirm(
            values["quote"],
            consent(studio, speaking, values),
            lang=speaking.lang,
            wait=values.get("wait") is not False,
            timeout=timeout,
            view=speaking.view(),
        )
        show_preview(speaking, job, values)
        return of_job(studio, job)

    perform(face, work)


app = typer.Typer()
app.command()(command(FLAGS, confirm, "quote"))

"""`mediawright confirm QUOTE --approve-cost N`: run exactly what was quoted."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.cli.generate import consent, show_preview
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import COMMON, Flag, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio

FLAGS = (
    Flag("approve_cost"),
    Flag("again", "mark"),
    Flag("wait", "switch"),
    Flag("timeout"),
    Flag("progress"),
    Flag("bell", "mark"),
    Flag("preview", "mark"),
    *COMMON,
)


def confirm(**values: Any) -> None:
    console = Console.of(values, about=values["quote"])

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.jobs import of_job

        timeout = console.timeout(values)
        if studio.has_ledger and studio.ledger.quotes_together(values["quote"]):
            from mediawright.cli.compare import confirmed

            return await confirmed(studio, console, values["quote"], values.get("approve_cost"), timeout)
        job = await studio.confirm(
            values["quote"],
            consent(studio, console, values),
            lang=console.lang,
            wait=values.get("wait") is not False,
            timeout=timeout,
            observer=console.observer(),
        )
        show_preview(console, job, values)
        return of_job(studio, job)

    perform(console, work)


app = new_app()
app.command()(command(FLAGS, confirm, *ARGUMENTS[("confirm",)]))

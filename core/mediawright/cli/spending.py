"""`mediawright spending`: what was quoted and what was charged, by day, provider, model or conversation."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.asking import ask_studio
from mediawright.cli.console import Console, perform, print_line
from mediawright.commands.flags import COMMON, Flag, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio

FLAGS = (Flag("by"), Flag("since"), Flag("until"), Flag("csv", "mark"), *COMMON)


def spending(**values: Any) -> None:
    console = Console.of(values)
    from mediawright.handlers.spending import of_spending
    from mediawright.services import spending as service

    by, with_csv = service.by_of(values.get("by")), bool(values.get("csv"))
    span = (values.get("since"), values.get("until"))
    if with_csv and not console.json:
        print_line(ask_studio(lambda studio: service.as_csv(service.spending(studio, by, *span))))
        return

    async def work(studio: "Studio") -> "Response":
        return of_spending(studio, service.spending(studio, by, *span), with_csv=with_csv)

    perform(console, work)


app = new_app()
app.command()(command(FLAGS, spending))

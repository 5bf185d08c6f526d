"""`mediawright use [JOB[:N]] --operation …`: something new from a result."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.changing import perform_change
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import USE, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.changes import Change
    from mediawright.ledger.threads import Thread
    from mediawright.services.studio import Studio
    from mediawright.types.message import Lang


def use(**values: Any) -> None:
    def change(studio: "Studio", thread: "Thread | None", said: dict[str, Any], lang: "Lang") -> "Change":
        from mediawright.handlers.changes import used

        return used(studio, thread, said.pop("of"), said, lang)

    perform_change(values, change)


app = new_app()
app.command()(command(USE, use, *ARGUMENTS[("use",)]))

"""`mediawright revise [QUOTE|JOB] --any-flag …`: the same request with other values, and a new price page."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.changing import perform_change
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import REVISE, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.changes import Change
    from mediawright.ledger.threads import Thread
    from mediawright.services.studio import Studio
    from mediawright.types.message import Lang


def revise(**values: Any) -> None:
    def change(studio: "Studio", thread: "Thread | None", said: dict[str, Any], lang: "Lang") -> "Change":
        from mediawright.handlers.changes import revised

        drop = [part.strip().replace("-", "_") for item in said.pop("drop") or () for part in str(item).split(",")]
        return revised(studio, thread, said.pop("of"), said, drop)

    perform_change(values, change)


app = new_app()
app.command()(command(REVISE, revise, *ARGUMENTS[("revise",)]))

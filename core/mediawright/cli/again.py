"""`mediawright again [JOB]`: another take of the same."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.changing import perform_change
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import AGAIN, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.changes import Change
    from mediawright.ledger.threads import Thread
    from mediawright.services.studio import Studio
    from mediawright.types.message import Lang


def again(**values: Any) -> None:
    def change(studio: "Studio", thread: "Thread | None", said: dict[str, Any], lang: "Lang") -> "Change":
        from mediawright.handlers.changes import again as take_again

        return take_again(studio, thread, said["of"], said)

    perform_change(values, change)


app = new_app()
app.command()(command(AGAIN, again, *ARGUMENTS[("again",)]))

"""`mediawright config`: what the user decides once."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import COMMON, Flag, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio


def show(**values: Any) -> None:
    _do(values, None)


def set_value(**values: Any) -> None:
    _do(values, (values["key"], values["value"]))


def require(**values: Any) -> None:
    _do(values, ("require", values["level"]))


def unset(**values: Any) -> None:
    _do(values, (values["key"], None))


def notify(**values: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.notify import act

        return await act(studio, values, console.lang)

    perform(console, work)


def _do(values: dict[str, Any], change: tuple[str, str | None] | None) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.installation import of_config

        if change is not None:
            from mediawright.cli.loosening import approved

            key, value = change
            await approved(console, lambda level: studio.decide(key, value, level=level))
        return of_config(studio)

    perform(console, work)


app = new_app(group=True)
app.command("show")(command(COMMON, show))
app.command("set")(command(COMMON, set_value, *ARGUMENTS["config", "set"]))
app.command("require")(command(COMMON, require, *ARGUMENTS["config", "require"]))
app.command("unset")(command(COMMON, unset, *ARGUMENTS["config", "unset"]))
NOTIFY = (
    Flag("webhook"),
    Flag("desktop", "mark"),
    Flag("openclaw"),
    Flag("secret_file"),
    Flag("on", "list"),
    Flag("provider", "list"),
    Flag("only_thread", "list"),
    Flag("with_prompt", "mark"),
    Flag("with_paths", "mark"),
    Flag("plain_http", "mark"),
    Flag("time_limit"),
    Flag("agent"),
    Flag("session"),
    *COMMON,
)
app.command("notify")(command(NOTIFY, notify, *ARGUMENTS["config", "notify"]))

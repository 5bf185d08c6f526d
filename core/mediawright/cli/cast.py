"""`mediawright cast`: who and what keeps its looks and its voice, for every wish that says `@name`."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import COMMON, SPENDING, Flag, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio


def add(**values: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers import cast

        return await cast.added(
            studio,
            values["name"],
            pictures=values.get("pictures") or (),
            words=values.get("words"),
            voice=values.get("own_voice") or (),
            element=values.get("element"),
            lang=console.lang,
        )

    perform(console, work)


def list_cast(**values: Any) -> None:
    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers import cast

        return cast.listed(studio)

    perform(Console.of(values), work)


def show(**values: Any) -> None:
    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers import cast

        return cast.shown(studio, values["name"])

    perform(Console.of(values), work)


def rename(**values: Any) -> None:
    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers import cast

        return cast.renamed(studio, values["name"], values["new_name"])

    perform(Console.of(values), work)


def remove(**values: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers import cast

        return await cast.removed(studio, values["name"], console.lang)

    perform(console, work)


def save(**values: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.cli.generate import HOW, run

        timeout = console.timeout(values)
        how = {name: values.get(name) for name in HOW}
        request = await studio.cast.saving(values["name"], values.get("provider"), lang=console.lang)
        return await run(studio, console, request, how, timeout)

    perform(console, work)


app = new_app(group=True)
app.command("add")(
    command(
        (Flag("pictures", "list"), Flag("words"), Flag("own_voice", "list"), Flag("element"), *COMMON),
        add,
        *ARGUMENTS["cast", "add"],
    )
)
app.command("list")(command(COMMON, list_cast))
app.command("show")(command(COMMON, show, *ARGUMENTS["cast", "show"]))
app.command("rename")(command(COMMON, rename, *ARGUMENTS["cast", "rename"]))
app.command("remove")(command(COMMON, remove, *ARGUMENTS["cast", "remove"]))
app.command("save")(command((Flag("provider"), *SPENDING, *COMMON), save, *ARGUMENTS["cast", "save"]))

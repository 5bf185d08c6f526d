"""`mediawright policy`: what may be spent without asking, for how long, and the limits that nothing passes."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import COMMON, Flag, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio


def show(**values: Any) -> None:
    _do(values, "list")


def allow(**values: Any) -> None:
    _do(values, "allow")


def limit(**values: Any) -> None:
    _do(values, "limit")


def second_person(**values: Any) -> None:
    _do(values, "second-person")


def tokens(**values: Any) -> None:
    _do(values, "tokens")


def remove(**values: Any) -> None:
    _do(values, "remove")


def _do(values: dict[str, Any], what: str) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.cli.loosening import approved
        from mediawright.handlers import policy

        return await approved(console, lambda level: policy.act(studio, what, values, level=level))

    perform(console, work)


app = new_app(group=True)
app.command("list")(command(COMMON, show))
app.command("allow")(
    command((Flag("span"), Flag("until"), Flag("provider", "list"), *COMMON), allow, *ARGUMENTS["policy", "allow"])
)
app.command("limit")(
    command(
        (Flag("per"), Flag("provider", "list"), Flag("unknown", "mark"), *COMMON), limit, *ARGUMENTS["policy", "limit"]
    )
)
app.command("second-person")(command(COMMON, second_person, *ARGUMENTS["policy", "second-person"]))
app.command("tokens")(command(COMMON, tokens, *ARGUMENTS["policy", "tokens"]))
app.command("remove")(command(COMMON, remove, *ARGUMENTS["policy", "remove"]))

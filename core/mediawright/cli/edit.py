"""`mediawright edit`: a timeline edited by talking."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.cli.generate import HOW, run
from mediawright.commands.action import edit_request
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import COMMON, SPENDING, Flag, command, new_app
from mediawright.types.verdicts import TalkAction, TalkVerb

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio

WHERE = (Flag("project"), Flag("provider"), *COMMON)


def say(**values: Any) -> None:
    _job("say", values)


def export(**values: Any) -> None:
    _job("export", values)


def _job(verb: str, values: dict[str, Any]) -> None:
    """What costs, or leaves a file, is a job like any other."""
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        timeout = console.timeout(values)
        how = {name: values.pop(name, None) for name in HOW}
        request = edit_request(studio, verb, values, console.lang)
        return await run(studio, console, request, how, timeout)

    perform(console, work)


def _talk(verb: TalkVerb, values: dict[str, Any]) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.listings import of_talk

        provider = studio.provider_with("converse", values.get("provider"), lang=console.lang)
        name = values.get("name") or values.get("project")
        action = TalkAction(verb=verb, name=name, sources=tuple(values.get("sources") or ()), lang=console.lang)
        return of_talk(studio, provider, action, await studio.talk(provider, action, lang=console.lang))

    perform(console, work)


def open_project(**values: Any) -> None:
    _talk(TalkVerb.OPEN, values)


def use(**values: Any) -> None:
    _talk(TalkVerb.USE, values)


def list_projects(**values: Any) -> None:
    _talk(TalkVerb.LIST, values)


def close(**values: Any) -> None:
    _talk(TalkVerb.CLOSE, values)


def upload(**values: Any) -> None:
    _talk(TalkVerb.UPLOAD, values)


def timeline(**values: Any) -> None:
    _talk(TalkVerb.TIMELINE, values)


app = new_app(group=True)
RUN = (Flag("project"), Flag("provider"), *SPENDING, *COMMON)
app.command("open")(command(WHERE, open_project, *ARGUMENTS["edit", "open"]))
app.command("say")(command((*RUN, Flag("option", "list")), say, *ARGUMENTS["edit", "say"]))
app.command("upload")(command(WHERE, upload, *ARGUMENTS["edit", "upload"]))
app.command("timeline")(command(WHERE, timeline))
app.command("export")(command(RUN, export))
app.command("list")(command(WHERE, list_projects))
app.command("use")(command(WHERE, use, *ARGUMENTS["edit", "use"]))
app.command("close")(command(WHERE, close, *ARGUMENTS["edit", "close"]))

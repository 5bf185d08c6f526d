"""Commands that providers bring along: they appear under the provider's name, imported only when named."""

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mediawright.cli.asking import ask_studio
from mediawright.cli.console import Console, perform
from mediawright.cli.generate import HOW, run
from mediawright.cli.help_text import terminal_lang
from mediawright.plugins.discover import Registry
from mediawright.types.errors import InvalidRequest, MediawrightError
from mediawright.types.message import Message, Problem
from mediawright.types.request import Request

if TYPE_CHECKING:
    import typer


class PluginCommandContext:
    """What a provider's command gets of the command line: the request behind an id, and the shared way through."""

    def request(self, quote_or_job: str) -> Request:
        """The request of a quote or a job. Raises NotFound."""
        return ask_studio(lambda studio: studio.past.request_of(quote_or_job))

    def cost(self, quote_or_job: str) -> str | None:
        """What it costs, in words of the provider's unit; None where nobody knows."""
        return ask_studio(lambda studio: studio.past.cost_of(quote_or_job))

    @property
    def lang(self) -> str:
        """The language of this terminal, for help texts."""
        return terminal_lang()

    def run(self, request: Request, **values: Any) -> None:
        """Run a request with the usual gate, progress and answer; leaves the program."""
        console = Console.of({"prompt": request.prompt, **values})
        how = {name: values.get(name) for name in HOW}

        async def work(studio: Any) -> Any:
            return await run(studio, console, request, how, console.timeout(dict(values)))

        perform(console, work)

    def tell(self, found: Sequence[Message], *, problems: Sequence[Problem] = (), **values: Any) -> None:
        """Show what a provider has to say: sentences, or refusals with the sentences below; leaves the program."""
        from mediawright.handlers.response import Response
        from mediawright.present import pages
        from mediawright.present.page import Line, Page

        console = Console.of(dict(values))
        lines = tuple(Line(message) for message in found)

        async def work(studio: Any) -> Response:
            for domain in {message.domain for message in found} | {problem.message.domain for problem in problems}:
                studio.registry.load(domain)  # its words
            if not problems:
                return Response(page=Page(name="note", body=lines), status="told")
            failure = InvalidRequest(*problems)
            page = pages.problems(problems, failure=failure)
            page = replace(page, body=(*page.body, *lines))
            return Response(page=page, status=failure.code, exit=failure.exit_code, failure=failure)

        perform(console, work)


def with_commands() -> list[str]:
    """The providers that bring commands."""
    return [plugin.name for plugin in Registry.installed(os.environ).load_all() if plugin.has("commands")]


def command_of(name: str) -> "typer.Typer | None":
    """The commands of one provider, or None where there is no such provider or it brings none."""
    registry = Registry.installed(os.environ)
    if name not in registry.names():
        return None
    try:
        plugin = registry.load(name)
    except MediawrightError:
        return None
    if not plugin.has("commands"):
        return None
    from mediawright.cli.typer_factory import new_typer

    app = new_typer(group=True)
    plugin.commands(app, PluginCommandContext())
    return app

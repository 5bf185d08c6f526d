"""Following a sign-in at a terminal: the link is shown the moment it exists, then the wait."""

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from mediawright.cli.console import Console, print_line, width_of
from mediawright.types.auth import AuthAction, AuthLink
from mediawright.types.message import Message

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio


async def follow(
    studio: "Studio", console: Console, provider: str, action: AuthAction, timeout: float | None
) -> "Response":
    """The answer when it is done; when the time is over first, the link again, and the same command goes on."""
    from mediawright.handlers.sign_in import sign_in

    if console.json:
        return await sign_in(studio, provider, action, timeout)
    return await sign_in(
        studio,
        provider,
        action,
        timeout,
        show=lambda link: _show_link(studio, console, provider, link),
        say=lambda message: _say(console, message),
    )


def _show_link(studio: "Studio", console: Console, provider: str, link: AuthLink) -> None:
    from mediawright.handlers.accounts import of_login
    from mediawright.present.terminal import terminal

    page = of_login(studio, provider, link).page
    title = Message("login.again", {"provider": studio.registry.load(provider).provider.title})
    # this very call waits on, so there is no command to type
    page = replace(page, title=title, close=Message("login.waiting"), next=())
    print_line(terminal(page, console.lang, width_of(sys.stderr)), stream=sys.stderr)


def _say(console: Console, message: Message) -> None:
    from mediawright.present.catalog import render

    print_line(render(message, console.lang), stream=sys.stderr)

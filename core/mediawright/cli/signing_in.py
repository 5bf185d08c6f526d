"""Following a sign-in: the link is shown the moment it exists, then the wait."""

import sys
from typing import TYPE_CHECKING

from mediawright.cli.face import Face, print_line, width_of
from mediawright.types.auth import AuthAction, AuthDone, AuthLink, AuthWaiting
from mediawright.types.errors import PluginFault, StillRunning
from mediawright.types.message import Message

if TYPE_CHECKING:
    from mediawright.studio.answers import Reply
    from mediawright.studio.studio import Studio


async def follow(studio: "Studio", face: Face, provider: str, action: AuthAction, timeout: float | None) -> "Reply":
    """The answer when it is done; when the time is over first, the link again, and the same command goes on."""
    from mediawright.studio.accounts_shown import of_auth, of_login

    link: AuthLink | None = None
    try:
        async for event in studio.accounts.act(provider, action, timeout=timeout):
            if isinstance(event, AuthLink):
                link = event
                if not face.json:
                    _show_link(studio, face, provider, event)
            elif isinstance(event, AuthWaiting) and event.message is not None and not face.json:
                _say(face, event.message)
            elif isinstance(event, AuthDone):
                return of_auth(studio, provider, event)
    except StillRunning:
        if link is None:
            raise
        return of_login(studio, provider, link)
    if link is not None:
        return of_login(studio, provider, link)
    raise PluginFault(Message("plugin.auth_ended", {"plugin": provider}), provider=provider)


def _show_link(studio: "Studio", face: Face, provider: str, link: AuthLink) -> None:
    from mediawright.present.terminal import terminal
    from mediawright.studio.accounts_shown import of_login

    page = of_login(studio, provider, link).page
    print_line(terminal(page, face.lang, width_of(sys.stderr)), stream=sys.stderr)


def _say(face: Face, message: Message) -> None:
    from mediawright.present.catalog import render

    print_line(render(message, face.lang), stream=sys.stderr)

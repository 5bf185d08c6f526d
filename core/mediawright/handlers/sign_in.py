"""Following a sign-in to an answer: signed in, or the link again and the same call goes on."""

from collections.abc import Callable

from mediawright.handlers.accounts import of_auth, of_login
from mediawright.handlers.response import Response
from mediawright.services.studio import Studio
from mediawright.types.auth import AuthAction, AuthDone, AuthLink, AuthWaiting
from mediawright.types.errors import PluginFault, StillRunning
from mediawright.types.message import Message


async def sign_in(
    studio: Studio,
    provider: str,
    action: AuthAction,
    timeout: float | None,
    *,
    show: Callable[[AuthLink], None] | None = None,
    say: Callable[[Message], None] | None = None,
) -> Response:
    """The answer when it is done; when `timeout` (seconds) is over first, the link, and the next call waits on.

    `show` is told of a link the moment it exists, `say` of sentences meanwhile. Raises what the provider raises.
    """
    link: AuthLink | None = None
    try:
        async for event in studio.accounts.act(provider, action, timeout=timeout):
            if isinstance(event, AuthLink):
                link = event
                if show is not None:
                    show(event)
            elif isinstance(event, AuthWaiting) and event.message is not None and say is not None:
                say(event.message)
            elif isinstance(event, AuthDone):
                return of_auth(studio, provider, event)
    except StillRunning:
        if link is None:
            raise
    if link is not None:
        return of_login(studio, provider, link, action.lang)
    raise PluginFault(Message("plugin.auth_ended", {"plugin": provider}), provider=provider)

"""A person who signs in: opens the link in a browser, presses a button, and says so in the chat."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx2
from tests.plugins.chatart.harness import Harness

from mediawright.plugin import AuthAction, AuthEvent, AuthLink, AuthVerb, AuthWaiting
from mediawright_chatart import hooks

if TYPE_CHECKING:
    from mediawright.context.plugin import PluginContext

LOGIN = AuthAction(verb=AuthVerb.LOGIN)
STATUS = AuthAction(verb=AuthVerb.STATUS)
LOGOUT = AuthAction(verb=AuthVerb.LOGOUT)


async def signing_in(
    ctx: "PluginContext", answer: Callable[[AuthLink], Any] | None = None, action: AuthAction = LOGIN, waits: int = 40
) -> list[AuthEvent]:
    """The events of a sign-in whose waits are slept; the person answers at the second wait."""
    events: list[AuthEvent] = []
    async for event in hooks.auth(ctx, action):
        events.append(event)
        seen = sum(isinstance(event, AuthWaiting) for event in events)
        if isinstance(event, AuthWaiting):
            if seen == 2 and answer:
                answer(next(event for event in events if isinstance(event, AuthLink)))
            assert seen < waits, "waits for ever"
            await ctx.clock.sleep(event.wait_s)
    return events


def click(word: str) -> Callable[[AuthLink], Any]:
    """The person opens the link in a browser and presses a button."""

    def opened(link: AuthLink) -> None:
        assert "Sign in to ChatArt" in httpx2.get(link.link).text
        press(link, word)

    return opened


def account_in(harness: Harness) -> str | None:
    credential = harness.open().credential
    return credential.values["identity_id"] if credential else None


def press(link: AuthLink, word: str = "approve") -> None:
    """The button alone, for a page that was open already."""
    httpx2.post(link.link, data={"answer": word})

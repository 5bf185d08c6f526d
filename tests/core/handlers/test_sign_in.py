"""A sign-in followed to an answer."""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from tests.core.runner.scripted_provider import PROVIDER

from mediawright.handlers.sign_in import sign_in
from mediawright.types.auth import AuthAction, AuthDone, AuthEvent, AuthLink, AuthStatus, AuthVerb, AuthWaiting
from mediawright.types.errors import PluginFault, StillRunning
from mediawright.types.message import Message

LOGIN = AuthAction(verb=AuthVerb.LOGIN)


def studio(*events: AuthEvent, then: Exception | None = None) -> Any:
    """As much of a studio as a sign-in needs."""

    async def act(name: str, action: AuthAction, *, timeout: float | None = None) -> AsyncIterator[AuthEvent]:
        for event in events:
            yield event
        if then is not None:
            raise then

    registry = SimpleNamespace(load=lambda name: SimpleNamespace(provider=PROVIDER))
    return SimpleNamespace(accounts=SimpleNamespace(act=act), registry=registry)


async def test_links_and_sentences_are_passed_on_at_once() -> None:
    shown: list[AuthLink] = []
    said: list[Message] = []
    link = AuthLink(verification_uri="https://acme.example/device")
    wait = AuthWaiting(wait_s=1, message=Message("auth.still_waiting"))
    response = await sign_in(studio(link, wait), "acme", LOGIN, None, show=shown.append, say=said.append)
    assert (shown, said) == ([link], [wait.message])
    assert (response.status, response.page.data["verification_uri_complete"]) == ("sign_in_pending", link.link)


async def test_the_end_is_who_is_signed_in() -> None:
    done = AuthDone(status=AuthStatus(signed_in=True, account="a***z"))
    assert (await sign_in(studio(done), "acme", LOGIN, None)).status == "signed_in"


async def test_no_link_and_no_end_is_the_plugin_s_fault() -> None:
    with pytest.raises(PluginFault):
        await sign_in(studio(), "acme", LOGIN, None)


async def test_time_over_without_a_link_is_still_running() -> None:
    with pytest.raises(StillRunning):
        await sign_in(studio(then=StillRunning()), "acme", LOGIN, 1.0)

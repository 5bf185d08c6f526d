"""What a free draft says beside itself where nobody is signed in: who makes the real thing, and the ways in."""

from dataclasses import replace
from typing import TYPE_CHECKING

from mediawright.services import actions
from mediawright.types.message import Message
from mediawright.types.provider import AuthKind

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio
    from mediawright.types.job import Job
    from mediawright.types.request import Request


def with_sign_in_hint(studio: "Studio", response: "Response", asked_wait_s: "Request", job: "Job") -> "Response":
    """The reply, with the others that could do it where a local provider stood in for a provider nobody named."""
    from mediawright.present.pages import quiet

    drafter = studio.registry.load(job.provider).provider
    if asked_wait_s.provider or studio.config.provider or not drafter.local:
        return response
    able = [p.provider for p in studio.registry.load_all() if asked_wait_s.operation in p.provider.operations]
    others = [provider for provider in able if AuthKind.DEVICE in provider.auth]
    if not others:
        return response
    names = tuple(provider.title for provider in others)
    note = quiet(Message("plan.only_free", {"provider": drafter.title, "others": names}))
    page = replace(response.page, body=(*response.page.body, note))
    return replace(response, page=page).plus(*(command for provider in others for command in actions.login(provider)))

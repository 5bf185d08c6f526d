"""Answers about accounts: who is signed in, the way in, what is left, what was made."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mediawright.handlers.jobs import title_of
from mediawright.handlers.response import Response
from mediawright.present import pages
from mediawright.services import actions
from mediawright.services.studio import Studio
from mediawright.types.auth import AuthDone, AuthLink, AuthStatus, HistoryItem, Quota
from mediawright.types.codec import plain
from mediawright.types.errors import ExitCode
from mediawright.types.message import Message, Text
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import AuthKind


def of_quota(studio: Studio, provider: str, found: Quota) -> Response:
    page = pages.quota(_title(studio, provider), found)
    return Response(page=page, status="listed").plus(data={"provider": provider, "raw": found.raw})


def of_history(studio: Studio, provider: str, items: Sequence[HistoryItem], number: int) -> Response:
    title = _title(studio, provider)
    if not items:
        empty = pages.nothing_found(Message("history.none", {"provider": title}))
        return Response(page=empty, status="listed").plus(data={"items": []})
    return Response(page=pages.history(title, items, page=number), status="listed")


def of_signed_in(studio: Studio, states: Mapping[str, AuthStatus], *, one: bool) -> Response:
    """Who is signed in where; asked about one provider, the exit code says it too."""
    shown = {name: (_title(studio, name), state) for name, state in states.items()}
    absent = [studio.registry.load(name).provider for name, state in states.items() if not state.signed_in]
    by_link = [provider for provider in absent if AuthKind.DEVICE in provider.auth]
    after = tuple(command for provider in (absent if one else by_link) for command in actions.login(provider))
    page = pages.signed_in(shown, next=after)
    return Response(page=page, status="listed", exit=ExitCode.SIGN_IN if one and absent else ExitCode.DONE)


def of_auth(studio: Studio, provider: str, done: AuthDone) -> Response:
    page = pages.auth_done(_title(studio, provider), done.status, done.message)
    return Response(page=page, status="signed_in" if done.status.signed_in else "signed_out")


def of_login(studio: Studio, provider: str, link: AuthLink, lang: str | None = None) -> Response:
    """The link, alone on its line; the same command goes on waiting. Exit 3: not signed in yet."""
    plugin = studio.registry.load(provider)
    # a provider that says itself what signing in opens up is not told twice
    opens = [] if link.message else [item for kind in MediaKind if (item := _opens(studio, provider, kind))]
    page = pages.login(plugin.provider.title, link, opens=opens, first=True, next=actions.login(plugin.provider, lang))
    data = {
        "verification_uri": link.verification_uri,
        "verification_uri_complete": link.link,
        "user_code": link.user_code,
        "expires_in": link.expires_in,
        "interval": link.interval,
    }
    page = replace(page, data={**page.data, **plain(data)})
    return Response(page=page, status="sign_in_pending", exit=ExitCode.SIGN_IN)


def _opens(studio: Studio, provider: str, kind: MediaKind) -> pages.Opens | None:
    """What a sign-in opens up, from the live model data."""
    offered = studio.registry.load(provider).provider.models
    models = [model for model in offered if model.kind is kind and set(model.operations) - {Operation.CREATE_ELEMENT}]
    if not models:
        return None
    emoji = "🎬" if kind is MediaKind.VIDEO else "🖼️"
    labels = tuple(dict.fromkeys(model.label for model in models))
    return pages.Opens(emoji=emoji, title=Message(f"login.opens.{kind.value}"), models=labels)


def _title(studio: Studio, provider: str) -> Text:
    return title_of(studio, provider) or Text(provider, provider)

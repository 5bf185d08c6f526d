"""Signing in, for a person who sees only a chat: the link alone on its line, and what it is good for."""

from collections.abc import Mapping, Sequence
from typing import Any

from mediawright.commands.action import Next
from mediawright.present.page import Block, FrontEnd, Line, Link, Page, Row, Rows, Words
from mediawright.present.pages.fields import field_row, say
from mediawright.types.auth import AuthLink
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Message, Text

KEY_REFUSED = "key_refused"


@dataclass(frozen=True, slots=True)
class Opens:
    """A thing that signing in opens up: emoji, title, one sentence, and the models that do it."""

    emoji: str
    title: Words
    detail: Words | None = None
    models: tuple[Words, ...] = ()


def login(
    provider: Text,
    link: AuthLink,
    *,
    opens: Sequence[Opens] = (),
    first: bool = False,
    next: tuple[Next, ...] = (),
) -> Page:
    """The sign-in message. `first`: the provider is new here, so what opens up is told; a renewal is short."""
    body: list[Block] = [Line(say("login.open_for" if opens and first else "login.open"))]
    body.append(Link(link.link))
    rows: list[Row] = []
    if link.user_code and link.verification_uri_complete is None:
        rows.append(field_row("user_code", link.user_code))
    if link.expires_in:
        rows.append(field_row("link_life", say("value.duration", seconds=link.expires_in)))
    body.append(Rows(tuple(rows)))
    if first:
        body += [block for item in opens for block in _opens(item)]
    if link.message is not None:
        body.append(Line(link.message))
    return Page(
        name="login",
        emoji="🔑",
        title=say("login.connected" if first else "login.again", provider=provider),
        body=(
            *body,
            Line(say("login.reply"), only=FrontEnd.CHAT),
        ),
        data={
            "verification_uri": link.verification_uri,
            "verification_uri_complete": link.verification_uri_complete,
            "user_code": link.user_code,
            "expires_in": link.expires_in,
            "interval": link.interval,
        },
        next=next,
    )


def _opens(item: Opens) -> list[Block]:
    blocks: list[Block] = [Line(say("login.opens", emoji=item.emoji, title=item.title))]
    if item.detail is not None:
        blocks[0] = Line(say("login.opens_for", emoji=item.emoji, title=item.title, detail=item.detail))
    if item.models:
        blocks.append(Rows((field_row("models", item.models),)))
    return blocks


def sign_in_needed(
    provider: Text,
    *,
    link: AuthLink | None = None,
    keys: bool = False,
    own: Message | None = None,
    next: tuple[Next, ...] = (),
) -> Page:
    """A request that needs a sign-in first: with a link it is the sign-in message.

    `keys`: only access keys will do; `own`: the provider's sentence on where one is made.
    """
    if link is not None:
        page = login(provider, link, next=next)
        return Page(
            name="sign_in_needed",
            emoji=page.emoji,
            title=say("login.needed", provider=provider),
            body=page.body,
            data=page.data,
            next=next,
        )
    told = (own, say("login.keys_added")) if own else (say("login.keys" if keys else "login.offer", provider=provider),)
    return Page(
        name="sign_in_needed",
        emoji="🔑",
        title=say("login.needed", provider=provider),
        body=tuple(Line(sentence) for sentence in told),
        next=next,
    )


def key_refused(
    provider: Words,
    *,
    odd: Message | None,
    place: str,
    other: Words | None,
    variables: Sequence[str],
    data: Mapping[str, Any],
    next: tuple[Next, ...] = (),
) -> Page:
    """A key that is not taken. A terminal names the place it stands in; a chat says who can correct it, `data` has the rest.

    `odd`: what is wrong with its letters. `other`: the place of the sign-in that it hides.
    """
    title = Message("secrets.refused", {"provider": provider})
    if not place:
        return Page(name=KEY_REFUSED, emoji="🔑", title=odd or title, data=data, next=next)
    body: list[Block] = [Line(odd or Message("secrets.stands_in", {"place": place}), only=FrontEnd.TERMINAL)]
    if other is not None:
        body.append(Line(Message("secrets.hides", {"place": place, "other": other}), only=FrontEnd.TERMINAL))
    else:
        body.append(Line(Message("secrets.correct", {"place": place}), only=FrontEnd.TERMINAL))
    kept = isinstance(other, Message)  # and not the names of variables
    body.append(
        Line(Message("secrets.ask_hides", {"other": other}) if kept else Message("secrets.ask"), only=FrontEnd.CHAT)
    )
    if variables:
        body.append(Line("unset " + " ".join(variables), only=FrontEnd.TERMINAL))
    return Page(name=KEY_REFUSED, emoji="🔑", title=title, body=(*body,), data=data, next=next)

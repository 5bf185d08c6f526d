"""A sign-in that is refused although there is one: which variable or file it came from, and what it hides."""

from typing import TYPE_CHECKING

from mediawright.secrets.find import place_of
from mediawright.services import actions
from mediawright.types.errors import SignInNeeded
from mediawright.types.message import Lang, Message

if TYPE_CHECKING:
    from mediawright.present.page import Page
    from mediawright.services.studio import Studio
    from mediawright.types.provider import Provider


def refused_key(studio: "Studio", provider: "Provider", lang: Lang) -> "Page | None":
    """The page about the key in use, where a person put it in some place; None where it is kept by us, or there is none:
    then signing in is what helps."""
    from mediawright.present import pages

    found = studio.accounts.credentials(provider.name)
    if not found:
        return None
    place, hidden = place_of(found[0]), found[1] if len(found) > 1 else None
    odd = _odd(studio, provider)
    if not place and odd is None:
        return None
    other = (place_of(hidden) or Message("secrets.kept_here")) if hidden is not None else None
    ways = (actions.action("auth", "status", provider=provider.name),) if hidden else actions.login(provider, lang)
    return pages.key_refused(
        provider.title,
        odd=odd,
        place=place,
        other=other,
        variables=tuple(place.split(", ")) if found[0].source.startswith("env:") else (),
        data={"source": found[0].source, "hides": hidden.source if hidden else None},
        next=ways,
    )


def _odd(studio: "Studio", provider: "Provider") -> Message | None:
    """What is wrong with the key's own letters, if anything is."""
    try:
        _ = studio.contexts.open(provider).credential
    except SignInNeeded as error:
        return error.message
    return None

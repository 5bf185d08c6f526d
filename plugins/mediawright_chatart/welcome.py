"""The sign-in message (§17.1): what opens up after signing in, from the model tables and never from a stale list."""

from mediawright.plugin import MediaKind, Message
from mediawright_chatart.catalogue import Entry, Kind, catalogue
from mediawright_chatart.faults import say


def welcome(link: str, *, first: bool, switching: bool = False) -> Message:
    """The whole message at first, a short one later; a switch begins with the reminder to sign out on the web page."""
    if switching:
        return say("chatart.auth.link_switch", link=link)
    if not first:
        return say("chatart.auth.link_again", link=link)
    return say("chatart.auth.link_first", link=link, **models())


def models() -> dict[str, str]:
    """The names for each of the three things that can be made, joined for reading."""
    entries = catalogue().entries
    clips = (Kind.T2V, Kind.I2V, Kind.OMNI, Kind.EXTEND)
    return {
        "videos": _names([entry for entry in entries if any(entry.offers(kind) for kind in clips)]),
        "images": _names([entry for entry in entries if entry.media is MediaKind.IMAGE]),
        "replace": _names([entry for entry in entries if entry.replace]),
    }


def _names(entries: list[Entry]) -> str:
    return " · ".join(entry.name for entry in entries)

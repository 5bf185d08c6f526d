"""What opens up after signing in (§17.1), from the model tables and never from a stale list.

The core's sign-in page says the rest: that ChatArt is connected, the bare link on its own line, and to answer "done".
"""

from mediawright.plugin import MediaKind, Message
from mediawright_chatart.errors import say
from mediawright_chatart.models import Entry, Kind, catalogue


def welcome(*, first: bool, switching: bool = False) -> Message | None:
    """The three things with their models at first, nothing at a renewal; a switch reminds of the web page's own account."""
    if switching:
        return say("chatart.auth.switch_reminder")
    return say("chatart.auth.opens", **models()) if first else None


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

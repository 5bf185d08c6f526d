"""What was said, spelled our way, and the one default that hangs on several fields at once."""

from mediawright.plugin import Operation, Request
from mediawright_chatart.models import catalogue

#: the vendor's own spelling of the largest clip
PIXELS = {"2160": "4k", "2160p": "4k"}


def complete(request: Request) -> Request:
    """The recommended model of a replacement hangs on its scope (§13.4); every other default is a table's."""
    request = spelled(request)
    if request.operation is not Operation.REPLACE_CHARACTER or request.model or not request.scope:
        return request
    scoped = [entry for entry in catalogue().entries if request.scope in entry.recommended]
    return request.with_(model=scoped[0].name) if scoped else request


def spelled(request: Request) -> Request:
    """A resolution as ChatArt's own tool takes it (720, 2160) under its neutral name (720p, 4k): the same value."""
    said = request.resolution or ""
    neutral = PIXELS.get(said, f"{said}p" if said.isdigit() else said)
    return request if neutral == said else request.with_(resolution=neutral)

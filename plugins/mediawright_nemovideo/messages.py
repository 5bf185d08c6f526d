"""Sentences of this provider's catalogue."""

from mediawright.plugin import Message
from mediawright_nemovideo.settings import PROVIDER


def say(key: str, /, **values: object) -> Message:
    """A sentence of this provider's catalogue."""
    return Message(f"{PROVIDER}.{key}", values, PROVIDER)

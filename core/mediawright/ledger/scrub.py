"""What must not be kept: the query of a link is where providers sign it, and a bearer is a key."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from mediawright.types.codec import plain, restore
from mediawright.types.foreign import harmless
from mediawright.types.request import Request

Redact = Callable[[str], str]

_LINK = re.compile(
    r"(?P<scheme>\b[a-z][a-z0-9+.-]*://)"
    r"(?:[^\s/?#@\"'<>]*@)?"  # user and password
    r"(?P<rest>[^\s?#\"'<>]*)"
    r"(?:[?#][^\s\"'<>]*)?",
    re.IGNORECASE,
)
# a digit inside, so that "basic lighting" stays what it is
_BEARER = re.compile(r"\b(Bearer|Basic)\s+(?=\S*\d)[A-Za-z0-9._~+/=-]{8,}", re.IGNORECASE)
_JWT = re.compile(r"\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")


def scrub_links(text: str) -> str:
    """The text with every link cut after its path: no query, no fragment, no user part."""
    return _LINK.sub(lambda match: match["scheme"] + match["rest"], text) if "://" in text else text


def scrub_text(text: str) -> str:
    """The same, without bearers and signed tokens, unseen marks and hidden links: for what a provider said."""
    return harmless(_JWT.sub("[hidden]", _BEARER.sub(r"\1 [hidden]", scrub_links(text))))


def scrub(value: Any, redact: Redact = scrub_text) -> Any:
    """The same for every string inside a plain JSON value."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {key: scrub(item, redact) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [scrub(item, redact) for item in value]
    return value


def settle_request(request: Request) -> Request:
    """A request that need not be sent any more: its links lose their queries, all else stays as it was asked."""
    return restore(Request, scrub(plain(request), scrub_links))

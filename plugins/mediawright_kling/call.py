"""A call of the API as it is made ready: where to, what, and how an input stands in it."""

from collections.abc import Callable, Mapping
from typing import Any

from mediawright.plugin import Media, dataclass

#: a local input's content, as the provider wants it: an address as it is, a file as raw base64
Value = Callable[[Media], Any]
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """One submit: where to, and what."""

    path: str
    body: Mapping[str, Any]

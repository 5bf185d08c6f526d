"""Defaults that hang on several fields at once: the one choice that a capability table cannot make."""

from mediawright.plugin import Operation, Request
from mediawright_chatart.catalogue import catalogue


def complete(request: Request) -> Request:
    """The recommended model of a replacement hangs on its scope (§13.4); every other default is a table's."""
    if request.operation is not Operation.REPLACE_CHARACTER or request.model or not request.scope:
        return request
    scoped = [entry for entry in catalogue().entries if request.scope in entry.recommended]
    return request.with_(model=scoped[0].name) if scoped else request

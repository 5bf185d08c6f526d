"""Conversations of tool calls: which one a call belongs to, and the settings that come with it."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from mediawright.mcp.arguments import Settings
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

#: the header that tells clients over HTTP apart
SESSION = "mcp-session-id"


def thread_of(request: Any, own: str, said: str | None) -> str | None:
    """The conversation of a call: the one that was named, else the client session's; `own` where the process has one client.

    `request`: what the transport attached to the call.

    None: several clients could be meant, and nothing is remembered rather than shown to another one.
    """
    if said and said.strip():
        return said.strip()
    headers = getattr(request, "headers", None)
    if headers is None:
        return own
    session = headers.get(SESSION)
    return f"mcp-{session}" if session else None


def settings_in(given: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as `media_quote` takes them. Raises InvalidRequest with every problem."""
    try:
        read = Settings.model_validate(dict(given))
    except ValidationError as error:
        fields = [str(problem["loc"][0]) if problem["loc"] else "settings" for problem in error.errors()]
        raise InvalidRequest(
            *(Problem(field, Message("mcp.bad_setting", {"field": field})) for field in dict.fromkeys(fields))
        ) from None
    return read.model_dump(mode="json", exclude_none=True)

"""A turn of a conversation as the request it asks for: the pending or last one, with its changes."""

from dataclasses import fields
from typing import Any

from mediawright.ledger.threads import Thread
from mediawright.router.dialogue import Context, Turn, context_of
from mediawright.types.codec import restore
from mediawright.types.operations import Operation
from mediawright.types.request import Request

#: what a turn may set or unset of a request by the same name
SETTABLE = frozenset(field.name for field in fields(Request)) - {"operation", "prompt", "media", "options", "shots"}


def context_in(thread: Thread | None) -> Context:
    """What the router is told of a conversation."""
    if thread is None:
        return Context()
    return context_of({**(thread.said.get("context") or {}), "language": thread.lang})


def revised(thread: Thread, turn: Turn) -> Request | None:
    """The conversation's request with what a turn changes; None where the turn asks for more than values to be set."""
    kept = thread.said.get("request")
    settable = set(turn.params) | set(turn.drop) <= SETTABLE and not turn.files and not turn.then
    if not isinstance(kept, dict) or not settable:
        return None
    request = restore(Request, kept)
    if turn.operation not in (None, request.operation.value):
        return None
    changes: dict[str, Any] = dict.fromkeys(turn.drop) | dict(turn.params)
    if turn.provider and turn.provider != request.provider:
        changes |= {"provider": turn.provider, "model": changes.get("model")}
    if turn.prompt is not None:
        changes["prompt"] = turn.prompt
    return request.with_(**changes, operation=Operation(request.operation))

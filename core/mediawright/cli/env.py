"""What only the command line reads from the environment."""

import os

from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

#: shows the traceback of a bug
DEBUG = "MEDIAWRIGHT_DEBUG"
#: what names a conversation, and characters of an id
THREAD, LONGEST_THREAD = "MEDIAWRIGHT_THREAD", 200


def named_thread(said: str | None) -> str | None:
    """The conversation that a command names, if it does. Raises InvalidRequest for an id that is too long."""
    found = (said or os.environ.get(THREAD, "")).strip() or None
    if found is not None and len(found) > LONGEST_THREAD:
        raise InvalidRequest(Problem("thread", Message("thread.too_long", {"most": LONGEST_THREAD})))
    return found


def acting_as(name: str | None) -> bool:
    """Let this process act as a person who is named on the command line, with their token. Raises NotProved."""
    if name is None:
        return False
    from mediawright.cli.acting import act_as

    act_as(name)
    return True

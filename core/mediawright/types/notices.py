"""What can be told of a job that came to an end, and how far the telling is."""

from enum import StrEnum

from mediawright.types.states import State


class Ending(StrEnum):
    """How a job ended, in the words that a target is chosen by. A job that needs a person goes on once the person did
    something."""

    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    NEEDS_PERSON = "needs_person"


class Delivery(StrEnum):
    """How far a notice is. DROPPED: there was nothing to tell any more, or its target did not want it."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    GAVE_UP = "gave_up"
    DROPPED = "dropped"


#: the state that a job moved to → how it ended
ENDINGS = {
    State.DONE: Ending.DONE,
    State.FAILED: Ending.FAILED,
    State.CANCELLED: Ending.CANCELLED,
    State.EXPIRED: Ending.CANCELLED,
    State.UNCERTAIN: Ending.NEEDS_PERSON,
}
#: the event of a job that was left where it stands because only a person can help
STOPPED = "stopped"

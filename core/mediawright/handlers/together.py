"""What is said alike of requests that one approval covers, be they a batch's lines or one wish at several models."""

from collections.abc import Sequence

from mediawright.services.batch_carrying import Item
from mediawright.types.errors import MediawrightError, RefusedByPolicy, StillRunning, TaskFailed, Uncertain
from mediawright.types.message import Message
from mediawright.types.states import State


def notes_of(items: Sequence[Item]) -> list[Message]:
    """What a person is asked to agree to besides the price, each said once."""
    told: list[Message] = []
    for note in (note for item in items if item.plan is not None for note in item.plan.notes):
        told += [note] if note not in told else []
    return told


def unsettled_jobs(items: Sequence[Item]) -> tuple[str, ...]:
    """The ids of the jobs that may have been accepted although no answer came, each once."""
    return tuple(dict.fromkeys(str(item.failure.data["job"]) for item in items if isinstance(item.failure, Uncertain)))


def failure_of(items: Sequence[Item], failed: str) -> MediawrightError | None:
    """The outcome that most needs attention: money nobody is sure about, then what goes on, then what went wrong.

    `failed`: the key of the sentence that counts those that went wrong, where they are several.
    """
    failures = [item.failure for item in items if item.failure]
    uncertain = next((error for error in failures if isinstance(error, Uncertain)), None)
    if uncertain is not None:
        return uncertain
    going = sum(not item.over for item in items)
    if going:
        return StillRunning(Message("batch.still_running", {"n": going}))
    refused = next((error for error in failures if isinstance(error, RefusedByPolicy)), None)
    if refused is not None:
        return refused
    lost = sum(item.job is None or item.job.state is not State.DONE for item in items)
    if not lost:
        return None
    known = next(iter(failures), None)
    return known if known is not None and lost == 1 else TaskFailed(Message(failed, {"n": lost}))

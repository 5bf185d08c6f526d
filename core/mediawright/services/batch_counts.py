"""How far a batch has come: how many lines are done, and what became of each."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mediawright.types.states import State

if TYPE_CHECKING:
    from mediawright.services.batch_carrying import Item


def counts(items: "Sequence[Item]") -> dict[str, int]:
    """How many are done, failed, at work and still to come."""
    found = Counter(_word(item) for item in items)
    return {word: found[word] for word in ("done", "failed", "at_work", "to_come")}


def _word(item: "Item") -> str:
    if item.job is not None and item.job.state is State.DONE:
        return "done"
    if item.over:
        return "failed"
    return "at_work" if item.at_work else "to_come"


def result_line(item: "Item") -> dict[str, Any]:
    """What became of one line, for the results file."""
    from mediawright.services.job_data import job_data

    said: dict[str, Any] = {"line": item.order.line, "id": item.order.id}
    said |= job_data(item.job) if item.job else {"job": None, "state": "not_started"}
    said["error"] = {"code": item.failure.code} if item.failure else None
    return said

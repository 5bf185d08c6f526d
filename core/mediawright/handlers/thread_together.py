"""What one approval to many requests leaves to talk about."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mediawright.types.job import Job
from mediawright.types.request import Request
from mediawright.types.states import State


def said_of(jobs: Sequence[Job], context_of: Callable[[Request], Mapping[str, Any]]) -> dict[str, Any]:
    """Everything that was made, counted through all jobs. `context_of`: a request as a context has it."""
    done = [job for job in jobs if job.state is State.DONE]
    kinds = [asset.kind.value for job in done for asset in job.assets]
    if not kinds:
        return {"context": {"stage": "none"}}
    made = [{"kind": name, "count": kinds.count(name)} for name in dict.fromkeys(kinds)]
    context = {**context_of(done[0].request), "stage": "done", "results": made, "price": None}
    return {"context": context, "jobs": [job.id for job in done]}

"""Creates of ours whose task is not known yet, and the tasks that are: for lists that repeat nothing of ours.

Where a list names neither our id nor our words, a row can be ours only while no other create like it is open, and never
where it is known as the task of another job.
"""

from datetime import datetime, timedelta
from typing import Any

from mediawright.plugin import Context
from mediawright.types.dataclass import dataclass
from mediawright.types.job import Job

#: so many open creates and so many own tasks are remembered
MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCreate:
    """A create: by which values a list shows it, when it was noted, and whether its answer was lost."""

    key: str
    at: datetime
    lost: bool = False


class OpenCreates:
    """The open creates of a provider on this machine, across processes. What is older than `life_s` is forgotten."""

    def __init__(self, ctx: Context, life_s: float) -> None:
        self._ctx, self._life = ctx, timedelta(seconds=life_s)

    def note(self, job: Job, key: str, *, lost: bool = False) -> None:
        """Note that a create is on its way, or that its answer was lost and nobody can tell what became of it."""
        self._keep(self._all() | {job.id: [key, self._ctx.clock.now().isoformat(), lost]})

    def settle(self, job: Job, task: str = "") -> None:
        """Note what came of it: its task, or that there is none."""
        self._keep({name: value for name, value in self._all().items() if name != job.id})
        if task:
            self._ctx.keep("own", [*(self._ctx.recall("own") or []), task][-MOST:])

    def like(self, job: Job, key: str) -> list[OpenCreate]:
        """Return the creates of other jobs that a list would show by the same values."""
        rows = [value for name, value in self._all().items() if name != job.id and value[0] == key]
        return [OpenCreate(key=row[0], at=datetime.fromisoformat(row[1]), lost=row[2]) for row in rows]

    def owns(self, task: str) -> bool:
        """Tell whether a task is known as that of a job of ours."""
        return task in (self._ctx.recall("own") or [])

    def _all(self) -> dict[str, Any]:
        oldest = (self._ctx.clock.now() - self._life).isoformat()
        kept = (self._ctx.recall("open") or {}).items()
        return {name: [*value, False][:3] for name, value in kept if value[1] > oldest}

    def _keep(self, found: dict[str, Any]) -> None:
        self._ctx.keep("open", dict(list(found.items())[-MOST:]))

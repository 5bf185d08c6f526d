"""What the keeper needs of an engine that hands out turns: a line before each provider, and the turns that are out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from mediawright.types.dataclass import dataclass

#: jobs at once at a provider that names no limit
SLOTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveTurn:
    """A turn that waits in its queue, or is out with a worker (`worker`, since `began`)."""

    id: str
    queue: str
    worker: str | None = None
    began: datetime | None = None

    @property
    def out(self) -> bool:
        return self.worker is not None


class Line(Protocol):
    """The engine as the keeper sees it. Every call may raise LocalFault where the database does not answer."""

    def live(self) -> list[LiveTurn]:
        """Every turn that waits or is out."""

    def hand_out(self, turn: str, job_id: str, queue: str, priority: int) -> None:
        """Put a turn in line; one that was there before under this name stays as it is, and is never run again."""

    def resume(self, turns: Sequence[str], queue: str) -> None:
        """Put turns that are out back in line; those that ended stay as they are."""

    def forget(self, before: datetime) -> int:
        """Delete turns that ended before that time; how many."""


def queue_of(line: str, machine: str | None) -> str:
    """The queue of an account's jobs at a provider (`types.accounts.line_of`): those of any machine, or those that only the
    workers of one machine can carry."""
    return f"make-{line}" if machine is None else f"make-{line}@{machine}"

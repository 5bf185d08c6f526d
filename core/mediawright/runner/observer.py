"""What a runner tells the one who waits. A front end passes its own view in; the runner never prints."""

from typing import Protocol

from mediawright.types.job import Job, Progress
from mediawright.types.message import Message


class ProgressObserver(Protocol):
    """How one wait is shown. Called from the runner's own task: must return at once, and may be called as often as the
    runner likes; a view thins out by itself."""

    def start(self, job: Job, expected_s: tuple[float, float] | None = None) -> None:
        """The wait begins; `expected_s` is the usual time from submit to result, in seconds."""

    def update(self, progress: Progress) -> None:
        """What the last poll said."""

    def say(self, message: Message) -> None:
        """A sentence for the person, at once."""

    def done(self) -> None:
        """The wait is over, however it ended. May be called without a start."""


class NullObserver:
    """Nobody is watching."""

    def start(self, job: Job, expected_s: tuple[float, float] | None = None) -> None:
        return None

    def update(self, progress: Progress) -> None:
        return None

    def say(self, message: Message) -> None:
        return None

    def done(self) -> None:
        return None

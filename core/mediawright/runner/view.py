"""What a runner tells the one who waits. A face passes its own view in; the runner never prints."""

from typing import Protocol

from mediawright.types.job import Job, Progress
from mediawright.types.message import Message


class View(Protocol):
    """Called from the runner's own task; must return at once."""

    def start(self, job: Job, expected_s: tuple[float, float] | None = None) -> None: ...

    def update(self, progress: Progress) -> None: ...

    def say(self, message: Message) -> None: ...

    def done(self) -> None: ...


class Silent:
    """Nobody is watching."""

    def start(self, job: Job, expected_s: tuple[float, float] | None = None) -> None:
        return None

    def update(self, progress: Progress) -> None:
        return None

    def say(self, message: Message) -> None:
        return None

    def done(self) -> None:
        return None

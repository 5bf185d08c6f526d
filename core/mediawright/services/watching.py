"""Follow the states of jobs by the ledger alone: whatever process moves them, and without asking any provider."""

from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

from mediawright.types.dataclass import dataclass
from mediawright.types.job import Job
from mediawright.types.states import IN_FLIGHT, State

if TYPE_CHECKING:
    from mediawright.ledger.feed import Change
    from mediawright.services.studio import Studio

#: seconds between two looks at the ledger's version; it is read only where that is another one
TICK_S = 0.5
#: what goes on by itself: an approved job may never be sent, an uncertain one waits for a person
GOES_ON = IN_FLIGHT | {State.SUBMITTING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One thing that a watch tells. `job`: a change (`snapshot`: of before the watch began), with the job as it is now;
    `watching`: the snapshot is over, with `jobs` of them; `idle`: nothing goes on any more."""

    event: str
    change: "Change | None" = None
    job: Job | None = None
    snapshot: bool = False
    jobs: int = 0


class Watch:
    """One watch over one ledger. `thread`: only jobs of that conversation; `until_idle`: it ends when nothing goes on;
    `wanted` says whether anyone still reads."""

    def __init__(
        self, studio: "Studio", thread: str | None, *, until_idle: bool, wanted: Callable[[], bool] = lambda: True
    ) -> None:
        self._studio = studio
        self._thread = thread
        self._until_idle = until_idle
        self._wanted = wanted
        self._states: dict[str, State] = {}
        self._quiet = 0
        #: the ledger's file is another one now: a new watch sees that one
        self.replaced = False

    async def seen(self) -> AsyncIterator[Seen]:
        """What there is, then every change. Raises LocalFault where the ledger cannot be read."""
        while not self._studio.has_ledger:
            if self._until_idle:
                yield Seen(event="idle")
            if self._until_idle or not self._wanted():
                return
            await self._studio.clock.sleep(TICK_S)
        feed, file = self._studio.ledger.feed, self._file()
        version = feed.version()
        top, standing = feed.standing(self._thread)
        for change in standing:
            yield self._told(change, snapshot=True)
        yield Seen(event="watching", jobs=len(standing))
        while self._wanted() and not self._over():
            await self._studio.clock.sleep(TICK_S)
            if self._file() != file:
                self.replaced = True
                return
            now = feed.version()
            if now != version:
                version = now
                for change in feed.since(top):
                    top = change.seq
                    if self._thread is None or change.thread == self._thread:
                        yield self._told(change)
        if self._quiet > 1:
            yield Seen(event="idle")

    def _told(self, change: "Change", *, snapshot: bool = False) -> Seen:
        self._states[change.job_id] = change.state
        self._quiet = 0
        return Seen(event="job", change=change, job=self._studio.ledger.get(change.job_id), snapshot=snapshot)

    def _over(self) -> bool:
        """Nothing goes on, and did not at the last look either: the next job of a batch may be about to start."""
        goes_on = GOES_ON.intersection(self._states.values()) or self._in_line()
        self._quiet = 0 if goes_on else self._quiet + 1
        self._quiet = self._quiet if self._until_idle else 0
        return self._quiet > 1

    def _in_line(self) -> bool:
        """Does an approved job wait for a worker that is there?"""
        approved = [job for job, state in self._states.items() if state is State.APPROVED] if self._until_idle else []
        return any(self._studio.in_line(self._studio.ledger.get(job)) for job in approved)

    def _file(self) -> int | None:
        try:
            return self._studio.home.ledger.stat().st_ino
        except OSError:
            return None

"""One turn: a job is carried as far as it goes, and the word with which the turn ends says what is next."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Protocol

from mediawright.context.protocol import Clock
from mediawright.ledger import Ledger
from mediawright.os_errors import DISK_FULL
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import (
    Busy,
    LocalFault,
    MediawrightError,
    Retry,
    StillRunning,
    Uncertain,
    Unreachable,
)
from mediawright.types.job import Job
from mediawright.types.message import Lang, Message
from mediawright.types.states import FINAL

#: seconds until a job whose turn ended undone gets another one, by the turns that ended so; then the last once more, or
#: never where nothing but a person's word helps
AGAIN_S = (60.0, 300.0, 1800.0)
#: the shortest and the longest wait within a turn, seconds
SHORTEST_S, LONGEST_S = 1.0, 60.0
#: the longest wait for a ledger that does not answer, seconds: a look at it costs no one else anything
LEDGER_S = 5.0
#: seconds before a provider without room is asked again
NO_ROOM_S = 15.0
#: seconds for which a worker whose disk is full leaves jobs to others, and for which it holds such a turn back
FULL_S, HELD_BACK_S = 60.0, 1.0
#: the word of a turn that another worker is to have
PASSED_ON = "passed_on"


class Runs(Protocol):
    """What carries a job from whatever state it is in (`runner.Runner`)."""

    async def run(self, job: Job, *, lang: Lang = "en") -> Job: ...


@dataclass(frozen=True, slots=True)
class Pause:
    """The turn goes on after so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class End:
    """The turn is over with this word; the next one begins in so many seconds (None: when a person says so)."""

    word: str
    again_s: float | None


def verdict(error: MediawrightError, tries: int, failures: int) -> Pause | End:
    """What an error makes of a turn. `tries`: turns of the job that ended undone before; `failures`: errors in this one."""
    wait = min(LONGEST_S, SHORTEST_S * 2.0 ** min(failures, 10))
    if isinstance(error, Busy):
        return Pause(error.retry_after if error.retry_after is not None else NO_ROOM_S)
    if isinstance(error, (Unreachable, StillRunning)) and error.retry is not Retry.NEVER:
        return Pause(wait)
    if isinstance(error, LocalFault) and error.retry is not Retry.NEVER:
        return Pause(min(wait, LEDGER_S))
    if isinstance(error, Uncertain):
        return End(error.code, AGAIN_S[tries] if tries < len(AGAIN_S) else None)
    return End(error.code, AGAIN_S[min(tries, len(AGAIN_S) - 1)])


class Carrier:
    """Carries the jobs of one worker, `name`. `ended` hears of each turn that is over, `say` what its log tells.

    Where its disk is full, jobs that another worker takes are passed on: the turn ends, and the keeper deals the next one.
    """

    def __init__(
        self,
        runner: Runs,
        ledger: Ledger,
        clock: Clock,
        lang_of: Callable[[Job], Lang] = lambda job: "en",
        ended: Callable[[], None] = lambda: None,
        *,
        name: str = "",
        say: Callable[[str, Mapping[str, object]], None] = lambda event, data: None,
    ) -> None:
        self._runner = runner
        self._ledger = ledger
        self._clock = clock
        self._lang_of = lang_of
        self._ended = ended
        self._name = name
        self._say = say
        self._full_until = float("-inf")
        self._tasks: dict[str, asyncio.Task[str]] = {}
        self.draining = False

    @property
    def turns(self) -> frozenset[str]:
        """The turns that are out here."""
        return frozenset(self._tasks)

    async def carry(self, turn: str, job_id: str) -> str:
        """One turn to its end; the word that it ended with. A turn that comes twice is carried once.

        Whoever drains takes nothing on: such a turn never ends here, and is put back in line.
        """
        if self.draining:
            await asyncio.Event().wait()
        task = self._tasks.get(turn)
        if task is None:
            task = self._tasks[turn] = asyncio.create_task(self._carried(turn, job_id))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if self.draining and task.cancelled():
                await asyncio.Event().wait()
            raise
        finally:
            if task.done():
                self._tasks.pop(turn, None)

    async def stop(self) -> None:
        """Let go of every job: each gives its lease back. What was being sent is looked up by whoever takes it up."""
        self.draining = True
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _carried(self, turn: str, job_id: str) -> str:
        failures = 0
        while True:
            try:
                job = self._ledger.get(job_id)
                if self._clock.monotonic() < self._full_until and self._others(job_id):
                    await self._clock.sleep(HELD_BACK_S)
                    return self._over(PASSED_ON)
                if job.state not in FINAL:
                    job = await self._runner.run(job, lang=self._lang_of(job))
                return self._over(job.state.value)
            except Exception as error:  # noqa: BLE001  a turn raises nothing: the engine would keep its traceback
                told = _told(error)
            try:
                job = self._ledger.get(job_id)
                if job.state in FINAL:
                    return self._over(job.state.value)
                if told.message.key == DISK_FULL:
                    self._full_until = self._clock.monotonic() + FULL_S
                    self._say("disk_full", {"job": job_id})
                    if self._others(job_id):
                        return self._over(PASSED_ON)
                known = self._ledger.turns.of(job_id)
                what = verdict(told, known.tries if known else 0, failures)
                if isinstance(what, End):
                    self._ledger.turns.ended(turn, what.word, told.message, what.again_s)
                    return self._over(what.word)
            except LocalFault as fault:
                what = verdict(fault, 0, failures)
                if isinstance(what, End):  # nothing can be written down: the keeper deals another turn
                    return self._over(what.word)
            failures += 1
            await self._clock.sleep(what.seconds)

    def _others(self, job_id: str) -> bool:
        """Is there another worker that takes this job? Raises LocalFault."""
        turn = self._ledger.turns.of(job_id)
        return turn is not None and self._ledger.roster.serving(turn.line, turn.machine, but=self._name)

    def _over(self, word: str) -> str:
        self._ended()
        return word


def _told(error: Exception) -> MediawrightError:
    """The error as one that can be told: what was not foreseen is a fault on this machine, and the job stands."""
    if isinstance(error, MediawrightError):
        return error
    return LocalFault(Message("error.unexpected"), data={"cause": type(error).__name__})

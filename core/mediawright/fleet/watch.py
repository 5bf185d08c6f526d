"""Where workers serve a ledger, a front end follows the row of a job; where none does, it carries the job as ever."""

from mediawright.commands.action import Action
from mediawright.ledger.turns import Turn
from mediawright.runner.execution import deadline_of, still_running
from mediawright.runner.observer import NullObserver, ProgressObserver
from mediawright.runner.runner import SENDING, Runner, finished, not_confirmed
from mediawright.types.errors import LocalFault, MediawrightError, Retry, SignInNeeded, Uncertain
from mediawright.types.job import Job
from mediawright.types.message import Lang, Message
from mediawright.types.states import FINAL, State

#: seconds between two looks at the row; and for how long no worker may be heard of before the job is carried here
STEP_S, UNSERVED_S = 0.5, 30.0
#: what starts one
WORKER = Action.of("worker")


class StoppedInLine(LocalFault):
    """A worker let go of the job for a reason that it has told; the job stands, and is taken up again."""

    retry = Retry.LATER


class NoWorker(LocalFault):
    """Workers were to carry the job, none is there any more, and this machine cannot: the job stands."""

    retry = Retry.LATER


class FollowingRunner(Runner):
    """A runner that leaves to the workers what they take, and says how it goes on."""

    async def run(
        self, job: Job, *, lang: Lang = "en", timeout: float | None = None, observer: ProgressObserver | None = None
    ) -> Job:
        """As `Runner.run`; `timeout` ends the wait, not the job."""
        end = deadline_of(self._clock, timeout)
        if not self._left_to_workers(job):
            return await self._here(job, lang, timeout, observer)
        ended = await self._followed(job, end, observer or NullObserver())
        if ended is not None:
            return ended
        left = None if end is None else max(0.0, end - self._clock.monotonic())
        return await self._here(job, lang, left, observer)

    async def _here(self, job: Job, lang: Lang, timeout: float | None, observer: ProgressObserver | None) -> Job:
        """Carry it in this process. Raises NoWorker in place of SignInNeeded where workers were to carry it."""
        try:
            return await super().run(job, lang=lang, timeout=timeout, observer=observer)
        except SignInNeeded as error:
            if self._ledger.turns.of(job.id) is None:
                raise
            provider = self._registry.load(job.provider).provider
            told = Message("fleet.no_worker", {"provider": provider.title})
            raise NoWorker(told, provider=job.provider, data={"job": job.id}, next=(WORKER,)) from error

    async def send(
        self, job: Job, *, lang: Lang = "en", timeout: float | None = None, observer: ProgressObserver | None = None
    ) -> Job:
        """As `Runner.send`; what a worker takes is returned as it stands: in line."""
        if not self._left_to_workers(job):
            return await super().send(job, lang=lang, timeout=timeout, observer=observer)
        self.begun(job.id)
        return finished(self._ledger.get(job.id))

    def _left_to_workers(self, job: Job) -> bool:
        """Is it in line, with a worker that takes it? A turn that ended undone begins again: a person asked for it."""
        turn = self._ledger.turns.of(job.id)
        if turn is None or turn.state in FINAL or not self._served(turn):
            return False
        if turn.outcome is not None:
            self._ledger.turns.again(job.id)
        return True

    def _served(self, turn: Turn) -> bool:
        return self._ledger.roster.serving(turn.line, turn.machine)

    async def _followed(self, job: Job, end: float | None, observer: ProgressObserver) -> Job | None:
        """Follow the row to its end; None where no worker was heard of for too long. Raises as a runner would."""
        self.begun(job.id)
        first = self._ledger.turns.of(job.id)
        before = (first.number, first.outcome) if first is not None else (0, None)
        if job.state in SENDING:
            observer.say(Message("fleet.in_line"))
        observer.start(job, self.usual(job))
        served_at, told = self._clock.monotonic(), False
        try:
            while True:
                row = self._ledger.get(job.id)
                if row.state in FINAL:
                    return finished(row)
                if row.state is State.QUOTED:
                    raise not_confirmed(row)
                turn = self._ledger.turns.of(job.id)
                now = self._clock.monotonic()
                if turn is None or (not self._served(turn) and now - served_at > UNSERVED_S):
                    return None
                if self._served(turn):
                    served_at, told = now, False
                elif not told:
                    told = True
                    observer.say(Message("fleet.unheard"))
                if turn.outcome is not None and (turn.number, turn.outcome) != before:
                    raise stopped(row, turn)
                if turn.outcome is None:
                    before = (turn.number, None)
                if end is not None and now >= end:
                    raise still_running(row)
                await self._clock.sleep(STEP_S)
        finally:
            observer.done()


def stopped(job: Job, turn: Turn) -> MediawrightError:
    """What a worker ran into, as the one who waits is told."""
    kind = {Uncertain.code: Uncertain, SignInNeeded.code: SignInNeeded}.get(turn.outcome or "")
    data = {"job": job.id, "outcome": turn.outcome}
    if kind is SignInNeeded:
        return StoppedInLine(Message("fleet.worker_signed_out"), provider=job.provider, data=data)
    if kind is not None:
        return kind(turn.told, provider=job.provider, data=data)
    return StoppedInLine(Message("fleet.stopped", {"cause": turn.told or Message("error.unexpected")}), data=data)

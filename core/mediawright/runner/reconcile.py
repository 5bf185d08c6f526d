"""What became of a submit whose answer was lost: looked up at the provider, never guessed and never sent again."""

from mediawright.runner.desk import Desk
from mediawright.types.errors import MediawrightError, Rejected, SignInNeeded, Uncertain
from mediawright.types.job import Job
from mediawright.types.message import Message
from mediawright.types.states import State
from mediawright.types.verdicts import CannotTell, Found, NotAccepted, Reconciled

#: a provider may show a task only after a while: so many looks, so many seconds apart
LOOKS, APART = 2, 15.0


async def reconcile(job: Job, desk: Desk) -> Job:
    """Settle an uncertain job: adopted (row `submitted`), surely not accepted (row `failed`), or still uncertain.

    Raises NotArrived when it was not accepted, Uncertain when nobody can tell (also where the time for a second look is
    not there: the row says the same either way), SignInNeeded.
    """
    verdict = await _look(job, desk)
    desk.ledger.note(job.id, "reconciled", verdict=type(verdict).__name__)
    if isinstance(verdict, Found):
        desk.view.say(Message("runner.found", {"provider": desk.plugin.provider.title}))
        changes = {"task": verdict.task, "submitted_at": job.submitted_at or desk.clock.now()}
        return desk.ledger.move(job.id, State.UNCERTAIN, State.SUBMITTED, **changes)
    if isinstance(verdict, NotAccepted):
        reason = verdict.why or Message("runner.not_accepted")
        desk.ledger.move(job.id, State.UNCERTAIN, State.FAILED, reason=reason, finished_at=desk.clock.now())
        raise NotArrived(reason, provider=job.provider, data={"job": job.id})
    raise Uncertain(verdict.check, provider=job.provider, data={"job": job.id})


class NotArrived(Rejected):
    """A lost submit surely never arrived: nothing was charged, and the person may say yes again."""


async def _look(job: Job, desk: Desk) -> Reconciled:
    if not desk.plugin.has("reconcile"):
        return CannotTell()
    verdict: Reconciled = CannotTell()
    for look in range(LOOKS):
        if look and desk.left() <= APART:
            break
        if look:
            desk.view.say(Message("runner.second_look", {"provider": desk.plugin.provider.title, "seconds": APART}))
            await desk.pause(job, APART)
        try:
            verdict = await desk.plugin.reconcile(desk.ctx, job)
        except SignInNeeded:
            if not await desk.renew():
                raise
            continue
        except MediawrightError as error:
            desk.ledger.note(job.id, "look_failed", error=error.code)
            continue
        if not isinstance(verdict, CannotTell):
            return verdict
    return verdict

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

    Raises Rejected when it was not accepted, Uncertain when nobody can tell, SignInNeeded.
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
        raise Rejected(reason, provider=job.provider, data={"job": job.id})
    message = verdict.check or Message("error.uncertain", {"provider": desk.plugin.provider.title})
    raise Uncertain(message, provider=job.provider, data={"job": job.id})


async def _look(job: Job, desk: Desk) -> Reconciled:
    if not desk.plugin.has("reconcile"):
        return CannotTell()
    verdict: Reconciled = CannotTell()
    for look in range(LOOKS):
        if look:
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

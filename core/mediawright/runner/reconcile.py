"""What became of a submit whose answer was lost: looked up at the provider, never guessed and never sent again."""

from collections.abc import Sequence
from typing import Any

from mediawright.runner.execution import JobExecution
from mediawright.types.auth import HistoryItem
from mediawright.types.codec import plain
from mediawright.types.errors import MediawrightError, Rejected, SignInNeeded, Uncertain
from mediawright.types.job import Event, Job, Task
from mediawright.types.message import Message
from mediawright.types.states import State
from mediawright.types.submitting import is_task_id
from mediawright.types.verdicts import CannotTell, Found, NotAccepted, Reconciled

#: under this name a verdict's candidates are in the job's events and in the failure
CANDIDATES = "candidates"
#: a provider may show a task only after a while: so many polls, so many seconds apart
POLLS, RECONCILE_POLL_INTERVAL_S = 2, 15.0
#: seconds after `submitting` before "never accepted" is believed: how long a silent line may still carry the request
#: (`HttpLimits.read_s`), and then some for the provider to take it up
UNSURE_S = 60.0 + 30.0


async def reconcile(job: Job, execution: JobExecution) -> Job:
    """Settle an uncertain job: adopted (row `submitted`), surely not accepted (row `failed`), or still uncertain.

    Raises NotArrived when it was not accepted, Uncertain when nobody can tell (also where the time for a second poll is
    not there: the row says the same either way), SignInNeeded.
    """
    verdict = await _believable(job, execution)
    title = execution.plugin.provider.title
    if isinstance(verdict, Found) and not is_task_id(verdict.task.id):
        verdict = CannotTell()  # nothing could look for it again
    if isinstance(verdict, Found):
        at = job.submitted_at or execution.clock.now()
        taken = execution.ledger.take_task(job.id, State.UNCERTAIN, verdict.task, submitted_at=at)
        if taken is not None:
            execution.ledger.note(job.id, "reconciled", verdict=Found.__name__)
            execution.observer.say(Message("runner.found", {"provider": title}))
            return taken
        owner = execution.ledger.job_of_task(verdict.task.id, job.provider)
        values = {"provider": title, "job": owner.id if owner else ""}
        verdict = CannotTell(Message("runner.task_has_an_owner", values))
    shown = [told(item) for item in _unowned(verdict, job, execution)] if isinstance(verdict, CannotTell) else []
    execution.ledger.note(
        job.id, "reconciled", verdict=type(verdict).__name__, **({CANDIDATES: shown} if shown else {})
    )
    if isinstance(verdict, NotAccepted):
        reason = verdict.why or Message("runner.not_accepted")
        execution.ledger.move(job.id, State.UNCERTAIN, State.FAILED, reason=reason, finished_at=execution.clock.now())
        raise NotArrived(reason, provider=job.provider, data={"job": job.id})
    raise Uncertain(verdict.check, provider=job.provider, data={"job": job.id} | ({CANDIDATES: shown} if shown else {}))


def _unowned(verdict: CannotTell, job: Job, execution: JobExecution) -> list[HistoryItem]:
    """The candidates that no other job of this record has."""
    owners = [(item, execution.ledger.job_of_task(item.id, job.provider)) for item in verdict.candidates]
    return [item for item, owner in owners if owner is None or owner.id == job.id]


def told(item: HistoryItem) -> dict[str, Any]:
    """A candidate as it is kept and shown: no link, which may carry a secret."""
    task = item.task if isinstance(item.task, Task) else None
    kept = {"id": item.id, "kind": item.kind, "state": item.state, "created_at": plain(item.created_at)}
    more = {"prompt": item.prompt, "model": item.model, "task": plain(task) if task else None}
    return kept | {name: value for name, value in more.items() if value}


def candidates_of(events: Sequence[Event]) -> list[dict[str, Any]]:
    """The candidates of the latest look-up, as `told` keeps them."""
    verdicts = [event for event in events if event.kind == "reconciled"]
    return list(verdicts[-1].data.get(CANDIDATES, ())) if verdicts else []


class NotArrived(Rejected):
    """A lost submit surely never arrived: nothing was charged, and the person may say yes again."""


async def _believable(job: Job, execution: JobExecution) -> Reconciled:
    """Look, and take "not accepted" only for what is seen once the request can no longer be on its way.

    A request whose process was killed or frozen may reach the provider after the first poll.
    """
    verdict, wait = await _poll(job, execution), _too_early(job, execution)
    if not isinstance(verdict, NotAccepted) or wait <= 0:
        return verdict
    values = {"provider": execution.plugin.provider.title, "seconds": wait}
    if execution.left() <= wait:
        return CannotTell(Message("runner.too_early", values))
    execution.observer.say(Message("runner.second_look", values))
    await execution.pause(job, wait)
    return await _poll(job, execution)


def _too_early(job: Job, execution: JobExecution) -> float:
    """Return for how many seconds a request may still be on its way; never more than `UNSURE_S`, whatever the clock did."""
    moves = (event for event in reversed(execution.ledger.events(job.id)) if event.kind == "moved")
    began = next((event.at for event in moves if event.data.get("to") == State.SUBMITTING), job.updated_at)
    return UNSURE_S - max(0.0, (execution.clock.now() - began).total_seconds())


async def _poll(job: Job, execution: JobExecution) -> Reconciled:
    if not execution.plugin.has("reconcile"):
        return CannotTell()
    verdict: Reconciled = CannotTell()
    for poll in range(POLLS):
        if poll and execution.left() <= RECONCILE_POLL_INTERVAL_S:
            break
        if poll:
            execution.observer.say(
                Message(
                    "runner.second_look",
                    {"provider": execution.plugin.provider.title, "seconds": RECONCILE_POLL_INTERVAL_S},
                )
            )
            await execution.pause(job, RECONCILE_POLL_INTERVAL_S)
        try:
            verdict = await execution.plugin.reconcile(execution.ctx, job)
        except SignInNeeded:
            if not await execution.renew():
                raise
            continue
        except MediawrightError as error:
            execution.ledger.note(job.id, "look_failed", error=error.code)
            continue
        if not isinstance(verdict, CannotTell):
            return verdict
    return verdict

"""On a shared ledger an approved job is offered to the workers in the step in which it is approved: nothing lies between."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from mediawright.ledger import budget_usage, jobs
from mediawright.ledger.budget_usage import Allowance
from mediawright.ledger.jobs import Store
from mediawright.ledger.roster import Roster
from mediawright.ledger.turns import Turns
from mediawright.types.accounts import line_of
from mediawright.types.job import Job
from mediawright.types.money import Approval

#: how long an approval holds that waits in line for a worker
IN_LINE = timedelta(hours=24)
#: the machine whose workers can carry a job; None: any
Reach = Callable[[Job], str | None]


def approve_and_offer(
    store: Store, job_id: str, approval: Approval, allowance: Allowance | None, reach: Reach, priority: int
) -> Job:
    """As `budget_usage.approve`; the job stands in line then, whether or not there is a worker now."""
    waiting = jobs.read(store, job_id)
    machine = reach(waiting)  # looks at the disk: not while others wait for this transaction
    with store.db.write():
        if Roster(store).serving(line_of(waiting.provider, waiting.account), machine):
            approval = lasting(approval)
        job = budget_usage.approve(store, job_id, approval, allowance)
        Turns(store).offer(job.id, machine, priority=priority, account=job.account)
        return job


def lasting(approval: Approval) -> Approval:
    """The approval, which holds at least as long as one may wait in line."""
    if approval.expires_at is None:
        return approval
    return replace(approval, expires_at=max(approval.expires_at, approval.at + IN_LINE))

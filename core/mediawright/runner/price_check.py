"""A price that was told long ago is asked for again before anything is sent: a wait in line makes nothing dearer.

The same rule as at a confirmation (`types.money.dearer`): within the life of its quote a price holds, after it the price of
now must not be above it.
"""

from mediawright.commands.action import Action
from mediawright.runner.execution import JobExecution
from mediawright.types.errors import ConfirmationNeeded
from mediawright.types.job import Job
from mediawright.types.message import Message
from mediawright.types.money import ApprovalKind, dearer
from mediawright.types.states import State


async def check_price(job: Job, execution: JobExecution) -> None:
    """Ask for the price of an approved job whose quote has run out.

    Raises ConfirmationNeeded where it costs more now (row `expired`, with the reason; nothing was sent and nothing is held
    against a limit any more), and whatever hinders a provider from telling its price (row `approved`, as it was).
    """
    quote, approval = job.quote, job.approval
    if quote is None or approval is None or approval.kind is ApprovalKind.FREE or execution.price_now is None:
        return
    price = await execution.price_now(job)
    then, now = quote.price.amount, price.amount
    execution.ledger.note(job.id, "priced_again", then=str(then), now=str(now))
    if not dearer(quote.price, price):
        return
    values = {"then": then, "now": now}
    reason = Message("runner.dearer", values) if now is not None else Message("runner.price_unknown", {"then": then})
    raise price_rose(execution.ledger.move(job.id, State.APPROVED, State.EXPIRED, reason=reason))


def price_rose(job: Job) -> ConfirmationNeeded:
    """Nothing was sent: the same request waits for a new yes, to the price of now."""
    data = {"job": job.id} | ({"quote": job.quote.id} if job.quote else {})
    step = Action.of("revise", of=job.id, json=True)
    return ConfirmationNeeded(job.reason, provider=job.provider, data=data, next=(step,))

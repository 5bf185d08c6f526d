"""The cap of a film's one approval: checked in the transaction that approves each shot, after the person's own budgets."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from mediawright.ledger.budget_usage import Allowance, Committed
from mediawright.ledger.rows import held
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import ConfirmationNeeded
from mediawright.types.job import Job
from mediawright.types.message import Message
from mediawright.types.money import Amount, ApprovalKind

#: (unit, job that is left out) → what all other jobs of the film took and may still take
Held = Callable[[str, str], Decimal]


@dataclass(frozen=True, slots=True)
class FilmCap:
    """At most so much of each unit for all jobs of a film together. `unknown`: shots without a price were agreed to."""

    inner: Allowance
    cap: Sequence[Amount]
    held: Held
    unknown: bool = False

    def check(self, job: Job, committed: Committed) -> None:
        """Raises RefusedByPolicy for the person's own budgets, ConfirmationNeeded where the cap is full."""
        self.inner.check(job, committed)
        if job.approval is None or job.approval.kind is ApprovalKind.FREE:
            return
        wanted = held(job)
        if wanted is None:
            if not self.unknown:
                raise cap_reached(job, Message("film.cap_unknown"))
            return
        limit = next((one for one in self.cap if one.unit == wanted.unit), Amount(Decimal(0), wanted.unit))
        used = self.held(wanted.unit, job.id)
        if used + wanted.value > limit.value:
            values = {"cap": limit, "used": Amount(used.normalize(), wanted.unit), "wanted": wanted}
            raise cap_reached(job, Message("film.cap_reached", values))


def cap_reached(job: Job, message: Message) -> ConfirmationNeeded:
    """Return the error for a shot that the approval does not cover: nothing was sent."""
    return ConfirmationNeeded(message, provider=job.provider, data={"job": job.id})

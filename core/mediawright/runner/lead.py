"""Who carries a job: one process at a time. A lost lead (a suspended laptop, a clock that jumped) stops the work."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import field

from mediawright.ledger import Ledger
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import LocalFault
from mediawright.types.message import Message

#: seconds a lead lasts without being renewed, and how often those who watch look at the ledger
LEASE, GLANCE = 30.0, 1.0


class LostLead(LocalFault):
    """Somebody else carries this job now. Nothing was sent by us since."""

    code = "lost_lead"

    def __init__(self, job_id: str) -> None:
        super().__init__(Message("ledger.moved", {"job": job_id, "state": ""}), data={"job": job_id})


@dataclass(slots=True)
class Lead:
    """The right to carry one job. `sending` is set while a spending call is out: then its answer is worth more than a
    quick end."""

    ledger: Ledger
    job_id: str
    owner: str
    lost: bool = False
    sending: bool = False
    _worker: "asyncio.Task[object] | None" = field(default=None, repr=False)

    def hold(self) -> None:
        """Make sure that it is still ours: the last thing done before money leaves. Raises LostLead, LocalFault."""
        if self.lost or not self.ledger.renew(self.job_id, self.owner, LEASE):
            self.lost = True
            raise LostLead(self.job_id)

    async def keep(self) -> None:
        """Renew it for ever."""
        while True:
            await asyncio.sleep(LEASE / 3)
            self.beat()

    def beat(self) -> None:
        """Renew it once; where it was lost, stop the worker, unless an answer is on its way."""
        try:
            self.lost = self.lost or not self.ledger.renew(self.job_id, self.owner, LEASE)
        except LocalFault:  # a busy or full disk for a moment: the lease still has two thirds of its time
            return
        if self.lost and not self.sending and self._worker is not None:
            self._worker.cancel()
            self._worker = None


@asynccontextmanager
async def leading(ledger: Ledger, job_id: str, owner: str) -> AsyncIterator[Lead | None]:
    """The lead of a job if nobody has it, else None. Given up at the end.

    Raises LostLead in place of the cancellation with which a lost lead stops the work.
    """
    if not ledger.lead(job_id, owner, LEASE):
        yield None
        return
    worker = asyncio.current_task()
    lead = Lead(ledger, job_id, owner, _worker=worker)
    beat = asyncio.create_task(lead.keep())
    try:
        yield lead
    except asyncio.CancelledError:
        if lead.lost and worker is not None and worker.uncancel() == 0:
            raise LostLead(job_id) from None
        raise
    finally:
        beat.cancel()
        with suppress(asyncio.CancelledError):
            await beat
        with suppress(LocalFault):  # it ends by itself then
            ledger.release(job_id, owner)

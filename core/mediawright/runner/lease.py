"""Who carries a job: one process at a time. A lost lease (a suspended laptop, a clock that jumped) stops the work."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import field
from typing import ClassVar

from mediawright.clock import Instant, instant
from mediawright.ledger import Ledger
from mediawright.runner import crash_points
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import LocalFault, NotSent, Retry
from mediawright.types.message import Message

#: seconds a lease lasts without being renewed, and how often those who watch look at the ledger
LEASE, LEASE_POLL_INTERVAL_S = 30.0, 1.0
#: seconds after which a lease is confirmed again before the bytes of a spending call leave
CONFIRMED_S = 1.0


class LeaseLost(LocalFault):
    """Somebody else carries this job now. Nothing was sent by us since."""

    code = "lost_lead"

    def __init__(self, job_id: str) -> None:
        super().__init__(Message("ledger.moved", {"job": job_id, "state": ""}), data={"job": job_id})


class CancelAsked(NotSent):
    """A person asked for an end while inputs were made ready: the request that costs has not left, and does not."""

    code = "cancel_asked"
    retry: ClassVar[Retry] = Retry.NEVER


@dataclass(slots=True)
class Lease:
    """The right to carry one job. `sending` is set while a spending call is out: then its answer is worth more than a
    quick end."""

    ledger: Ledger
    job_id: str
    owner: str
    lost: bool = False
    sending: bool = False
    #: how the time is taken, and when the lease was last surely ours
    instant: Callable[[], Instant] = field(default=instant, repr=False)
    confirmed: Instant | None = field(default=None, repr=False)
    _worker: "asyncio.Task[object] | None" = field(default=None, repr=False)

    def hold(self) -> None:
        """Make sure that it is still ours, before a spending call begins. Raises LeaseLost, LocalFault."""
        now = self.instant()  # before the ledger is asked: whatever time that takes counts
        if self.lost or not self.ledger.renew(self.job_id, self.owner, LEASE):
            self.lost = True
            raise LeaseLost(self.job_id)
        self.confirmed = now

    def fence(self) -> None:
        """Make sure once more, at the moment the bytes of a spending call leave.

        A process may have been stopped, or its machine suspended, since `hold`: by then another process has the lease,
        was answered that nothing arrived, and ended the job. A lease that was confirmed within `CONFIRMED_S` cannot have
        run out. Raises LeaseLost, LocalFault: nothing may leave then.
        """
        crash_points.point("before-send")
        if self.lost or self.confirmed is None or self.confirmed.until(self.instant()) > CONFIRMED_S:
            self.hold()

    def stop_if_lost(self) -> None:
        """Stop the worker, unless an answer is on its way."""
        if self.lost and not self.sending and self._worker is not None:
            self._worker.cancel()
            self._worker = None


class LeaseRenewer:
    """Renews all leads of a process together, in one step: a thousand jobs cost one write."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._leases: dict[str, Lease] = {}
        self._beating: asyncio.Task[None] | None = None
        #: owner → job of the leases that could not be given up, since the ledger did not answer
        self._owed: dict[str, str] = {}

    def release(self, lease: Lease) -> None:
        """Give a lease up; where the ledger does not answer, as soon as it does."""
        self._owed[lease.owner] = lease.job_id
        with suppress(LocalFault):  # it ends by itself, too
            self.settle()

    def settle(self) -> None:
        """Give up what is owed: nobody, and not this process either, should have to wait for its end. Raises LocalFault."""
        for owner, job_id in tuple(self._owed.items()):
            self.ledger.release(job_id, owner)
            self._owed.pop(owner, None)

    @property
    def sending(self) -> frozenset[str]:
        """The jobs whose spending call is out."""
        return frozenset(lease.job_id for lease in self._leases.values() if lease.sending)

    def add(self, lease: Lease) -> None:
        self._leases[lease.owner] = lease
        if self._beating is None:
            self._beating = asyncio.create_task(self._beat_on())

    async def remove(self, lease: Lease) -> None:
        del self._leases[lease.owner]
        if not self._leases and self._beating is not None:
            beating, self._beating = self._beating, None
            beating.cancel()
            with suppress(asyncio.CancelledError):
                await beating

    async def _beat_on(self) -> None:
        while True:
            await asyncio.sleep(LEASE / 3)
            self.beat()

    def beat(self) -> None:
        """Renew them once; those that were lost stop their workers."""
        held = {lease.owner: lease.job_id for lease in self._leases.values() if not lease.lost}
        times = {owner: self._leases[owner].instant() for owner in held}
        try:
            lost = self.ledger.renew_all(held, LEASE)
        except LocalFault:  # a busy or full disk for a moment: the leases still have two thirds of their time
            return
        for owner, time in times.items():
            if owner in lost:
                self._leases[owner].lost = True
            else:
                self._leases[owner].confirmed = time
        for lease in tuple(self._leases.values()):
            lease.stop_if_lost()


@asynccontextmanager
async def holding_lease(renewer: LeaseRenewer, job_id: str, owner: str) -> AsyncIterator[Lease | None]:
    """The lease of a job if nobody has it, else None. Given up at the end. `owner` is a name that nobody else has.

    Raises LeaseLost in place of the cancellation with which a lost lease stops the work.
    """
    renewer.settle()
    if not renewer.ledger.acquire_lease(job_id, owner, LEASE):
        yield None
        return
    worker = asyncio.current_task()
    lease = Lease(renewer.ledger, job_id, owner, _worker=worker)
    renewer.add(lease)
    try:
        yield lease
    except asyncio.CancelledError:
        if lease.lost and worker is not None and worker.uncancel() == 0:
            raise LeaseLost(job_id) from None
        raise
    finally:
        await renewer.remove(lease)
        renewer.release(lease)

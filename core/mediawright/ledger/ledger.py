"""The ledger's one narrow interface: add, move, read, list, events, and what hangs on them."""

import builtins
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from mediawright.context.protocol import Clock
from mediawright.ledger import budget_usage, jobs, lease, listing, metadata, quotes
from mediawright.ledger.budget_usage import Allowance
from mediawright.ledger.database import Database
from mediawright.ledger.jobs import Store
from mediawright.ledger.lease import Alive, Here, process_alive
from mediawright.ledger.opening import SetAside, open_database
from mediawright.ledger.parts import Parts
from mediawright.ledger.place import place
from mediawright.ledger.quotes import StoredQuote
from mediawright.ledger.scrub import Redact, scrub_text
from mediawright.types.job import Event, Job, Task
from mediawright.types.message import Message
from mediawright.types.money import Approval, Quote
from mediawright.types.people import Person
from mediawright.types.request import Request
from mediawright.types.states import State

if TYPE_CHECKING:
    from mediawright.ledger.address import Where
    from mediawright.ledger.spending import Agreed


class Ledger(Parts):
    """Jobs, quotes and what was spent, in one SQLite file that many processes share, or in PostgreSQL for many machines.

    Every method may raise LocalFault (disk full, read-only, busy for too long, broken). `set_aside` says whether a
    broken file was replaced when this one was opened. `redact` hides known secrets in whatever a provider said; links
    lose their queries in any case. The request's own links stay whole only until the request was sent. `worker` names this
    process where it is a worker of a shared ledger; `near` gives a job that is read the paths of this machine for results
    that lie in a store. `person` says who asks and approves here, `account` whose credentials are
    at hand (by provider): both are kept.
    """

    def __init__(
        self,
        where: "Where",
        clock: Clock,
        *,
        redact: Redact | None = None,
        near: Callable[[Job], Job] | None = None,
        alive: Alive = process_alive,
        worker: str | None = None,
        person: Callable[[], Person] | None = None,
        account: Callable[[str], str] | None = None,
    ) -> None:
        self.where = where
        self._db, self.set_aside = _opened(where, clock)
        self._store = Store(self._db, _hiding(redact), near=near, person=person, account=account)
        #: on a shared ledger: the machine whose workers can carry a job (None: any)
        self.reach: Callable[[Job], str | None] | None = None
        self._here = Here(place(), os.getpid(), alive, worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    @property
    def notices(self) -> tuple[Message, ...]:
        """What the person should hear about the ledger itself."""
        found = () if self.set_aside is None else (self.set_aside.notice,)
        hidden = ", ".join(sorted(self._store.unreadable))
        return (*found, Message("ledger.unreadable", {"jobs": hidden})) if hidden else found

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Everything written inside becomes one transaction: all of it or nothing. No `await` inside."""
        with self._db.write():
            yield

    # --- jobs

    def add(self, job: Job) -> Job:
        """Write a new job; what comes back is what stands on disk."""
        return jobs.add(self._store, job)

    def add_once(self, job: Job, within: timedelta) -> Job:
        """The job of the same request added within that time (not failed, expired or cancelled), else this one, added."""
        return quotes.add_once(self._store, job, within)

    def get(self, job_id_or_prefix: str) -> Job:
        """Raises NotFound, InvalidRequest where several ids start so."""
        return jobs.find(self._store, job_id_or_prefix)

    def move(self, job_id: str, old: State, new: State, **changes: Any) -> Job:
        """The one way to change a state, with other fields in the same step. Whoever gets an answer owns the step.

        Sets `updated_at`, `submitted_at` (at SUBMITTED) and `finished_at` (at SUCCEEDED or a final state) by itself.
        Raises StaleState (with `.job`) where the row no longer stands at `old`, ValueError for a move outside MOVES.
        """
        return jobs.move(self._store, job_id, old, new, changes)

    def take_task(self, job_id: str, old: State, task: Task, **changes: Any) -> Job | None:
        """Move a job to SUBMITTED with a task that was found for it; None where another job has it. Raises like `move`."""
        return jobs.take_task(self._store, job_id, old, task, changes)

    def update(self, job_id: str, **changes: Any) -> Job:
        """Change fields without a move: task, charged, assets …"""
        return jobs.update(self._store, job_id, changes)

    def list(
        self,
        *,
        states: Iterable[State] | None = None,
        provider: str | None = None,
        parent: str | None = None,
        limit: int = 50,
        before: str | None = None,
    ) -> builtins.list[Job]:
        """Newest first; `before` is the id that the last page ended with."""
        return listing.newest(self._store, states=states, provider=provider, parent=parent, limit=limit, before=before)

    def job_of_task(self, task_id: str, provider: str | None = None) -> Job | None:
        """The newest job with the provider's own task id."""
        return jobs.of_task(self._store, task_id, provider)

    def jobs_of_file(self, sha256: str, limit: int = 8) -> builtins.list[Job]:
        """Finished jobs that left a file with these bytes, newest first."""
        return listing.of_file(self._store, sha256, limit)

    def job_of_request(self, same: str, within: timedelta) -> Job | None:
        """The newest job of the same request (`Job.same`) added within that time: not failed, expired or cancelled."""
        return quotes.of_request(self._store, same, within)

    def events(self, job_id: str) -> builtins.list[Event]:
        return jobs.events(self._store, job_id)

    def note(self, job_id: str, kind: str, **data: Any) -> None:
        """Append one event to a job's record."""
        jobs.note(self._store, job_id, kind, data)

    def request_cancel(self, job_id: str) -> None:
        metadata.request_cancel(self._store, job_id)

    def cancel_requested(self, job_id: str) -> bool:
        return metadata.cancel_requested(self._db, job_id)

    def durations(self, request: Request, limit: int = 50, *, alike: bool = False) -> builtins.list[float]:
        """Seconds from submit to result of finished jobs of this provider, model and operation, newest first; with `alike`
        only those of this length, resolution and mode, too."""
        return listing.durations(self._db, request, limit, alike=alike)

    # --- quotes

    def put_quote(
        self,
        quote: Quote,
        request: Request,
        *,
        output_dir: str | None,
        lang: str,
        wait: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep a quote until it is confirmed; `wait` is how it was to be run, plain JSON (`StoredQuote.settings`)."""
        stored = StoredQuote(quote=quote, request=request, output_dir=output_dir, lang=lang, settings=wait or {})
        quotes.put(self._store, stored)

    def put_together(self, several: Iterable[StoredQuote]) -> None:
        """Keep quotes that one approval covers, all or none of them."""
        with self._db.write(durable=False):
            for stored in several:
                quotes.put(self._store, stored)

    def quotes_together(self, name: str) -> builtins.list[StoredQuote]:
        """The quotes of that name, in their order; none where there is no such name."""
        return quotes.together(self._store, name)

    def quote(self, quote_id: str) -> StoredQuote:
        """The quote, whatever the case of its id; expired ones for another day. Raises NotFound."""
        return quotes.get(self._store, quote_id)

    def open_quotes(self, limit: int = 50) -> builtins.list[StoredQuote]:
        """The quotes that wait for an approval and can still be agreed to, the newest first."""
        return quotes.waiting(self._store, limit)

    def decline_quote(self, quote_id: str) -> Job | None:
        """Take a quote back for good. The job where one was started from it before: that goes on."""
        return quotes.decline(self._store, quote_id)

    def claim_quote(self, quote_id: str, job: Job, *, again: bool = False, knowing: bool = False) -> Job:
        """The one job of this quote: `job`, added now, or the one made before from it or from the same request within
        the quote's life (not with `again`). However many processes confirm, they get the same one.

        A job of the same request that may have been accepted is given whatever its age, unless `knowing` says that the
        person knows of it and pays a second time.
        """
        return quotes.claim(self._store, quote_id, job, again=again, knowing=knowing)

    def unsettled(self, same: str, but: Collection[str] = ()) -> Job | None:
        """The newest job of the same request (`Job.same`) of which it is not known whether it was accepted, however old.

        Those with an id in `but` are not meant."""
        return quotes.unsettled(self._store, same, but)

    def adopt(self, job: Job) -> Job:
        """The job that has this one's task, else this one, added now; one step for all processes."""
        return jobs.adopt(self._store, job)

    def job_of_quote(self, quote_id: str) -> Job | None:
        return quotes.of_job(self._store, quote_id)

    def needs(self, text: str) -> bool:
        """Does a request that may still be sent hold this text?"""
        return quotes.needs(self._store, text)

    # --- money

    def committed(self, provider: str | None, unit: str, since: datetime | None) -> Decimal:
        """What is spent and promised since then, at one provider or (None) at all, in that unit."""
        return budget_usage.committed(self._db, provider, unit, since)

    def agreed(self, since: datetime | None, until: datetime | None) -> "builtins.list[Agreed]":
        """The jobs that a cost was agreed to for in that time, oldest first, with what was quoted and charged."""
        from mediawright.ledger.spending import agreed  # only those who ask what was spent need it

        return agreed(self._store, since, until)

    def approve(self, job_id: str, approval: Approval, allowance: Allowance | None = None, *, priority: int = 1) -> Job:
        """Check the budgets, reserve the money and move to APPROVED in one step. Raises RefusedByPolicy, StaleState.

        Where the ledger is shared the job is offered to workers with it (`turns`: persons 1, batches 10)."""
        if self.reach is None:
            return budget_usage.approve(self._store, job_id, approval, allowance)
        from mediawright.ledger.offering import approve_and_offer

        return approve_and_offer(self._store, job_id, approval, allowance, self.reach, priority)

    # --- leadership

    def acquire_lease(self, job_id: str, owner: str, ttl_s: float) -> bool:
        """Become or stay the one who works on a job, for `ttl_s` seconds. `owner` is any unique name of a worker."""
        return lease.acquire_lease(self._db, self._here, job_id, owner, ttl_s)

    def renew(self, job_id: str, owner: str, ttl_s: float) -> bool:
        """False: the lease was lost; stop working on the job and watch it."""
        return lease.renew(self._db, job_id, owner, ttl_s)

    def renew_all(self, held: Mapping[str, str], ttl_s: float) -> set[str]:
        """Owner → job: renew them in one step. The owners that lost their lease."""
        return lease.renew_all(self._db, held, ttl_s)

    def release(self, job_id: str, owner: str) -> None:
        lease.release(self._db, job_id, owner)

    def lease_holder(self, job_id: str) -> str | None:
        return lease.lease_holder(self._db, self._here, job_id)

    # --- facts

    def metadata_get(self, name: str) -> Any:
        """A small plain JSON value kept earlier, or None."""
        return metadata.get(self._db, name)

    def metadata_set(self, name: str, value: Any) -> None:
        """Keep a small plain JSON value; None forgets it."""
        metadata.keep(self._store, name, value)

    def fact_once(self, name: str, value: Any) -> Any:
        """The value that the first of all processes gave this name: `value`, or what was kept before."""
        return metadata.keep_once(self._store, name, value)

    def fact_drop(self, name: str, value: Any) -> None:
        """Forget a fact that still says `value`; one that was renewed meanwhile stays."""
        metadata.drop(self._store, name, value)


def _opened(where: "Where", clock: Clock) -> tuple[Database, SetAside | None]:
    if isinstance(where, Path):
        return open_database(where, clock)
    from mediawright.ledger.postgres_opening import open_postgres  # only a shared ledger needs it

    return open_postgres(where, clock), None


def _hiding(redact: Redact | None) -> Redact:
    return scrub_text if redact is None else lambda text: scrub_text(redact(text))

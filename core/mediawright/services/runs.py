"""Requests on their way to files: the part of the studio that sends, waits, and gives finished jobs their files back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

from mediawright.types.errors import MediawrightError, Uncertain
from mediawright.types.job import Job
from mediawright.types.message import Lang, Message
from mediawright.types.request import Request
from mediawright.types.states import FINAL, State

if TYPE_CHECKING:
    from mediawright.config import Config
    from mediawright.context.factory import Contexts
    from mediawright.ledger import Ledger
    from mediawright.plugins.discover import Registry
    from mediawright.runner.observer import ProgressObserver
    from mediawright.runner.runner import Runner
    from mediawright.services.approval import Consent, Spender
    from mediawright.services.jobs import Past
    from mediawright.services.planning import Plan
    from mediawright.services.restore import Restorer
    from mediawright.services.studio import Studio


#: how long a process that carried a job stays for an end that could not be told at once (seconds)
LINGER_S = 10.0


class Runs(ABC):
    """What a studio does with a request; the studio has the parts that it needs."""

    #: the conversation that the jobs of this studio belong to
    thread: str | None = None
    #: was a job carried here, so that its end is to be told? and does this studio tell it before it closes?
    carried: bool = False
    tells_ends: bool = True

    if TYPE_CHECKING:

        @cached_property
        def config(self) -> Config: ...

        @cached_property
        def registry(self) -> Registry: ...

        @cached_property
        def contexts(self) -> Contexts: ...

        @cached_property
        def ledger(self) -> Ledger: ...

        @cached_property
        def runner(self) -> Runner: ...

        @cached_property
        def spender(self) -> Spender: ...

        @cached_property
        def past(self) -> Past: ...

    @abstractmethod
    async def plan(self, request: Request, *, lang: Lang = "en", ask_balance: bool = True) -> Plan:
        """Provider, model, completed request, price."""

    @abstractmethod
    def output_dir(self, wanted: str | None) -> str:
        """The folder that results go to, whole."""

    @cached_property
    def restorer(self) -> Restorer:
        from mediawright.services.restore import Restorer

        return Restorer(self.ledger, self.registry, self.contexts, {})

    def note_of(self, job: Job) -> Message | None:
        """What was done for the files of a finished job."""
        return self.restorer.notes.get(job.id) if "restorer" in self.__dict__ else None

    async def run(
        self,
        request: Request,
        consent: Consent | None = None,
        *,
        lang: Lang = "en",
        output_dir: str | None = None,
        wait: bool = True,
        timeout: float | None = None,
        observer: ProgressObserver | None = None,
    ) -> Job:
        """A request to files on disk. `wait` False: only as far as the provider's task id. `timeout` in seconds.

        Raises ConfirmationNeeded (with the kept quote's id) where an approval is missing, and whatever stops the journey:
        every error says which job it concerns in `data["job"]`, and the row always tells the story.
        """
        from mediawright.services.approval import Consent
        from mediawright.services.restore import FileGone

        folder = self.output_dir(output_dir)
        plan = await self.plan(request, lang=lang)
        job = await self.spender.approved(plan, consent, lang, folder)
        try:
            return await self.carry(job, lang=lang, wait=wait, timeout=timeout, observer=observer, output_dir=folder)
        except FileGone:
            if not job.free:
                raise
        again = replace(consent or Consent(), again=True)
        fresh = await self.spender.approved(await self.plan(request, lang=lang), again, lang, folder)
        self.restorer.notes[fresh.id] = Message("jobs.made_again")
        return await self.carry(fresh, lang=lang, wait=wait, timeout=timeout, observer=observer)

    async def confirm(
        self,
        quote_id: str,
        consent: Consent,
        *,
        lang: Lang = "en",
        wait: bool = True,
        timeout: float | None = None,
        observer: ProgressObserver | None = None,
    ) -> Job:
        """Run exactly the request of a kept quote. Confirming twice gives the same job. Raises like `run`, NotFound."""
        job = await self.spender.confirmed(quote_id, consent, lang)
        return await self.carry(job, lang=lang, wait=wait, timeout=timeout, observer=observer)

    async def carry(
        self,
        job: Job,
        *,
        lang: Lang = "en",
        wait: bool = True,
        timeout: float | None = None,
        observer: ProgressObserver | None = None,
        output_dir: str | None = None,
    ) -> Job:
        """Take an approved or running job on, from whatever state it is in; its files end in `output_dir`, a complete path.

        A finished one gets files back that were removed since. Raises FileGone where they are kept nowhere any more.
        """
        job = self.ledger.get(job.id)
        if job.state is State.DONE:
            return await self.restorer.restored(job, lang, output_dir)
        if output_dir and output_dir != job.output_dir and job.state not in FINAL:
            job = self.ledger.update(job.id, output_dir=output_dir)
        try:
            carry = self.runner.run if wait else self.runner.send
            job = await carry(job, lang=lang, timeout=timeout, observer=observer)
        except Uncertain as error:
            raise self.spender.stopped(job, error) from error
        if wait and self.contexts.shared_files is not None:  # another machine may have carried it
            return await self.restorer.restored(job, lang, None)
        return job

    async def bring_home(
        self,
        job: Job,
        *,
        lang: Lang = "en",
        timeout: float | None = None,
        observer: ProgressObserver | None = None,
        output_dir: str | None = None,
    ) -> Job:
        """As `carry`, for a job that a person names: one that had failed is first asked about at its provider."""
        folder = self.output_dir(output_dir) if output_dir else None
        job = await self.past.looked_anew(job, lang)
        return await self.carry(job, lang=lang, timeout=timeout, observer=observer, output_dir=folder)

    def begun(self, job_id: str) -> None:
        """Hear of a job that is carried here from now on: its conversation is known from the start, and its end is told."""
        self.carried = True
        if self.thread is not None and self.config.thread_hours > 0:
            self.ledger.results.belongs(job_id, self.thread)
        if self.config.notify:
            self.ledger.outbox.begin(self.config.notify)

    async def tell_ends(self, seconds: float | None = LINGER_S) -> None:
        """Send the notices of jobs that ended, those too that an earlier process left; once. Nothing is loaded where there
        is no target. Never raises: what cannot be told now is told by a later process."""
        carried, self.carried = self.carried, False
        if not (carried and "ledger" in self.__dict__ and self.config.notify):
            return
        from mediawright.services.notify.notifier import Notifier

        with suppress(MediawrightError):
            await Notifier(cast("Studio", self)).deliver(seconds)

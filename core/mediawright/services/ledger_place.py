"""Where a studio's ledger is, the time that goes with it, and who carries its jobs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mediawright.config import Config
from mediawright.context.protocol import Clock
from mediawright.paths import ACCOUNTS, TOKEN, USER, Home
from mediawright.types.errors import MediawrightError
from mediawright.types.job import DEFAULT_ACCOUNT
from mediawright.types.people import LONGEST_NAME, Person

if TYPE_CHECKING:
    from mediawright.context.factory import Contexts
    from mediawright.files.key_value import Kept
    from mediawright.ledger import Ledger
    from mediawright.ledger.address import Where
    from mediawright.plugins.discover import Registry
    from mediawright.runner.runner import Runner
    from mediawright.services.planning import Planner
    from mediawright.types.job import Job
    from mediawright.types.money import Price


#: the fact that a fleet has a store: its address, as the front end that used it first knows it
STORE = "store"


class LedgerPlace:
    """The part of a studio that tells a file of this home from a database that several machines share."""

    environ: Mapping[str, str]
    home: Home
    local_clock: Clock
    #: the name of this process, where it is a worker of a shared ledger
    worker: str | None = None

    if TYPE_CHECKING:

        @cached_property
        def ledger(self) -> Ledger: ...

        @cached_property
        def registry(self) -> Registry: ...

        @cached_property
        def planner(self) -> Planner: ...

        @cached_property
        def contexts(self) -> Contexts: ...

        def begun(self, job_id: str) -> None: ...

    @cached_property
    def config(self) -> Config:
        return Config.load(self.home)

    @cached_property
    def where(self) -> Where:
        """Where the ledger is: a file of this home, or PostgreSQL. Raises InvalidRequest, LocalFault."""
        return self.config.ledger_at(self.environ, self.home)

    @property
    def shared(self) -> bool:
        """Is the ledger one that several machines share?"""
        try:
            return not isinstance(self.where, Path)
        except MediawrightError:
            return False  # whatever opens it tells what is wrong with the settings

    @property
    def has_ledger(self) -> bool:
        """Has anything been recorded? A shared ledger always counts: only opening it would tell."""
        return self.shared or self.home.ledger.exists()

    @property
    def shared_kept(self) -> Callable[[str, Kept], Kept] | None:
        """What providers keep of jobs, in the ledger where it is shared (`Contexts`)."""
        return (lambda provider, here: self.ledger.kept(provider, here)) if self.shared else None

    @cached_property
    def clock(self) -> Clock:
        """This machine's, or that of the database that the ledger is in, known as soon as the ledger is open."""
        if not self.shared:
            return self.local_clock
        from mediawright.ledger.clock import SharedClock

        return SharedClock(self.local_clock)

    @cached_property
    def person(self) -> str:
        """Who asks and approves here: as the front end says, else the role in a shared database, else the system's user."""
        said = self.environ.get(USER, "").strip()
        if said:
            return said[:LONGEST_NAME]
        from mediawright.ledger.place import user

        return (self.ledger.role if self.shared else None) or user()

    @property
    def who(self) -> Person:
        """The same person, proved where there is a token: what it proves now, for it may be taken back at any time.

        Raises NotProved where it proves nothing, or another one than the front end says; LocalFault."""
        token = self.environ.get(TOKEN, "").strip()
        if not token:
            return Person(self.person)
        said = self.environ.get(USER, "").strip()[:LONGEST_NAME]
        return self.ledger.tokens.proved(token, said or None)

    def account_of(self, provider: str) -> str:
        """Whose credentials this process has at a provider, where there are several accounts. Raises InvalidRequest."""
        if not self.environ.get(ACCOUNTS):
            return DEFAULT_ACCOUNT
        from mediawright.services.account_names import account_of

        return account_of(self.environ, provider)

    async def price_now(self, job: Job) -> Price:
        """What a job's request costs at this moment. Raises what hinders the provider from telling it."""
        from mediawright.services.repricing import price_now

        return await price_now(self.planner, job)

    def check_account(self, job: Job) -> None:
        """Raise OtherAccount where a job is another account's than this process has, and no worker has it either."""
        if self.runner.has_account(job):
            return
        from mediawright.types.accounts import line_of

        line = line_of(job.provider, job.account)
        if not (self.shared and self.worker is None and self.ledger.roster.serving(line, self.reach(job))):
            self.runner.check_account(job)

    def opened_ledger(self) -> Ledger:
        """The ledger, with paths of this machine for results and the name of whoever works here. Raises LocalFault."""
        from mediawright.ledger import Ledger

        files = self.contexts.shared_files
        return Ledger(
            self.where,
            self.clock,
            redact=self.contexts.redact,
            near=files.near if files is not None else None,
            worker=self.worker,
            person=lambda: self.who,
            account=self.account_of,
        )

    def join(self, ledger: Ledger) -> None:
        """Take part in a ledger that machines share: offer its jobs to workers, and have it known that there is a store."""
        if not self.shared:
            return
        ledger.reach = self.reach if self.worker is None else None
        files = self.contexts.shared_files
        if files is not None and ledger.metadata_get(STORE) is None:
            ledger.metadata_set(STORE, files.address)

    def in_line(self, job: Job) -> bool:
        """Does a worker carry it, or take it as soon as it can?"""
        turn = self.ledger.turns.of(job.id) if self.shared else None
        return turn is not None and turn.outcome is None and self.ledger.roster.serving(turn.line, turn.machine)

    def served(self, provider: str) -> bool:
        """Do workers of a shared ledger carry what is asked for here at a provider? Then nobody has to be signed in to it on
        this machine."""
        if not self.shared or self.worker is not None:
            return False
        stored = self.contexts.shared_files is not None
        from mediawright.types.accounts import line_of

        line = line_of(provider, self.account_of(provider))
        return self.ledger.roster.serving(line, None if stored else self.machine)

    @cached_property
    def machine(self) -> str:
        """The name by which workers know which files this process reaches. Raises LocalFault."""
        from mediawright.services.machine import machine_of

        return machine_of(self.home)

    def reach(self, job: Job) -> str | None:
        """The machine whose workers can carry a job (None: any), in a ledger that machines share."""
        from mediawright.services.reach import reach_of

        stored = self.contexts.shared_files is not None
        return reach_of(job, self.machine, self.contexts.roots_anywhere, stored=stored)

    @cached_property
    def runner(self) -> Runner:
        """What carries jobs; in a front end of a shared ledger, what leaves them to workers where there are some."""
        from mediawright.runner.runner import Runner

        parts = (self.ledger, self.registry, self.contexts, self.clock, self.begun, self.account_of, self.price_now)
        if not self.shared or self.worker is not None:
            return Runner(*parts)
        from mediawright.fleet.watch import FollowingRunner

        return FollowingRunner(*parts)

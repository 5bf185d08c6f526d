"""The one way through: what the command line, the tools for agents and Python programs all call.

async with Studio.open() as studio:
    request = studio.read("video", {"prompt": "a fox at dawn", "duration": 5})
    job = await studio.run(request, Consent(approve_cost="4"))
    print(job.assets[0].path)
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from mediawright.clock import SystemIds, clock_of
from mediawright.config import Config, set_value
from mediawright.context.factory import Contexts
from mediawright.context.protocol import Clock, Ids
from mediawright.files.roots import Roots, working_folder
from mediawright.paths import Home
from mediawright.plugins.discover import Registry
from mediawright.present.catalog import add_locale
from mediawright.services import provider_choice
from mediawright.services.ledger_place import LedgerPlace
from mediawright.services.libraries import Libraries
from mediawright.services.planning import Plan, Planner
from mediawright.services.request_reader import read_request
from mediawright.services.runs import Runs
from mediawright.types.job import Job
from mediawright.types.message import Lang, Message
from mediawright.types.money import Level
from mediawright.types.request import Request
from mediawright.types.states import IN_FLIGHT, State

if TYPE_CHECKING:
    from mediawright.gate.policy import Policy
    from mediawright.ledger import Ledger
    from mediawright.plugins.dispatch import Plugin, Trace
    from mediawright.services.accounts import Accounts
    from mediawright.services.approval import Spender
    from mediawright.services.comparisons import Comparison
    from mediawright.services.jobs import Past
    from mediawright.services.rebuild import Found
    from mediawright.services.spending import Spending
    from mediawright.types.verdicts import SubjectAction, Subjects, TalkAction, TalkAnswer, WireCall


class Studio(LedgerPlace, Runs, Libraries):
    """Opened once per program. Parts are made when first used, so that a poll costs only what it needs."""

    def __init__(
        self,
        environ: Mapping[str, str],
        cwd: Path,
        *,
        clock: Clock | None = None,
        ids: Ids | None = None,
        trace: Trace | None = None,
    ) -> None:
        self.environ = environ
        self.cwd = cwd
        self.local_clock: Clock = clock or clock_of(environ)
        self.ids: Ids = ids or SystemIds()
        self.home = Home.find(environ)
        #: the last request that was planned here, as it was asked for
        self.asked: Request | None = None
        self.same: set[str] = set()  # jobs that a request of this process led to although they stood already
        self._trace = trace
        self._stack = AsyncExitStack()

    @classmethod
    def open(cls, environ: Mapping[str, str] | None = None, cwd: Path | None = None) -> Studio:
        """The studio of this process: its environment and working directory unless others are given."""
        return cls(os.environ if environ is None else environ, cwd or working_folder())

    async def __aenter__(self) -> Self:
        await self._stack.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        async with self._stack:
            if self.tells_ends and (kind is None or issubclass(kind, Exception)):
                await self.tell_ends()

    @cached_property
    def registry(self) -> Registry:
        return Registry.installed(self.environ, self._trace, self._learn_words, lambda text: self.contexts.redact(text))

    @property
    def roots(self) -> Roots:
        """The folders that may be read from and written to."""
        return self.contexts.roots

    @cached_property
    def contexts(self) -> Contexts:
        contexts = Contexts(
            self.home, self.config, self.environ, self.clock, self.ids, cwd=self.cwd, shared_kept=self.shared_kept
        )
        self._stack.push_async_exit(contexts)
        return contexts

    @cached_property
    def ledger(self) -> Ledger:
        self.home.ensure(self.home.state)
        ledger = self._stack.enter_context(self.opened_ledger())
        self.contexts.sweep_links(ledger.needs)
        self.join(ledger)
        if ledger.set_aside is not None:
            from mediawright.services.rebuild import REBUILD

            ledger.metadata_set(REBUILD, ledger.set_aside.saved)  # asked for at the providers when jobs go on
        return ledger

    @property
    def policy(self) -> Policy:
        """As it stands on disk at this moment; locked where a limit is in a unit that nothing is counted in."""
        from mediawright.services.policies import policy_of

        return policy_of(self)

    @property
    def require(self) -> Level:
        """The level of approval that a cost needs, as it stands on disk at this moment. Raises LocalFault."""
        return Config.load(self.home).require

    @cached_property
    def planner(self) -> Planner:
        # the ledger is opened only where a file or a member of the cast is asked for
        known = (lambda sha256: self.ledger.jobs_of_file(sha256), self.taking_part, self.served)
        return Planner(self.registry, self.contexts, self.config, self.roots, self.clock, self.ids, *known)

    @cached_property
    def spender(self) -> Spender:
        from mediawright.services.approval import Spender

        before = (self.registry, self.contexts, self.ledger, lambda: self.policy, lambda: self.require, self.planner)
        return Spender(*before, self.clock, self.ids, self.same, self.check_account)

    @cached_property
    def accounts(self) -> Accounts:
        from mediawright.services.accounts import Accounts

        return Accounts(self.registry, self.contexts, self.clock)

    @cached_property
    def past(self) -> Past:
        from mediawright.services.jobs import Past

        return Past(self.ledger, self.registry, self.contexts, self.runner, self.clock, self.ids)

    def _learn_words(self, plugin: Plugin) -> None:
        if plugin.provider.locale:
            add_locale(plugin.name, plugin.provider.locale)

    # --- a request

    def read(self, command: str, values: Mapping[str, Any]) -> Request:
        """The request that a command's values spell (names as the flags, with underscores). Raises InvalidRequest."""
        if values.get("input_json"):
            from mediawright.services.input_json import with_input_json

            values = with_input_json(values, self.roots)
        return read_request(command, self.contexts.conceal(self.with_assets(values)), self.roots.holds)

    def revise(self, quote_or_job: str, values: Mapping[str, Any] | None = None, drop: Sequence[str] = ()) -> Request:
        """The request of a quote or a job with these values in place of its own, without the fields in `drop`.

        Run it with `Consent(replaces=QUOTE)`, and the old quote can be agreed to no more. Raises NotFound, InvalidRequest.
        """
        return self.changed(self.past.request_of(quote_or_job), values or {}, drop)

    def changed(self, request: Request, values: Mapping[str, Any], drop: Sequence[str] = ()) -> Request:
        """The same for a request that is at hand. Where the model becomes another one, what the old one filled in by itself
        is not carried over. Raises InvalidRequest."""
        from mediawright.services.revising import revised, unfilled

        if request.provider and ({"model", "provider"} & {*values, *drop}):
            request = unfilled(request, self.registry.load(request.provider).provider)
        return revised(request, self.contexts.conceal(self.with_assets(values)), drop, self.roots.holds)

    def again(self, job: str, count: int | None = None) -> Request:
        """The request of a job once more, without its seed. Run it with `Consent(again=True)`. Raises NotFound."""
        from mediawright.services.revising import again

        return again(self.past.request_of(job), count)

    def use(self, job: str, values: Mapping[str, Any], numbers: Sequence[int] = (1,)) -> Request:
        """A request on results of a job, counted from 1 (() means all); `values` as the flags, with `operation`.

        Raises NotFound, InvalidRequest.
        """
        from mediawright.services.revising import used

        return used(self.ledger.get(job), numbers, self.contexts.conceal(values), self.roots.holds)

    async def plan(self, request: Request, *, lang: Lang = "en", ask_balance: bool = True) -> Plan:
        """Provider, model, completed request, price. Reads only. Raises InvalidRequest, NotAvailable, Unreachable."""
        if self.shared:
            _ = self.ledger  # a quote and its end are told in the database's time
        self.asked = self.contexts.conceal(request)
        return await self.planner.plan(self.asked, lang, ask_balance=ask_balance)

    async def dry_run(self, request: Request, *, lang: Lang = "en") -> tuple[Plan, tuple[WireCall, ...]]:
        """The plan, and the exact requests that a submit would send. Sends nothing at all."""
        plan = await self.plan(request, lang=lang, ask_balance=False)
        plugin = self.registry.load(plan.provider.name)
        return plan, plugin.wire(plan.request, self.ids.new_id())

    def output_dir(self, wish: str | None) -> str:
        """The folder that results go to, whole. Raises InvalidRequest for one outside the roots."""
        return str(self.contexts.output_dir(wish))

    def usual(self, job: Job) -> tuple[float, float] | None:
        """Between how many seconds eight of ten such jobs take; None where nobody knows."""
        return self.runner.usual(job)

    def unfinished(self) -> list[Job]:
        """Jobs that were agreed to and whose files are not here yet, oldest first, and those nobody is sure about."""
        states = IN_FLIGHT | {State.APPROVED, State.SUBMITTING, State.UNCERTAIN}
        return self.ledger.list(states=states, limit=200)[::-1] if self.has_ledger else []

    @property
    def notices(self) -> tuple[Message, ...]:
        """What the person should hear about their own files: the record of the jobs, secrets that others could read."""
        opened = [self.__dict__[room].notices for room in ("ledger", "contexts") if room in self.__dict__]
        return tuple(notice for notices in opened for notice in notices)

    async def rebuild(self, *, lang: Lang = "en") -> Found | None:
        """Where a broken record was replaced: take up again what the providers know. None where nothing is missing."""
        from mediawright.services.rebuild import rebuild

        return await rebuild(self.past, self.accounts, lang) if self.has_ledger else None

    def decide(self, key: str, value: str | None, *, level: Level = Level.AMOUNT) -> None:
        """Change one setting; None takes it out. `level` is that of the user's approval of the change.

        Raises InvalidRequest, LocalFault, ConfirmationNeeded where it lowers `require` and the level is not enough.
        """
        set_value(self.home, key, value, level=level)
        for known in ("config", *(() if "ledger" in self.__dict__ else ("where", "clock"))):
            self.__dict__.pop(known, None)

    def trace_with(self, trace: Trace) -> None:
        """Tell every hook call from now on. Before the first plugin is loaded."""
        self._trace = trace

    def lang_of(self, quote_or_job: str) -> Lang | None:
        """The language in which a quote or a job was asked for; None where there is no such thing here."""
        return self.past.lang_of(quote_or_job) if self.has_ledger else None

    def provider_of_task(self, task_id: str, named: str | None, kind: str, *, lang: Lang = "en") -> str:
        """The provider of a task id (`services.provider_choice`). Raises NotFound."""
        return provider_choice.provider_of_task(self, task_id, named, kind, lang)

    def provider_with(self, hook: str, named: str | None, *, lang: Lang = "en") -> str:
        """The provider to ask for something only some of them offer. Raises NotFound, NotAvailable."""
        return provider_choice.provider_with(self, hook, named, lang)

    # --- beside the jobs

    async def compare(
        self, models: Sequence[str], wish: Mapping[str, Any], *, lang: Lang = "en", kind: str | None = None, **how: Any
    ) -> Comparison:
        """One wish (values as flags) at these models, in one call; `how` and what it raises as `Comparisons.run`."""
        from mediawright.services.comparisons import Comparisons

        comparisons = Comparisons(self, lang)
        return await comparisons.run(comparisons.requests(models, wish, kind), **how)

    def spending(self, by: str = "day", since: str | None = None, until: str | None = None) -> Spending:
        """What was quoted and charged, by "day", "provider", "model", "thread" or "user", in rows. Raises InvalidRequest."""
        from mediawright.services import spending

        return spending.spending(self, spending.by_of(by), since, until)

    async def subjects(self, provider: str, action: SubjectAction, *, lang: Lang = "en") -> Subjects:
        """Reusable subjects: query, list, presets, delete."""
        plugin = self.registry.load(provider)
        return await plugin.subjects(self.contexts.open(plugin.provider, lang=lang), action)

    async def talk(self, provider: str, action: TalkAction, *, lang: Lang = "en") -> TalkAnswer:
        """The free side of an edit session: open, use, list, close, upload, timeline."""
        plugin = self.registry.load(provider)
        ctx = self.contexts.open(plugin.provider, lang=lang)
        return await plugin.converse(ctx, self.contexts.conceal(action))

"""Many requests with one approval: planned together, priced together, then each a job of its own that is carried to
its file.

The name of a line's job is made from the file and the line, so that running the same command again finds what was started:
after a kill, a cut or a week nothing is submitted twice and nothing is asked twice.
"""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from mediawright.gate.approvals import Refusal, decide, too_weak
from mediawright.gate.budgets import Standing
from mediawright.gate.last_confirmed import last_confirmed
from mediawright.ledger import StaleState
from mediawright.runner import crash_points
from mediawright.runner.runner import in_our_words
from mediawright.services.actions import cost_word
from mediawright.services.approval import may_be_charged
from mediawright.services.batch_file import Order, of_line
from mediawright.services.batch_price import Ceilings, Totals
from mediawright.services.planning import Plan
from mediawright.services.studio import Studio
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import (
    Busy,
    InvalidRequest,
    MediawrightError,
    NotFound,
    RefusedByPolicy,
    SignInNeeded,
    StillRunning,
)
from mediawright.types.job import Job
from mediawright.types.message import Lang
from mediawright.types.money import Approval, Level
from mediawright.types.states import FINAL, State

#: how long an approval to many requests holds: the last of them may have to wait for its turn
APPROVAL_HOLDS_S = timedelta(days=1)
#: jobs at once at a provider that names no limit
PARALLEL = 5
#: seconds before a provider without room is asked again
NO_ROOM_S = 15.0
#: the fact that makes this ledger's names unlike any other's
SALT = "batch.salt"
#: nothing came of such a job, and the same line may become another one
SPENT = frozenset({State.EXPIRED, State.CANCELLED})

Heard = Callable[[Sequence["Item"]], None]


@dataclass(slots=True, kw_only=True)
class Item:
    """One line on its way: `plan` while it needs an approval, `job` once it has a row, `failure` why it stopped."""

    order: Order
    name: str
    plan: Plan | None = None
    approval: Approval | None = None
    job: Job | None = None
    failure: MediawrightError | None = None
    at_work: bool = False

    @property
    def over(self) -> bool:
        return self.failure is not None or (self.job is not None and self.job.state in FINAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """All lines of one file, and what those that need an approval cost together."""

    items: tuple[Item, ...]
    #: may lines go out a second time of which it is not known whether they were accepted?
    knowing: bool = False

    @property
    def waiting(self) -> list[Item]:
        """What only a person's approval can start."""
        return [item for item in self.items if item.plan is not None and item.approval is None and not item.failure]

    @property
    def totals(self) -> Totals:
        return Totals.of(item.plan for item in self.waiting if item.plan is not None)


class Batches:
    """Prepares, starts and carries batches in one studio."""

    def __init__(self, studio: Studio, lang: Lang) -> None:
        self._studio = studio
        self._lang = lang

    # --- before anything is sent

    async def prepare(
        self, orders: Sequence[Order], scope: str, *, retry: bool = False, knowing: bool = False
    ) -> Batch:
        """Find the jobs of earlier runs, plan what is new, and see what needs no asking.

        `scope` names the file; `retry` makes new jobs for lines that failed, `knowing` for those that may have been
        accepted already. Raises InvalidRequest with every problem by its line, SignInNeeded.
        """
        salt, problems = self._salt(), []
        again = SPENT | ({State.FAILED} if retry else set()) | ({State.UNCERTAIN} if knowing else set())
        items = [self._known(order, f"{salt}|{scope}", again) for order in orders]
        for item in items:
            if item.job is None or item.job.state is State.QUOTED:
                try:
                    await self._planned(item, f"{salt}|{scope}", again)
                except InvalidRequest as error:
                    problems += of_line(item.order.line, error)
        if problems:
            raise InvalidRequest(*problems)
        for item in items:
            if item.plan is not None:
                if not item.plan.signed_in:
                    raise SignInNeeded(provider=item.plan.provider.name)
                item.approval = self._decided(item.plan, None)
        batch = Batch(items=tuple(items), knowing=knowing)
        self._stop_unsettled(batch)
        return batch

    async def _planned(self, item: Item, scope: str, again: Collection[State]) -> None:
        """Plan a line. One whose row waits for its approval keeps that row, unless its inputs are others by now."""
        plan = await self._studio.plan(item.order.request, lang=self._lang, ask_balance=False)
        plan = plan.under(replace(plan.quote, expires_at=plan.quote.created_at + APPROVAL_HOLDS_S))
        item.plan = plan if item.job is None else plan.like(item.job)
        if item.plan is None:
            fresh = self._known(item.order, scope, {*again, State.QUOTED})
            item.name, item.job, item.plan = fresh.name, fresh.job, plan if fresh.job is None else None

    def _stop_unsettled(self, batch: Batch) -> None:
        """A new line whose request went out from elsewhere, and may have been accepted, is not sent on a guess."""
        own = {item.name for item in batch.items}
        for item in batch.items:
            if item.plan is None or item.job is not None or item.plan.free or batch.knowing:
                continue
            if (other := self._studio.ledger.unsettled(item.plan.same, own)) is not None:
                item.failure = may_be_charged(other)

    def _salt(self) -> str:
        ledger = self._studio.ledger
        return str(ledger.metadata_get(SALT) or ledger.fact_once(SALT, self._studio.ids.new_id()))

    def _known(self, order: Order, scope: str, again: Collection[State]) -> Item:
        """The line with the newest job that was made from it, if any still counts: none in a state of `again` does."""
        attempt = 0
        while True:
            name = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{scope}|{order.key}|{attempt}"))
            try:
                job = self._studio.ledger.get(name)
            except NotFound:
                return Item(order=order, name=name)
            if job.state not in again:
                return Item(order=order, name=name, job=job)
            attempt += 1

    def _decided(self, plan: Plan, approve_cost: str | None, level: Level = Level.AMOUNT) -> Approval | None:
        """What the gate says: free work and the person's policy need no asking."""
        verdict = decide(
            plan.quote,
            free=plan.free,
            approve_cost=approve_cost,
            policy=self._studio.policy,
            confirmed_interactively=False,
            now=self._studio.clock.now(),
            last_confirmed=last_confirmed(self._studio.ledger, plan.provider.name),
            level=level,
        )
        return None if isinstance(verdict, Refusal) else verdict

    # --- the approval

    def approve(self, batch: Batch, ceilings: Ceilings, level: Level = Level.AMOUNT) -> None:
        """Give every waiting line its own approval, if the ceilings cover all of them together.

        `level` is how the ceilings reached this program. Raises ConfirmationNeeded where they are too low, or the level is.
        """
        batch.totals.check(ceilings)
        required = self._studio.require
        if not level.meets(required):
            raise too_weak(required)
        for item in batch.waiting:
            assert item.plan is not None
            item.approval = self._decided(item.plan, cost_word(item.plan.quote.price), level)

    # --- the work

    def start(self, batch: Batch, output_dir: str) -> None:
        """Write every row and its approval in one step: all are on disk before the first is sent.

        A line that a budget refuses keeps its row and its refusal, one that another process has started is watched; the
        others go on.
        """
        ledger = self._studio.ledger
        first = next((item.job.parent or item.job.id for item in batch.items if item.job), None)
        with ledger.batch():
            policy, require = self._studio.policy, self._studio.require
            standing = Standing(lambda: policy, lambda: require, self._studio.clock.now())
            self._stop_unsettled(batch)
            for item in batch.items:
                if item.plan is None or item.approval is None or item.failure:
                    continue
                item.job = item.job or self._row(item, item.plan, output_dir, first)
                first = first or item.job.id
                try:
                    item.job = ledger.approve(item.job.id, item.approval, standing)
                except StaleState as moved:
                    item.job = moved.job
                except RefusedByPolicy as refusal:
                    item.failure = refusal
        crash_points.point("after-approval")

    def _row(self, item: Item, plan: Plan, output_dir: str, parent: str | None) -> Job:
        now, line = self._studio.clock.now(), item.order.line
        job = plan.row(item.name, now, output_dir, parent=parent, position=line)
        try:
            return self._studio.ledger.get(item.name)  # another process was first
        except NotFound:
            return self._studio.ledger.add(job)

    async def carry(self, batch: Batch, *, timeout: float | None, heard: Heard) -> None:
        """Bring every job to its end, as many at once as each provider takes; one job's trouble stops no other.

        `timeout` (seconds) ends the wait, not the jobs. `heard` is told whenever something changed.
        """
        clock = self._studio.clock
        deadline = None if timeout is None else clock.monotonic() + timeout
        gates = self._gates(batch)

        async def one(item: Item) -> None:
            assert item.job is not None
            async with _turn(gates[item.job.provider], item, lambda: heard(batch.items)):
                await self._one(item, deadline)

        async with asyncio.TaskGroup() as group:
            for item in batch.items:
                if item.job is not None and not item.over:
                    group.create_task(one(item))
        heard(batch.items)

    async def _one(self, item: Item, deadline: float | None) -> None:
        """One job to its end. A provider that has no room now is asked again: our own jobs may be what fills it."""
        clock = self._studio.clock
        assert item.job is not None
        while True:
            left = None if deadline is None else max(0.0, deadline - clock.monotonic())
            if left == 0.0 and item.job.state is State.APPROVED:
                return  # its turn came too late: nothing is sent
            try:
                item.job = await self._studio.runner.run(item.job, lang=self._lang, timeout=left)
                return
            except StillRunning:
                item.job = self._as_it_stands(item)
                return
            except Busy as busy:
                item.job = self._as_it_stands(item)
                if item.job.state is not State.APPROVED:
                    item.failure = busy
                    return
                wait = busy.retry_after or NO_ROOM_S
                await clock.sleep(wait if left is None else min(wait, left))
            except Exception as error:  # noqa: BLE001  one job's trouble, whatever it is, stops no other
                item.job, item.failure = self._as_it_stands(item), in_our_words(error, item.job)
                return

    def _as_it_stands(self, item: Item) -> Job:
        assert item.job is not None
        try:
            return self._studio.ledger.get(item.job.id)
        except MediawrightError:
            return item.job

    def _gates(self, batch: Batch) -> Mapping[str, asyncio.Semaphore]:
        names = {item.job.provider for item in batch.items if item.job}
        return {name: asyncio.Semaphore(self._parallel(name)) for name in names}

    def _parallel(self, provider: str) -> int:
        """Jobs at once; a provider that cannot be loaded is each of its lines' own trouble."""
        try:
            return self._studio.registry.load(provider).provider.limits.parallel or PARALLEL
        except MediawrightError:
            return PARALLEL


@asynccontextmanager
async def _turn(gate: asyncio.Semaphore, item: Item, heard: Callable[[], None]) -> AsyncIterator[None]:
    async with gate:
        item.at_work = True
        heard()
        try:
            yield
        finally:
            item.at_work = False
            heard()

"""Many requests with one approval: planned together, priced together, then each a job of its own that is carried to
its file.

The name of a line's job is made from the file and the line, so that running the same command again finds what was started:
after a kill, a cut or a week nothing is submitted twice and nothing is asked twice.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mediawright.gate.approvals import Refusal, decide, too_weak
from mediawright.gate.budgets import Standing, check_another, check_person
from mediawright.gate.last_confirmed import last_confirmed
from mediawright.ledger import StaleState
from mediawright.ledger.turns import BATCH
from mediawright.runner import crash_points
from mediawright.services.actions import cost_word
from mediawright.services.approval import may_be_charged, of_wish
from mediawright.services.batch_carrying import Heard, Item, carry
from mediawright.services.batch_file import Order, of_line
from mediawright.services.batch_price import Ceilings, Totals
from mediawright.services.makers import MakerNeeded
from mediawright.services.planning import Plan
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest, NotFound, RefusedByPolicy, SignInNeeded
from mediawright.types.job import Job
from mediawright.types.message import Lang
from mediawright.types.money import Level
from mediawright.types.states import State

if TYPE_CHECKING:
    from mediawright.services.studio import Studio

#: how long an approval to many requests holds: the last of them may have to wait for its turn
APPROVAL_HOLDS_S = timedelta(days=1)
#: the fact that makes this ledger's names unlike any other's
SALT = "batch.salt"
#: nothing came of such a job, and the same line may become another one
SPENT = frozenset({State.EXPIRED, State.CANCELLED})


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

    def __init__(self, studio: "Studio", lang: Lang) -> None:
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
                except MakerNeeded:
                    raise  # asked once, for all lines
                except InvalidRequest as error:
                    problems += of_line(item.order.line, error)
        if problems:
            raise InvalidRequest(*problems)
        for item in items:
            if item.plan is not None:
                if not item.plan.signed_in:
                    raise SignInNeeded(provider=item.plan.provider.name)
                self.decide(item, None)
        batch = Batch(items=tuple(items), knowing=knowing)
        self._stop_unsettled(batch)
        return batch

    async def _planned(self, item: Item, scope: str, again: Collection[State]) -> None:
        """Plan a line. One whose row waits for its approval keeps that row, unless its inputs are others by now.

        Under a kept quote nothing may have changed since: the gate compares what was agreed to with what is so now.
        """
        plan = await self._studio.plan(item.order.request, lang=self._lang, ask_balance=False)
        if item.order.kept is not None:
            item.plan = plan.under(item.order.kept.quote, now=plan.quote)
            return
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
        """The line with the newest job that was made from it, if any still counts: none in a state of `again` does.

        A kept quote knows its own job.
        """
        if order.kept is not None:
            made = order.kept.job_id and self._studio.ledger.get(order.kept.job_id)
            return Item(order=order, name=made.id if made else self._studio.ids.new_id(), job=made or None)
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

    def decide(self, item: Item, approve_cost: str | None, level: Level = Level.AMOUNT) -> None:
        """What the gate says: free work and the person's policy need no asking. An approval holds until its turn comes."""
        assert item.plan is not None
        plan, now = item.plan, self._studio.clock.now()
        today = plan.now or plan.quote
        verdict = decide(
            plan.quote,
            free=plan.free,
            approve_cost=approve_cost,
            policy=self._studio.policy,
            confirmed_interactively=False,
            now=now,
            request_hash=today.request_hash,
            price=today.price,
            last_confirmed=last_confirmed(self._studio.ledger, plan.provider.name),
            level=level,
        )
        if isinstance(verdict, Refusal):
            item.approval, item.refusal = None, verdict
        else:
            item.approval, item.refusal = replace(verdict, expires_at=now + APPROVAL_HOLDS_S), None

    # --- the approval

    def ask(self, batch: Batch, output_dir: str) -> None:
        """Where the policy wants a second person: keep what waits in the name of who asks, for another one to approve.

        A line that was asked for before stays its asker's. Raises SecondPersonNeeded where this person is the asker.
        """
        policy = self._studio.policy
        if not policy.second_person or not batch.waiting:
            return
        with self._studio.ledger.batch():
            for item in batch.waiting:
                if item.job is None and item.plan is not None:
                    first = next((one.job.parent or one.job.id for one in batch.items if one.job), None)
                    item.job = self._row(item, item.plan, output_dir, first, batch.knowing)
        askers = [item.job.created_by if item.job else None for item in batch.waiting]
        check_another(policy, askers, self._studio.who.name, batch.totals.words)

    def approve(self, batch: Batch, ceilings: Ceilings, level: Level = Level.AMOUNT) -> None:
        """Give every waiting line its own approval, if the ceilings cover all of them together.

        `level` is how the ceilings reached this program. Raises ConfirmationNeeded where they are too low, or the level is.
        """
        batch.totals.check(ceilings)
        required = self._studio.require
        if not level.meets(required):
            raise too_weak(required)
        check_person(self._studio.policy, self._studio.who.name, self._studio.who.token)
        for item in batch.waiting:
            assert item.plan is not None
            self.decide(item, cost_word(item.plan.quote.price), level)

    # --- the work

    async def start(self, batch: Batch, output_dir: str) -> None:
        """Write every row and its approval in one step: all are on disk before the first is sent.

        A line that a budget refuses keeps its row and its refusal, one that another process has started is watched; the
        others go on.
        """
        for item in batch.items:
            if item.plan is not None and item.approval is not None and not item.failure:
                if item.job is not None:
                    self._studio.check_account(item.job)  # asked for on a machine with another account's key
                await self._studio.contexts.stage(item.plan.request)
        ledger = self._studio.ledger
        first = next((item.job.parent or item.job.id for item in batch.items if item.job), None)
        with ledger.batch():
            policy, require = self._studio.policy, self._studio.require
            standing = Standing(lambda: policy, lambda: require, self._studio.clock.now())
            self._stop_unsettled(batch)
            for item in batch.items:
                if item.plan is None or item.approval is None or item.failure:
                    continue
                item.job = item.job or self._row(item, item.plan, output_dir, first, batch.knowing)
                first = first or item.job.id
                try:
                    approval = of_wish(item.approval, item.job, item.plan.same)
                    item.job = ledger.approve(item.job.id, approval, standing, priority=BATCH)
                except StaleState as moved:
                    item.job = moved.job
                except RefusedByPolicy as refusal:
                    item.failure = refusal
        crash_points.point("after-approval")

    def _row(self, item: Item, plan: Plan, output_dir: str, parent: str | None, knowing: bool) -> Job:
        now, line = self._studio.clock.now(), item.order.line
        job, ledger = plan.row(item.name, now, output_dir, parent=parent, position=line), self._studio.ledger
        if item.order.kept is not None:
            return ledger.claim_quote(item.order.kept.quote.id, job, again=knowing, knowing=knowing)
        try:
            return ledger.get(item.name)  # another process was first
        except NotFound:
            return ledger.add(job)

    async def carry(self, batch: Batch, *, timeout: float | None, heard: Heard) -> None:
        """Bring every job to its end (`batch_carrying`)."""
        await carry(self._studio, self._lang, batch.items, timeout=timeout, heard=heard)

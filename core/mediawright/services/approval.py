"""From a plan to an approved job: quote, approval, budget, row. The gate stands here and nothing goes around it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from mediawright.context.protocol import Clock, Ids
from mediawright.runner import crash_points
from mediawright.services import actions
from mediawright.services.planning import Plan, Planner
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import ConfirmationNeeded, OutOfCredits, SignInNeeded, Uncertain
from mediawright.types.job import Job
from mediawright.types.message import Lang, Message
from mediawright.types.money import Approval, Level, Quote
from mediawright.types.states import State

if TYPE_CHECKING:
    from mediawright.context.factory import Contexts
    from mediawright.gate.approvals import Refusal
    from mediawright.gate.policy import Policy
    from mediawright.ledger import Ledger, StoredQuote
    from mediawright.plugins.discover import Registry

#: asks the person on the spot; True is an approval to exactly this plan
Ask = Callable[[Plan], Awaitable[bool]]


class ApprovalNeeded(ConfirmationNeeded):
    """An approval is missing; the quote is kept and `plan` is what the confirmation page shows."""

    def __init__(
        self,
        plan: Plan,
        message: Message,
        *,
        stale: bool = False,
        required: Level = Level.AMOUNT,
        again: bool = False,
    ) -> None:
        self.plan = plan
        self.stale = stale
        self.required = required
        self.again = again
        price = plan.quote.price
        cost = str(price.amount) if price.amount is not None else "unknown"
        data = {"quote": plan.quote.id, "cost": cost}
        if required is not Level.AMOUNT:
            data["require"] = required.value
        super().__init__(message, provider=plan.provider.name, data=data)


class Declined(ApprovalNeeded):
    """The person was asked on the spot and said no: the quote was taken back, and to go on means to be asked anew."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan, Message("thread.declined"))
        self.data = {"declined": plan.quote.id}


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """How an approval can be had: an amount said beforehand, a person who can be asked now, the user's policy.

    `again` makes a deliberate second run of the same request a new job. Where it is not known whether the first one was
    accepted, it takes the amount beside it: a person who pays twice says how much. `cost_named`: the amount was named,
    and a front end that can ask for the approval will still ask. `level`, `asked_level`: by which way the amount,
    and the answer to `ask`, reach this program; a program that names a level vouches for it. `replaces`: the quote whose
    place this request takes, withdrawn as soon as the new one is kept. `said`: sentences that its page tells.
    `page_only`: nothing starts, not even what is free or approved beforehand; the page comes in any case.
    """

    approve_cost: str | None = None
    ask: Ask | None = None
    again: bool = False
    cost_named: bool = False
    level: Level = Level.AMOUNT
    asked_level: Level = Level.AMOUNT
    replaces: str | None = None
    said: tuple[Message, ...] = ()
    page_only: bool = False

    @property
    def knowing(self) -> bool:
        """Does it name the cost of a deliberate second run, or only look at its page?"""
        return self.again and (self.cost_named or self.approve_cost is not None or self.page_only)


@dataclass(frozen=True, slots=True)
class Spender:
    """Turns plans into approved rows, never more than was agreed to."""

    registry: Registry
    contexts: Contexts
    ledger: Ledger
    policy: Callable[[], Policy]
    require: Callable[[], Level]
    planner: Planner
    clock: Clock
    ids: Ids
    #: jobs that stood already when their wish came again: nothing was sent or charged for the second time
    same: set[str]
    #: raises where a job is another account's than is at hand, and no worker has that one's key
    check_account: Callable[[Job], None]

    async def approved(self, plan: Plan, consent: Consent | None, lang: Lang, output_dir: str | None) -> Job:
        """The approved job for a plan; without a `consent` only the person's policy can say yes.

        Raises SignInNeeded, OutOfCredits, ApprovalNeeded (the quote is kept), Declined (it is not), RefusedByPolicy.
        """
        consent = consent or Consent()
        unsettled = self._unsettled(plan, consent)
        if unsettled is not None:
            return self._known(unsettled)
        self.check_usable(plan, consent)
        plan = replace(plan, said=(*plan.said, *consent.said))
        kept = {"again": True} if consent.again else None
        self.ledger.put_quote(plan.quote, plan.request, output_dir=output_dir, lang=lang, wait=kept)
        if consent.replaces is not None:
            self.ledger.decline_quote(consent.replaces)
        approval = await self._approval(plan, plan.quote, consent, confirming=False)
        return await self._claim(plan, approval, consent, output_dir)

    def quoted(self, plan: Plan, lang: Lang, output_dir: str | None) -> None:
        """Keep the quote of a plan, to be confirmed later.

        Raises SignInNeeded, OutOfCredits, Uncertain where the same request may have been accepted before.
        """
        unsettled = self._unsettled(plan, Consent())
        if unsettled is not None:
            raise may_be_charged(unsettled)
        self.check_usable(plan, Consent())
        self.ledger.put_quote(plan.quote, plan.request, output_dir=output_dir, lang=lang)

    async def confirmed(self, quote_id: str, consent: Consent, lang: Lang) -> Job:
        """The approved job for a kept quote, planned again so that nothing changed unseen: inputs, price, balance.

        A quote that became a job before gives that job, unless `consent.again`.
        """
        from mediawright.ledger.quotes import check_stands

        stored = self.ledger.quote(quote_id)
        if stored.job_id is not None and not consent.again:
            job = self.ledger.get(stored.job_id)
            if job.state is not State.QUOTED:
                return self._known(job)
        check_stands(stored)
        again = consent.again and stored.job_id is not None
        # a second run on purpose gets a seed of its own, as the first one did
        drawn = again and bool(stored.quote.wish)
        plan = await self.planner.plan(stored.request.with_(seed=None) if drawn else stored.request, lang)
        unsettled = self._unsettled(plan, consent)
        if unsettled is not None:
            return self._known(unsettled)
        self.check_usable(plan, consent)
        if again:
            self.ledger.put_quote(plan.quote, plan.request, output_dir=stored.output_dir, lang=lang)
        else:
            plan = plan.under(stored.quote, now=plan.quote)
        try:
            approval = await self._approval(plan, plan.quote, consent, confirming=True)
        except Declined:
            raise
        except ApprovalNeeded as missing:
            raise self._fresh(missing, stored, lang) from None
        return await self._claim(plan, approval, consent, stored.output_dir)

    def _fresh(self, missing: ApprovalNeeded, stored: StoredQuote, lang: Lang) -> ApprovalNeeded:
        """A quote that no longer says the truth is replaced by one that does, for a new approval."""
        now = missing.plan.now
        if not missing.stale or now is None:
            return missing
        plan = missing.plan.under(now)
        folder, settings = stored.output_dir, stored.settings
        self.ledger.put_quote(plan.quote, plan.request, output_dir=folder, lang=lang, wait=settings)
        return ApprovalNeeded(plan, missing.message, stale=True, required=missing.required, again=missing.again)

    def check_usable(self, plan: Plan, consent: Consent) -> None:
        """Signed in, and enough left as far as anybody says."""
        if not plan.signed_in:
            raise SignInNeeded(provider=plan.provider.name)
        amount, balance = plan.quote.price.amount, plan.quote.balance
        if amount is None or balance is None or consent.approve_cost is not None:
            return
        if balance.value < amount.value:
            data = {"cost": str(amount), "balance": str(balance)}
            values = {"cost": amount, "balance": balance, "provider": plan.provider.title}
            raise OutOfCredits(Message("error.out_of_credits.known", values), provider=plan.provider.name, data=data)

    async def _approval(self, plan: Plan, quote: Quote, consent: Consent, *, confirming: bool) -> Approval:
        from mediawright.gate.approvals import Refusal, Why
        from mediawright.gate.last_confirmed import remember

        verdict = self._decide(plan, quote, consent, typed=False, confirming=confirming)
        if consent.page_only:
            if not isinstance(verdict, Refusal):
                price = quote.price.amount or Message("price.free")
                verdict = Refusal(Why.ASK, Message("gate.ask", {"quote": quote.id, "price": price}))
            needed, again = self.require(), consent.again
            raise ApprovalNeeded(plan, verdict.message, stale=verdict.stale, required=needed, again=again)
        if isinstance(verdict, Refusal) and consent.ask is not None and not verdict.stale:
            silent, weak = consent.approve_cost is None, verdict.why is Why.LEVEL
            if silent or weak:
                if not await consent.ask(plan):
                    self.ledger.decline_quote(quote.id)
                    raise Declined(plan)
                # the answer is an approval to the price that was shown; an amount named before it was high enough
                given = replace(consent, approve_cost=None, level=consent.asked_level)
                verdict = self._decide(plan, quote, given, typed=True, confirming=confirming)
        if isinstance(verdict, Refusal):
            raise ApprovalNeeded(
                plan, verdict.message, stale=verdict.stale, required=self.require(), again=consent.again
            )
        remember(self.ledger, quote, verdict)
        return verdict

    def _decide(
        self, plan: Plan, quote: Quote, consent: Consent, *, typed: bool, confirming: bool
    ) -> Approval | Refusal:
        from mediawright.gate.approvals import decide
        from mediawright.gate.last_confirmed import last_confirmed

        now = plan.now or plan.quote
        return decide(
            quote,
            free=plan.free,
            approve_cost=consent.approve_cost,
            policy=self.policy(),
            confirmed_interactively=typed,
            now=self.clock.now(),
            request_hash=now.request_hash,
            price=now.price,
            last_confirmed=last_confirmed(self.ledger, plan.provider.name),
            confirming=confirming,
            level=consent.level,
            required=self.require(),
        )

    def _unsettled(self, plan: Plan, consent: Consent) -> Job | None:
        """The job that stands in the way: the same request, which may have been accepted without an answer saying so."""
        if plan.free or consent.knowing:
            return None
        return self.ledger.unsettled(plan.same)

    def stopped(self, job: Job, error: Uncertain) -> Uncertain:
        """What is told where a job stays unclear: for one that stood already, that its request was not sent again."""
        return may_be_charged(self.ledger.get(job.id), error.message) if job.id in self.same else error

    def _known(self, job: Job) -> Job:
        self.same.add(job.id)
        return job

    async def _claim(self, plan: Plan, approval: Approval, consent: Consent, output_dir: str | None) -> Job:
        await self.contexts.stage(plan.request)
        from mediawright.gate.budgets import Standing
        from mediawright.ledger import StaleState

        wanted = plan.row(self.ids.new_id(), self.clock.now(), output_dir)
        job = self.ledger.claim_quote(plan.quote.id, wanted, again=consent.again, knowing=consent.knowing or plan.free)
        if job.state is not State.QUOTED:
            return self._known(job)
        self.check_account(job)
        try:
            job = self.ledger.approve(
                job.id, of_wish(approval, job, plan.same), Standing(self.policy, self.require, self.clock.now())
            )
        except StaleState as moved:
            return self._known(moved.job)
        crash_points.point("after-approval")
        return job


def of_wish(approval: Approval, job: Job, same: str) -> Approval:
    """The approval of a wish for the row that stands for it already, where that drew another seed and costs no more."""
    price = job.quote.price.amount if job.quote is not None else None
    ceiling = approval.ceiling
    within = price is not None and ceiling is not None and price.unit == ceiling.unit and price.value <= ceiling.value
    if job.same != same or not (within or (price is None and ceiling is None)):
        return approval
    return replace(approval, request_hash=job.request_hash)


def may_be_charged(job: Job, check: Message | None = None) -> Uncertain:
    """The same request went out before and nothing says what became of it: it is looked up, never sent on a guess.

    `check` is how a person finds out at the provider, where it says so.
    """
    key = "spending.unsettled_check" if check is not None else "spending.unsettled"
    values = {"at": job.submitted_at or job.updated_at} | ({"check": check} if check is not None else {})
    ways = (actions.resume(job.id), actions.show(job), *actions.again(job))
    return Uncertain(Message(key, values), provider=job.provider, data={"job": job.id}, next=ways)

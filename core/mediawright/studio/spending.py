"""From a plan to an approved job: quote, yes, budget, row. The gate stands here and nothing goes around it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from mediawright.context import Contexts
from mediawright.gate.approvals import Refusal, decide
from mediawright.gate.policies import Policies
from mediawright.ledger import Ledger, Moved, StoredQuote
from mediawright.plugins.discover import Registry
from mediawright.runner import crash
from mediawright.studio.planning import Plan, Planner
from mediawright.types.context import Clock, Ids
from mediawright.types.errors import ConfirmationNeeded, OutOfCredits, SignInNeeded
from mediawright.types.job import Job
from mediawright.types.message import Lang, Message
from mediawright.types.money import Approval
from mediawright.types.states import State

#: asks the person on the spot; True is a yes to exactly this plan
Ask = Callable[[Plan], Awaitable[bool]]


class NeedsYes(ConfirmationNeeded):
    """A yes is missing; the quote is kept and `plan` is what the confirmation page shows."""

    def __init__(self, plan: Plan, message: Message) -> None:
        self.plan = plan
        price = plan.quote.price
        cost = str(price.amount) if price.amount is not None else "unknown"
        super().__init__(message, provider=plan.provider.name, data={"quote": plan.quote.id, "cost": cost})


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """How a yes can be had: an amount said beforehand, a person who can be asked now, the user's policy.

    `again` makes a deliberate second run of the same request a new job.
    """

    approve_cost: str | None = None
    ask: Ask | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Spender:
    """Turns plans into approved rows, never more than was agreed to."""

    registry: Registry
    contexts: Contexts
    ledger: Ledger
    policies: Policies
    planner: Planner
    clock: Clock
    ids: Ids

    async def approved(self, plan: Plan, consent: Consent, lang: Lang, output_dir: str | None) -> Job:
        """The approved job for a plan.

        Raises SignInNeeded, OutOfCredits, ConfirmationNeeded (the quote is kept; `data["quote"]` is its id),
        RefusedByPolicy.
        """
        self.check_usable(plan, consent)
        self.ledger.put_quote(plan.quote, plan.request, output_dir=output_dir, lang=lang)
        approval = await self._yes(plan, consent)
        return self._claim(plan, approval, consent, output_dir)

    async def confirmed(self, quote_id: str, consent: Consent, lang: Lang) -> Job:
        """The approved job for a kept quote, re-checked: inputs unchanged, price not dearer, quote not run out.

        A quote that became a job before gives that job.
        """
        stored = self.ledger.quote(quote_id)
        if stored.job_id is not None and not consent.again:
            return self.ledger.get(stored.job_id)
        plan = await self.planner.plan(stored.request, lang)
        fresh = self._same(plan, stored, consent)
        self.check_usable(fresh, consent)
        if fresh.quote.id != stored.quote.id:
            self.ledger.put_quote(fresh.quote, fresh.request, output_dir=stored.output_dir, lang=lang)
        approval = await self._yes(fresh, consent)
        return self._claim(fresh, approval, consent, stored.output_dir)

    def _same(self, plan: Plan, stored: StoredQuote, consent: Consent) -> Plan:
        """The plan under the kept quote while that still says the truth; else under the new one, which needs a new yes."""
        old, new = stored.quote, plan.quote
        unchanged = old.request_hash == new.request_hash and old.price.amount == new.price.amount
        alive = self.clock.now() < old.expires_at
        if unchanged and alive and not consent.again:
            return plan.under(old)
        return plan

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

    async def _yes(self, plan: Plan, consent: Consent) -> Approval:
        typed = False
        verdict = self._decide(plan, consent, typed)
        if isinstance(verdict, Refusal) and consent.ask is not None and consent.approve_cost is None:
            typed = await consent.ask(plan)
            verdict = self._decide(plan, consent, typed)
        if isinstance(verdict, Refusal):
            raise NeedsYes(plan, verdict.message)
        return verdict

    def _decide(self, plan: Plan, consent: Consent, typed: bool) -> Approval | Refusal:
        return decide(
            plan.quote,
            free=plan.free,
            approve_cost=consent.approve_cost,
            policy=self.policies,
            typed_yes=typed,
            now=self.clock.now(),
        )

    def _claim(self, plan: Plan, approval: Approval, consent: Consent, output_dir: str | None) -> Job:
        now = self.clock.now()
        wanted = Job(
            id=self.ids.new_id(),
            request=plan.request,
            request_hash=plan.quote.request_hash,
            provider=plan.provider.name,
            state=State.QUOTED,
            created_at=now,
            updated_at=now,
            quote=plan.quote,
            output_dir=output_dir,
        )
        job = self.ledger.claim_quote(plan.quote.id, wanted, again=consent.again)
        if job.state is not State.QUOTED:
            return job
        try:
            job = self.ledger.approve(job.id, approval, self.policies.budgets())
        except Moved as moved:
            return moved.job
        crash.point("after-approval")
        return job

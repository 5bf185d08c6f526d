"""The one that spends: inputs handed over, the call written down, sent once per result, and the task ids brought back."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mediawright.plugin import (
    Amount,
    Busy,
    Context,
    InvalidRequest,
    Job,
    Media,
    MediawrightError,
    NotSent,
    Operation,
    OutOfCredits,
    Price,
    Proof,
    Rejected,
    Request,
    Task,
    Uncertain,
)
from mediawright_chatart import (
    account,
    client,
    errors,
    journal,
    pricing,
    request_body,
    request_plan,
    responses,
    sources,
    upload,
)
from mediawright_chatart.provider import NAME
from mediawright_chatart.request_plan import Plan
from mediawright_chatart.validation import problems

#: what hangs on the clip: its length is paid for, its height sets the quality
MEASURED = frozenset({Operation.REPLACE_CHARACTER, Operation.EXTEND_VIDEO})


async def submit(ctx: Context, job: Job) -> Task:
    """Start every result of a job and return one handle for all. Safe to call again after a plain "not now": what was
    uploaded stays uploaded, what was accepted is not asked for twice (C-R1)."""
    client.signed_in(ctx)
    entry = journal.read(ctx, job.id) or journal.write(ctx, job.id, journal.Entry())
    try:
        return await _submit(ctx, job, entry)
    except (Rejected, OutOfCredits, InvalidRequest):
        journal.close(ctx, job.id)  # a plain no: nothing is left to remember
        raise


async def _submit(ctx: Context, job: Job, entry: journal.Entry) -> Task:
    async with upload.Copies(ctx) as copies:
        plan = checked(await measured(ctx, job.request, copies))
        within_approval(job, plan)
        ready = await copies.prepare(plan.media)
        links = await upload.hand_over(ctx, ready, entry.links)
    entry = journal.write(ctx, job.id, entry, links=links)
    return await Sender(ctx, job, entry, plan, [upload.address(item, links) for item in ready]).send()


async def quote(ctx: Context, request: Request) -> Price:
    """The price of this very request; a linked clip is looked at first. Raises InvalidRequest, Unreachable."""
    async with upload.Copies(ctx) as copies:
        return pricing.price(checked(await measured(ctx, request, copies)))


async def measured(ctx: Context, request: Request, copies: upload.Copies) -> Request:
    """The request with the input measured that length, quality or ratio hang on: the copy that is uploaded counts (§9)."""
    telling = telling_input(request)
    if telling is None or telling.info:
        return request
    local = await copies.local(telling)
    seen = replace(telling, info=local.info) if sources.is_own(telling, ctx.settings) else local
    return request.with_(media=tuple(seen if media is telling else media for media in request.media))


def telling_input(request: Request) -> Media | None:
    """The clip whose length is paid for or whose height sets the quality; the picture whose shape is asked for."""
    if request.operation in MEASURED:
        return next(iter(request.videos), None)
    return next(iter(request.images), None) if request.aspect_ratio == "auto" else None


def checked(request: Request) -> Plan:
    """The plan of a request that may be sent. Raises InvalidRequest with every problem."""
    found = problems(request)
    plan = request_plan.plan(request)
    if found or plan is None:
        raise InvalidRequest(*found, provider=NAME)
    return plan


def within_approval(job: Job, plan: Plan) -> None:
    """A link may lead to another clip than when the price was told: a dearer one needs a new approval (C-R12)."""
    ceiling: Amount | None = job.approval.ceiling if job.approval else None
    now = pricing.credits(plan)
    if ceiling is not None and now is not None and now > ceiling.value:
        raise InvalidRequest(message=errors.say("chatart.error.dearer", credits=f"{now.normalize():f}"), provider=NAME)


class Sender:
    """One job's spending calls, each written down before it leaves."""

    def __init__(self, ctx: Context, job: Job, entry: journal.Entry, plan: Plan, links: Sequence[str]) -> None:
        self._ctx, self._job, self._entry, self._plan = ctx, job, entry, plan
        self._body = request_body.body(plan, links)

    async def send(self) -> Task:
        """Every result once. What is on its way already is never given up for trouble with the rest (C-R27)."""
        while len(self._entry.ids) < self._plan.count:
            try:
                await self._one()
            except Uncertain:
                raise
            except MediawrightError as error:
                if not self._entry.ids:
                    raise
                if not await self._wait_for(error):
                    break
        done = len(self._entry.ids)
        if done < self._plan.count:
            self._ctx.say(errors.say("chatart.note.only_some", n=done, asked=self._plan.count))
        return journal.task_of(self._job, self._entry)

    async def _wait_for(self, error: MediawrightError) -> bool:
        """A running task of ours makes the next one wait; the contract bounds how often."""
        if not isinstance(error, Busy) or error.retry_after is None:
            return False
        await self._ctx.clock.sleep(error.retry_after)
        return True

    async def _one(self) -> None:
        now = self._ctx.clock.now().isoformat()
        self._keep(began=self._entry.began or now, sent=now, sending=True)
        try:
            reply = await self._call()
        except NotSent:
            self._keep(sending=False)
            raise
        name = responses.task_id(reply)
        match errors.proof_of(reply, name):
            case Proof.ACCEPTED if name is not None:
                self._keep(ids=(*self._entry.ids, name), sending=False)
                journal.remember(self._ctx, name)
            case Proof.REFUSED:
                client.heard(self._ctx, reply)
                error = await self._refused(reply)
                self._keep(sending=False)
                raise error
            case _:
                raise errors.unproven(reply)

    async def _call(self) -> client.Reply:
        target = client.url(self._ctx, request_body.path(self._plan))
        sent = client.headers(client.signed_in(self._ctx))
        return client.read(await self._ctx.post_once(target, headers=sent, json=self._body, timeout=client.PATIENCE))

    async def _refused(self, reply: client.Reply) -> MediawrightError:
        kind = errors.waits_for(reply)
        if kind:
            heard = self._entry.refusals.get(kind, 0)
            self._keep(refusals={**self._entry.refusals, kind: heard + 1})
            return errors.not_now(reply, kind, heard)
        balance = await account.balance_or_none(self._ctx) if errors.is_out_of_credits(reply) else None
        return errors.of_submit(reply, balance)

    def _keep(self, **changes: Any) -> None:
        self._entry = journal.write(self._ctx, self._job.id, self._entry, **changes)

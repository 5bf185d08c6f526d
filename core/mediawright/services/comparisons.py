"""One wish at several models: all prices on one page, one approval that covers exactly these requests, a job for each.

It stands on the batch: each request is kept as a quote of its own, all of them under one name, and each quote becomes one
job. So the same approval given again finds what was started: after a kill or a cut nothing is submitted twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediawright.services.approval import may_be_charged
from mediawright.services.batch_carrying import Heard, Item, carry
from mediawright.services.batch_file import Order
from mediawright.services.batch_price import Ceilings
from mediawright.services.batches import Batch, Batches
from mediawright.services.compared_models import requests_of
from mediawright.services.planning import Plan
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import ConfirmationNeeded, InvalidRequest, NotFound, SignInNeeded
from mediawright.types.job import Asset
from mediawright.types.message import Lang, Message, Problem
from mediawright.types.money import Level
from mediawright.types.request import Request

if TYPE_CHECKING:
    from mediawright.ledger import StoredQuote
    from mediawright.services.studio import Studio


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Requests under one name. `sheet` is the picture of all results, once they are over."""

    id: str
    batch: Batch
    folder: str
    sheet: Asset | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        return self.batch.items

    @property
    def over(self) -> bool:
        return all(item.over for item in self.items)

    @property
    def cost(self) -> str:
        """What its approval must say: "12 units + 0.5 USD", "unknown"."""
        return " + ".join(self.batch.totals.words)


class Requoted(ConfirmationNeeded):
    """Something changed since the page was shown; `comparison` is kept anew, with the prices of now, under another name."""

    def __init__(self, comparison: Comparison, message: Message) -> None:
        self.comparison = comparison
        super().__init__(message, data={"quote": comparison.id, "cost": comparison.cost})


class Comparisons:
    """Prices, starts and carries comparisons in one studio."""

    def __init__(self, studio: Studio, lang: Lang) -> None:
        self._studio = studio
        self._lang = lang
        self._batches = Batches(studio, lang)

    def requests(self, models: Sequence[str], wish: Mapping[str, Any], kind: str | None = None) -> tuple[Request, ...]:
        """The same wish at each model: `wish` as the flags of the commands, `kind` video, image or audio where it is known.

        Raises InvalidRequest.
        """
        providers = [plugin.provider for plugin in self._studio.registry.load_all()]
        return requests_of(models, wish, kind, providers, self._studio.read)

    async def quoted(
        self, requests: Sequence[Request], *, output_dir: str | None = None, again: bool = False, keep: bool = True
    ) -> Comparison:
        """Price every request and keep them under one name. Sends nothing.

        `again` makes a second run on purpose; without `keep` nothing is written, and nothing of it can be agreed to.
        Raises InvalidRequest with every problem, each naming its model; SignInNeeded; Uncertain where one of the requests
        may have been accepted before.
        """
        plans = await self._planned(requests)
        name = self._studio.ids.quote_id()
        folder = str(Path(self._studio.output_dir(output_dir)) / f"compare-{name}")
        kept = [self._stored(name, number, plan, folder, again) for number, plan in enumerate(plans, 1)]
        if keep:
            self._check(plans, again)
            self._studio.ledger.put_together(kept)
        items = [
            Item(
                order=_order(number, plan, stored),
                name=self._studio.ids.new_id(),
                plan=plan.under(plan.quote, plan.quote),
            )
            for number, (plan, stored) in enumerate(zip(plans, kept, strict=True), 1)
        ]
        for item in items:
            self._batches.decide(item, None)
        return Comparison(id=name, batch=Batch(items=tuple(items), knowing=again), folder=folder)

    async def opened(self, name: str) -> Comparison:
        """The comparison of that name, planned again so that nothing changed unseen; jobs that were started are in it.

        Raises NotFound, InvalidRequest for one that was taken back, Requoted where a price or an input is another one now.
        """
        from mediawright.ledger.quotes import check_stands

        found = self._studio.ledger.quotes_together(name)
        if not found:
            raise NotFound(Problem("quote", Message("ledger.no_quote", {"quote": name.strip().upper()})))
        for stored in found:
            check_stands(stored)
        again = bool(found[0].settings.get("again"))
        orders = [Order(line=stored.position, key="", request=stored.request, kept=stored) for stored in found]
        batch = await self._batches.prepare(orders, "", knowing=again)
        stale = next((item.refusal for item in batch.items if item.refusal and item.refusal.stale), None)
        folder = str(found[0].output_dir)
        if stale is None:
            return Comparison(id=str(found[0].together), batch=batch, folder=folder)
        if any(item.job for item in batch.items):
            # those that were started go on; only what was never agreed to is too old
            for item in batch.items:
                if item.refusal is not None and item.refusal.stale:
                    item.failure = ConfirmationNeeded(item.refusal.message)
            return Comparison(id=str(found[0].together), batch=batch, folder=folder)
        wishes = [item.plan.unseeded if item.plan else item.order.request for item in batch.items]
        raise Requoted(await self.quoted(wishes, output_dir=str(Path(folder).parent), again=again), stale.message)

    def known(self, name: str) -> bool:
        """Is this the name of a comparison?"""
        return self._studio.has_ledger and bool(self._studio.ledger.quotes_together(name))

    def approve(self, comparison: Comparison, ceilings: Ceilings, level: Level = Level.AMOUNT) -> None:
        """Give each waiting request its approval, if the ceilings cover all of them together. Raises ConfirmationNeeded."""
        self._batches.approve(comparison.batch, ceilings, level)

    def decline(self, comparison: Comparison) -> None:
        """Take the offer of all of them back: it can be agreed to no more. What was started before goes on."""
        self._studio.ledger.decline_quote(comparison.id)

    async def start(self, comparison: Comparison) -> None:
        """Write all rows with their approvals in one step, before the first is sent."""
        await self._batches.start(comparison.batch, comparison.folder)

    async def carry(
        self, comparison: Comparison, *, timeout: float | None = None, heard: Heard = lambda _: None
    ) -> Comparison:
        """Bring every job to its end, or wait `timeout` seconds; then the picture of all results, where all are over."""
        await carry(self._studio, self._lang, comparison.items, timeout=timeout, heard=heard)
        if not comparison.over:
            return comparison
        from mediawright.services.contact_sheet import write_sheet

        providers = {plugin.name: plugin.provider for plugin in self._studio.registry.load_all()}
        return replace(comparison, sheet=await asyncio.to_thread(write_sheet, comparison, providers, self._lang))

    async def run(
        self,
        requests: Sequence[Request],
        approve_cost: Sequence[str] = (),
        *,
        output_dir: str | None = None,
        again: bool = False,
        timeout: float | None = None,
    ) -> Comparison:
        """Compare in one call.

        Raises as `quoted`; ConfirmationNeeded, with the kept name, where the amounts are not enough.
        """
        found = await self.quoted(requests, output_dir=output_dir, again=again)
        return await self.finish(found, approve_cost, timeout=timeout)

    async def confirm(self, name: str, approve_cost: Sequence[str] = (), *, timeout: float | None = None) -> Comparison:
        """Run exactly the requests of a kept comparison; again, it goes on where it stopped. Raises as `opened`."""
        return await self.finish(await self.opened(name), approve_cost, timeout=timeout)

    async def finish(
        self, found: Comparison, approve_cost: Sequence[str], *, timeout: float | None = None
    ) -> Comparison:
        """Approve, start and carry what is kept."""
        if found.batch.waiting:
            try:
                self.approve(found, Ceilings.read(approve_cost))
            except ConfirmationNeeded as missing:
                missing.data |= {"quote": found.id, "cost": found.cost}
                raise
        await self.start(found)
        return await self.carry(found, timeout=timeout)

    async def _planned(self, requests: Sequence[Request]) -> list[Plan]:
        """All plans; what is wrong with any of them is told at once, each naming its model."""
        works = [self._studio.plan(request, lang=self._lang, ask_balance=False) for request in requests]
        found = await asyncio.gather(*works, return_exceptions=True)
        problems: list[Problem] = []
        for request, one in zip(requests, found, strict=True):
            if isinstance(one, InvalidRequest):
                problems += [_of_model(request, problem) for problem in one.problems]
            elif isinstance(one, BaseException):
                raise one
        if problems:
            raise InvalidRequest(*problems)
        return [one for one in found if isinstance(one, Plan)]

    def _check(self, plans: Sequence[Plan], again: bool) -> None:
        for plan in plans:
            if not plan.signed_in:
                raise SignInNeeded(provider=plan.provider.name)
            before = None if plan.free or again else self._studio.ledger.unsettled(plan.same)
            if before is not None:
                raise may_be_charged(before)

    def _stored(self, name: str, number: int, plan: Plan, folder: str, again: bool) -> StoredQuote:
        from mediawright.ledger import StoredQuote

        return StoredQuote(
            quote=plan.quote,
            request=plan.request,
            output_dir=folder,
            lang=self._lang,
            settings={"again": True} if again else {},
            together=name,
            position=number,
        )


def _order(number: int, plan: Plan, stored: StoredQuote) -> Order:
    return Order(line=number, key="", request=plan.request, kept=stored)


def _of_model(request: Request, problem: Problem) -> Problem:
    """A problem that says at which of the models it is one."""
    values = {"model": request.model or request.provider or "", "problem": problem.message}
    return Problem(problem.field, Message("compare.model", values), problem.rule, problem.allowed)

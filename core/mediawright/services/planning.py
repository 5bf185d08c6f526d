"""From a request to a plan: the provider and model, the completed request, its price, and what is left to pay it with.

Reads only. Everything that can be refused is refused here, before a quote exists.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from mediawright.context.protocol import Clock, Context, Ids
from mediawright.files.roots import Roots
from mediawright.gate.quotes import make_quote
from mediawright.plugins.discover import Registry
from mediawright.plugins.dispatch import Plugin
from mediawright.services.balances import payable_now, signed_in_to
from mediawright.services.fitting import fitted, measured, notes, option_files, own_shape, problems_of, warm
from mediawright.services.found_models import meet
from mediawright.services.makers import MakerNeeded, Makers
from mediawright.types.ages import aged, living, retired
from mediawright.types.constraints import choose_model, complete
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest, MediawrightError, NotAvailable
from mediawright.types.job import Job
from mediawright.types.message import Lang, Message, Problem
from mediawright.types.money import Amount, Price, Quote
from mediawright.types.pricing import price_of
from mediawright.types.provider import Model, Provider
from mediawright.types.request import OWN_SHAPE, Request
from mediawright.types.states import State
from mediawright.types.storable import storable_request

if TYPE_CHECKING:
    from mediawright.config import Config
    from mediawright.context.factory import Contexts
    from mediawright.services.known_inputs import JobsOfFile
    from mediawright.types.cast import Cast

    #: who of the cast takes part in a request, as they are now; the flag allows that a provider is asked
    CastOf = Callable[[Request, Lang, bool], Awaitable[Cast | None]]

#: other models of a page, and how many are tried for them at most: a provider may have thousands
MOST_SHOWN, MOST_TRIED = 3, 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A request ready to be quoted. `others` are the models of the same provider that could do it, with their price.

    `signed_in`: on this machine, or on that of a worker which takes it; `chosen` says in a sentence why this provider, when
    the person named none; `notes` what else an approval covers; `said` what
    its page tells first, such as the value that a relative word ("longer") came to.
    """

    request: Request
    provider: Provider
    model: Model
    quote: Quote
    others: tuple[tuple[Model, Price], ...] = ()
    signed_in: bool = True
    chosen: Message | None = None
    notes: tuple[Message, ...] = ()
    now: Quote | None = None
    said: tuple[Message, ...] = ()

    def under(self, quote: Quote, now: Quote | None = None) -> "Plan":
        """The same plan under a kept quote; `now` is what would be quoted today."""
        return replace(self, quote=quote, now=now)

    @property
    def same(self) -> str:
        """By this hash a request is known as the one that was asked for before, whatever seeds were drawn for it."""
        now = self.now or self.quote
        return self.quote.same if now.request_hash == self.quote.request_hash else now.same

    @property
    def unseeded(self) -> Request:
        """The request without the seed that was drawn for it."""
        return self.request.with_(seed=None) if self.quote.wish else self.request

    def like(self, job: Job) -> "Plan | None":
        """The plan of a job that waits for its approval, with the seed that was drawn for it; None for another request."""
        if job.same != self.same:
            return None
        return replace(self, request=job.request, quote=replace(self.quote, request_hash=job.request_hash))

    def row(
        self, job_id: str, now: datetime, output_dir: str | None, *, parent: str | None = None, position: int = 0
    ) -> Job:
        """The job that this plan becomes, not yet agreed to and not yet on disk."""
        return Job(
            id=job_id,
            request=self.request,
            request_hash=self.quote.request_hash,
            provider=self.provider.name,
            state=State.QUOTED,
            created_at=now,
            updated_at=now,
            quote=self.quote,
            output_dir=output_dir,
            parent=parent,
            position=position,
        )

    @property
    def free(self) -> bool:
        """Nobody needs to be asked."""
        return self.provider.free or self.request.operation in self.provider.free_operations or self.quote.price.free


@dataclass(frozen=True, slots=True)
class Priced:
    """A request with the provider and model that would do it, and its price: a plan without a quote.

    `unseeded`: the request before a seed was drawn for it.
    """

    request: Request
    provider: Provider
    model: Model
    price: Price
    chosen: Message | None = None
    unseeded: Request | None = None


@dataclass(frozen=True, slots=True)
class Planner:
    """Makes plans. Holds no state of its own."""

    registry: Registry
    contexts: "Contexts"
    config: "Config"
    roots: Roots
    clock: Clock
    ids: Ids
    jobs_of_file: "JobsOfFile"
    cast: "CastOf"
    #: do workers of a shared ledger carry a provider's jobs?
    served: Callable[[str], bool]

    async def plan(self, request: Request, lang: Lang, *, ask_balance: bool = True) -> Plan:
        """Raises InvalidRequest with every problem, NotAvailable when no provider can do it, Unreachable."""
        found = await self.priced(request, lang, look=ask_balance)
        request, model, price = found.request, found.model, found.price
        plugin = self.registry.load(found.provider.name)
        ctx = self.contexts.open(plugin.provider, lang=lang)
        signed_in = signed_in_to(plugin.provider, ctx)
        balance = None
        if ask_balance and signed_in and not (plugin.provider.free or price.free):
            balance = await payable_now(plugin, ctx, request, price)
        asked = found.unseeded
        quote = make_quote(request, plugin.provider, model, price, balance, self.clock, self.ids, unseeded=asked)
        return Plan(
            request=request,
            provider=plugin.provider,
            model=model,
            quote=quote,
            others=await self._others(plugin, ctx, model, request),
            signed_in=signed_in or self.served(plugin.name),
            chosen=found.chosen,
            notes=tuple(notes(plugin.provider, request)),
        )

    async def priced(self, request: Request, lang: Lang, *, look: bool = True) -> Priced:
        """Provider, model, completed request and price, and nothing else. `look` False: no provider is asked anything.

        Results that lie in a store are brought here first. Raises as `plan`.
        """
        if request.cast is not None:
            from mediawright.services.before_cast import before

            request = before(request)
        request = await self.contexts.used(request)
        request = await asyncio.to_thread(measured, storable_request(request), self.roots)
        if (cast := await self.cast(request, lang, look)) is not None:
            request = request.with_(cast=cast)
        if request.images:
            asked = [self.registry.load(request.provider)] if request.provider else self.registry.load_all()
            await asyncio.to_thread(warm, [plugin.provider for plugin in asked], request, self.roots)
        plugin, chosen = self._maker(request, lang)
        request = request.with_(provider=plugin.name)
        ctx = self.contexts.open(plugin.provider, lang=lang)
        await meet(plugin, ctx, request)
        model, request = self._validated(plugin, request)
        if request.options or request.option_files:
            named = await asyncio.to_thread(option_files, request, self.roots)
            request = request.with_(option_files=named)
        unseeded, request = request, self._seeded(model, request)
        price = aged(await self.price(plugin, ctx, model, request), plugin.provider, model, self.clock.now().date())
        return Priced(request, plugin.provider, model, price, chosen, unseeded)

    def _maker(self, request: Request, lang: Lang) -> tuple[Plugin, Message | None]:
        """Who makes it; where the cast has pictures and no provider is named, one that takes them comes first."""
        cast = request.cast
        if cast is not None and request.provider is None and any(one.pictures or one.copies for one in cast.members):
            try:
                return self.makers.choose(request.with_(cast=replace(cast, seen=True)), lang)
            except MakerNeeded as needed:
                if needed.makers:
                    raise
            except (InvalidRequest, NotAvailable):
                pass
        return self.makers.choose(request, lang)

    def siblings(self, of: Priced) -> tuple[str, ...]:
        """The names of the provider's other models for the same operation, the recommended one first."""
        alive = living(of.provider, self.clock.now().date()).models_for(of.request.operation)
        return tuple(m.name for m in alive[:MOST_TRIED] if m.name != of.model.name and m.kind is of.model.kind)

    @property
    def makers(self) -> Makers:
        """Who makes what, as this planner finds it valid."""
        return Makers(self.registry, self.contexts, self.config, self._validated, self.served)

    def _seeded(self, model: Model, request: Request) -> Request:
        """The request with a seed of its own where the model wants one and the person gave none."""
        capability = model.capability(request.operation)
        if capability is None or not capability.draws_seed or request.seed is not None:
            return request
        return request.with_(seed=int.from_bytes(self.ids.random_bytes(4), "big") & 0x7FFFFFFF)

    def _validated(self, plugin: Plugin, request: Request) -> tuple[Model, Request]:
        """The model and the completed request: where nobody named a model, the first that takes it as it is, the
        recommended one before the others. With a cast, the best way in which one takes it. Raises InvalidRequest with every
        problem of the first.
        """
        if request.cast is None or request.cast.saves:
            return self._fitting(plugin, request)
        from mediawright.services.cast.trying import first_way  # most requests have no cast

        return first_way(plugin.provider, request, self.clock.now().date(), lambda way: self._fitting(plugin, way))

    def _fitting(self, plugin: Plugin, request: Request) -> tuple[Model, Request]:
        """The same for a request that says all that there is to it."""
        request = fitted(plugin.provider, request, self.roots, self.contexts.home.converted)
        asked = request
        if request.aspect_ratio == OWN_SHAPE:
            request = request.with_(aspect_ratio=None)
        if request.videos or request.audios:
            from mediawright.services import known_inputs

            request = known_inputs.known(plugin.provider, request, self.jobs_of_file, self.clock.now())
        request, today = plugin.complete(request), self.clock.now().date()
        first = self._model(plugin, request, living(plugin.provider, today))
        refused: list[Problem] = []
        every = [first] if request.model else living(plugin.provider, today).models_for(request.operation)
        for model in every:
            completed = own_shape(asked, complete(request, model), model)
            gone = retired(plugin.provider, model, today, request)
            if gone is not None:
                raise InvalidRequest(gone, provider=plugin.name)
            problems = problems_of(plugin, model, completed)
            if not problems:
                return model, completed
            refused = refused or problems
        raise InvalidRequest(*refused, provider=plugin.name)

    def _model(self, plugin: Plugin, request: Request, alive: Provider) -> Model:
        """The model; where there is none, the provider's own word about this kind of request comes first. `alive`: the
        provider without its retired models; by name those are still found, to be refused with what took their place."""
        try:
            return choose_model(plugin.provider if request.model else alive, request)
        except InvalidRequest:
            own = plugin.validate(request)
            if own:
                raise InvalidRequest(*own, provider=plugin.name) from None
            raise

    async def price(self, plugin: Plugin, ctx: Context, model: Model, request: Request) -> Price:
        """By the provider's own word, else by its table. Raises what hinders the provider from telling it."""
        own = await plugin.quote(ctx, request) if plugin.has("quote") else None
        if own is not None:
            return own
        if plugin.provider.free:
            return Price(amount=Amount(Decimal(0), "credits"), source=plugin.name)
        return price_of(model, request) or Price(amount=None)

    async def _others(
        self, plugin: Plugin, ctx: Context, model: Model, request: Request
    ) -> tuple[tuple[Model, Price], ...]:
        """The provider's other models that take this very request, each with its price for it."""
        found = []
        alive = living(plugin.provider, self.clock.now().date()).models_for(request.operation)
        for other in [m for m in alive[:MOST_TRIED] if m is not model and m.kind is model.kind]:
            try:
                completed = self._validated(plugin, request.with_(model=other.name))[1]
                price = await self.price(plugin, ctx, other, completed)
            except MediawrightError:
                continue
            found.append((other, price))
            if len(found) == MOST_SHOWN:
                break
        return tuple(found)

"""Which provider makes a request where none was named: the preferred one, one that is signed in, else the person says.

A draft stands in for the real thing only where it was asked for, or where nobody here makes the real thing.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from mediawright.plugins.discover import Registry
from mediawright.plugins.dispatch import Plugin
from mediawright.services.balances import has_credential
from mediawright.services.fitting import whole
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest, NotAvailable, PluginFault
from mediawright.types.message import Lang, Message, Problem
from mediawright.types.pricing import price_of
from mediawright.types.provider import AuthKind, Model, Provider
from mediawright.types.request import Request

if TYPE_CHECKING:
    from mediawright.config import Config
    from mediawright.context.factory import Contexts
    from mediawright.types.money import Price

#: how a provider is got into, the easiest first
EASE = (AuthKind.NONE, AuthKind.ANONYMOUS, AuthKind.DEVICE, AuthKind.KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """One provider that takes the request, the model that would do it, and its price where its data tells one."""

    provider: Provider
    model: Model
    price: "Price | None"

    @property
    def way(self) -> AuthKind:
        """The easiest way in."""
        return next((kind for kind in EASE if kind in self.provider.auth), AuthKind.KEYS)


class MakerNeeded(NotAvailable):
    """The person has to say who shall make it: nobody who makes the real thing is signed in, or nobody takes it so.

    `refused`: what the providers that know this kind of work lack or do not take; with `makers` only the signed-in ones.
    """

    def __init__(
        self, request: Request, makers: Sequence[Maker], drafts: Sequence[Maker], refused: Sequence[InvalidRequest]
    ) -> None:
        self.request = request
        self.makers = tuple(makers)
        self.drafts = tuple(drafts)
        self.refused = tuple(refused)
        names = tuple(maker.provider.name for maker in (*makers, *drafts))
        key = "plan.which_maker" if makers else "plan.nobody_so"
        super().__init__(Problem("provider", Message(key), allowed=names))


@dataclass(frozen=True, slots=True)
class Makers:
    """Finds who makes a request. `validated` gives a provider's model and completed request, or raises InvalidRequest."""

    registry: Registry
    contexts: "Contexts"
    config: "Config"
    validated: Callable[[Plugin, Request], tuple[Model, Request]]
    #: do workers of a shared ledger carry a provider's jobs? Then nobody has to be signed in to it here
    served: Callable[[str], bool]

    def able(self, request: Request) -> tuple[Plugin, ...]:
        """Every provider that takes this request; one that offers the models of others only where nobody else does."""
        able = [plugin for plugin in self.registry.load_all() if self._takes(plugin, request)]
        real = [plugin for plugin in able if not plugin.provider.draft]
        own = [plugin for plugin in real if not plugin.provider.broker] or real
        return (*own, *(plugin for plugin in able if plugin.provider.draft))

    def choose(self, request: Request, lang: Lang) -> tuple[Plugin, Message | None]:
        """The provider, with the sentence that says why. Raises MakerNeeded where the person has to say, InvalidRequest
        where those who know this kind of work do not take it so, NotAvailable where nobody knows it."""
        if request.provider:
            return whole(self.registry.load(request.provider)), None
        able = self.able(request)
        if (mine := next((p for p in able if p.name == self.config.provider), None)) is not None:
            return mine, _why("preferred", mine)
        real = [plugin for plugin in able if not plugin.provider.draft]
        ready = self._ready(real, lang) or self._ready(self._brokers(request), lang)
        if ready:
            best = min(ready, key=lambda plugin: self._cost(plugin, request))
            compared = len(ready) > 1 and not self._cost(best, request)[0]
            return best, _why("cheapest" if compared else "signed_in", best)
        if (here := next((p for p in real if p.provider.free), None)) is not None:
            return here, _why("free_here", here)
        drafts = [plugin for plugin in able if plugin.provider.draft]
        if not real:
            return self._draft(request, drafts, lang)
        if len(real) == 1 and not drafts:
            return real[0], _why("first", real[0])
        makers = sorted((self._maker(plugin, request) for plugin in real), key=_order)
        refused = self._refusals(request, lang, signed_in=True)
        raise MakerNeeded(request, makers, [self._maker(plugin, request) for plugin in drafts], refused)

    def _draft(self, request: Request, drafts: Sequence[Plugin], lang: Lang) -> tuple[Plugin, Message]:
        """A draft where nobody makes the real thing. Where somebody does, only not so, the person is asked."""
        refused = self._refusals(request, lang)
        if drafts and refused:
            raise MakerNeeded(request, (), [self._maker(plugin, request) for plugin in drafts], refused)
        if not drafts:
            raise refused[0] if refused else _nobody(request)
        return drafts[0], _why("only_draft", drafts[0])

    def _refusals(self, request: Request, lang: Lang, *, signed_in: bool = False) -> list[InvalidRequest]:
        """What those who make the real thing say against this request, the signed-in ones first (or alone)."""
        found = []
        for plugin in self.registry.load_all():
            if plugin.provider.draft or request.operation not in plugin.provider.operations:
                continue
            try:
                self.validated(whole(plugin), request.with_(provider=plugin.name))
            except PluginFault:
                continue
            except InvalidRequest as error:
                found.append((bool(self._ready([plugin], lang)), error))
        ready = [error for usable, error in found if usable]
        return ready if signed_in else [*ready, *(error for usable, error in found if not usable)]

    def _ready(self, plugins: Sequence[Plugin], lang: Lang) -> list[Plugin]:
        """Those the person or a worker signed in to: a token that would be made without a person is no choice of theirs."""
        return [p for p in plugins if has_credential(self.contexts.open(p.provider, lang=lang)) or self._by_workers(p)]

    def _by_workers(self, plugin: Plugin) -> bool:
        anonymous = {AuthKind.NONE, AuthKind.ANONYMOUS} & set(plugin.provider.auth)
        return not anonymous and self.served(plugin.name)

    def _brokers(self, request: Request) -> list[Plugin]:
        return [p for p in self.registry.load_all() if p.provider.broker and self._takes(p, request)]

    def _takes(self, plugin: Plugin, request: Request) -> bool:
        try:
            self.validated(whole(plugin), request.with_(provider=plugin.name))
        except (InvalidRequest, PluginFault):
            return False
        return True

    def _maker(self, plugin: Plugin, request: Request) -> Maker:
        model, completed = self.validated(plugin, request.with_(provider=plugin.name))
        return Maker(provider=plugin.provider, model=model, price=price_of(model, completed))

    def _cost(self, plugin: Plugin, request: Request) -> tuple[bool, Decimal, str]:
        """Prices known in dollars before all others: one provider's credits say nothing about another's."""
        price = self._maker(plugin, request).price
        dollars = None if price is None else Decimal(0) if price.free else price.usd
        return dollars is None, dollars or Decimal(0), plugin.name


def _order(maker: Maker) -> tuple[int, bool, Decimal, str]:
    """The easiest way in first, then by price as far as it is known in dollars."""
    dollars = maker.price.usd if maker.price is not None else None
    way = 1 if maker.way is AuthKind.KEYS else 0
    return way, dollars is None, dollars or Decimal(0), maker.provider.name


def _nobody(request: Request) -> NotAvailable:
    """No provider knows this kind of work."""
    operation = Message(f"operation.{request.operation}")
    return NotAvailable(Problem("operation", Message("plan.nobody", {"operation": operation})))


def _why(key: str, plugin: Plugin) -> Message:
    return Message(f"plan.{key}", {"provider": plugin.provider.title})

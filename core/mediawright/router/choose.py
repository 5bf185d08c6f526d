"""Which provider takes a route when none was named: able first, then preferred, signed in, and the cheapest known price."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mediawright.types.constraints import check, choose_model, complete
from mediawright.types.errors import InvalidRequest, NotAvailable
from mediawright.types.message import Message, Problem
from mediawright.types.money import Price
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.pricing import price_of
from mediawright.types.provider import Model, Provider
from mediawright.types.request import Media, Request, Role
from mediawright.types.route import Route

#: fields of a request that a route's params fill
_FIELDS = ("aspect_ratio", "resolution", "sound", "count", "model", "style", "scope")
_ROLES = {
    "edit_video": Role.BASE,
    "extend_video": Role.SOURCE,
    "lip_sync": Role.SOURCE,
    "replace_character": Role.SOURCE,
    "reference_to_video": Role.FEATURE,
}


@dataclass(frozen=True, slots=True)
class Refused:
    """A provider that cannot take the route, and why."""

    provider: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The provider and model that would take it. `why` says it to a person; `price` None: not known beforehand."""

    provider: str
    model: str
    why: Message
    price: Price | None = None
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class _Offer:
    provider: Provider
    model: Model
    price: Price | None

    @property
    def usd(self) -> Decimal | None:
        if self.price is None:
            return None
        return Decimal(0) if self.price.free else self.price.usd


def choose(
    route: Route, providers: Sequence[Provider], preferred: Sequence[str] = (), signed_in: Collection[str] = ()
) -> Chosen | None:
    """The provider for a route; None when it is no request or nobody can take it.

    A named provider is kept if it is able and never exchanged for another. A provider that only previews on this
    machine is taken when it is named or preferred, not because it is free.
    """
    if route.operation not in set(Operation):
        return None
    offers: list[_Offer] = []
    refused: list[Refused] = []
    for provider in providers:
        if route.provider in (None, provider.name):
            found = _offer(route, provider)
            offers += [found] if isinstance(found, _Offer) else []
            refused += [found] if isinstance(found, Refused) else []
    best, why = _best(offers, route.provider, preferred, signed_in)
    if best is None:
        return None
    message = Message(f"router.chosen.{why}", {"provider": best.provider.title})
    return Chosen(best.provider.name, best.model.name, message, best.price, tuple(refused))


def _best(
    offers: list[_Offer], named: str | None, preferred: Sequence[str], signed_in: Collection[str]
) -> tuple[_Offer | None, str]:
    if named:
        return (offers[0], "named") if offers else (None, "")
    for name in preferred:
        for offer in offers:
            if offer.provider.name == name:
                return offer, "preferred"
    real = [offer for offer in offers if not offer.provider.local]
    ready = [offer for offer in real if offer.provider.name in signed_in]
    field = ready or real
    if not field:
        return (offers[0], "preview") if offers else (None, "")
    if len(field) == 1:
        return field[0], "signed_in" if ready else "only"
    known = [offer for offer in field if offer.usd is not None]
    if known:
        return min(known, key=lambda offer: offer.usd or Decimal(0)), "cheapest"
    return field[0], "signed_in" if ready else "first"


def _offer(route: Route, provider: Provider) -> "_Offer | Refused":
    request = request_of(route)
    try:
        first = choose_model(provider, request)
    except (NotAvailable, InvalidRequest) as error:
        return Refused(provider.name, tuple(error.problems))
    models = [first] if request.model else list(provider.models_for(request.operation))
    problems: tuple[Problem, ...] = ()
    for model in models:
        filled = complete(request, model)
        found = tuple(p for p in check(provider, model, filled) if p.field != "prompt")
        if not found:
            return _Offer(provider, model, price_of(model, filled))
        problems = problems or found
    return Refused(provider.name, problems)


def request_of(route: Route) -> Request:
    """The route as a request, its inputs as placeholders where only their number is known."""
    params = route.params
    values: dict[str, Any] = {name: params[name] for name in _FIELDS if name in params}
    if "duration" in params:
        values["duration"] = round(params["duration"])
    operation = Operation(route.operation or "")
    return Request(
        operation=operation,
        prompt=route.prompt,
        media=_media(route, operation),
        subject_ids=(str(params["element_id"]),) if "element_id" in params else (),
        multi_shot=bool(params.get("multi_shot")),
        provider=route.provider,
        **values,
    )


def _media(route: Route, operation: Operation) -> tuple[Media, ...]:
    media = []
    for kind in MediaKind:
        for number in range(min(route.attachments.get(kind.value, 0), 20)):
            media.append(
                Media(kind=kind, role=_role(route, operation, kind, number), source=f"{kind.value}-{number + 1}")
            )
    return tuple(media)


def _role(route: Route, operation: Operation, kind: MediaKind, number: int) -> Role:
    if kind is MediaKind.AUDIO:
        return Role.VOICE
    if kind is MediaKind.VIDEO:
        return _ROLES.get(operation.value, Role.REFERENCE)
    if operation is Operation.REPLACE_CHARACTER:
        return Role.CHARACTER
    if operation is Operation.IMAGE_TO_VIDEO:
        return Role.END_FRAME if number and route.params.get("frames") else Role.FIRST_FRAME
    return Role.SOURCE if operation is Operation.ANIMATE_IMAGE else Role.REFERENCE

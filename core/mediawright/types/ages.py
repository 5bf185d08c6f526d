"""Models come and go: what a day says about one, and which heir takes its place. Pure."""

from dataclasses import replace
from datetime import date, timedelta

from mediawright.types.constraints import complete
from mediawright.types.message import Message, Problem
from mediawright.types.money import Price
from mediawright.types.pricing import price_of
from mediawright.types.provider import Model, Provider
from mediawright.types.request import Request

#: so long before a model is switched off the confirmation says so
WARNING = timedelta(days=45)


def is_retired(model: Model, today: date) -> bool:
    return model.retires is not None and today >= model.retires


def living(provider: Provider, today: date) -> Provider:
    """The provider without the models that it does not offer any more: none is chosen by itself."""
    if all(model.retires is None for model in provider.models):  # read for every plan, beside thousands of models
        return provider
    models = tuple(model for model in provider.models if not is_retired(model, today))
    return provider if len(models) == len(provider.models) else replace(provider, models=models)


def heir(provider: Provider, model: Model, today: date) -> Model | None:
    """The model that took its place, through those that are gone themselves."""
    seen = {model.name}
    found = provider.model(model.replaced_by, model.kind) if model.replaced_by else None
    while found is not None and is_retired(found, today) and found.name not in seen:
        seen.add(found.name)
        found = provider.model(found.replaced_by, found.kind) if found.replaced_by else None
    return None if found is None or is_retired(found, today) else found


def retired(provider: Provider, model: Model, today: date, request: Request | None = None) -> Problem | None:
    """Why a retired model is refused, with its heir and what that takes for `request`; None for one still there."""
    if not is_retired(model, today):
        return None
    values = {"model": model.label, "provider": provider.title, "day": model.retires}
    after = heir(provider, model, today)
    if after is None:
        return Problem("model", Message("problem.model.retired", values))
    values |= {"heir": after.label}
    price = None if request is None else price_of(after, complete(request.with_(model=after.name), after))
    said = Message("problem.model.replaced", values)
    if price is not None and price.amount is not None:
        said = Message("problem.model.replaced_for", values | {"price": price.amount})
    return Problem("model", said, allowed=(after.name,))


def retiring(provider: Provider, model: Model, today: date) -> Message | None:
    """The warning that a model is switched off soon; None where it is not."""
    if model.retires is None or is_retired(model, today) or model.retires - today > WARNING:
        return None
    values = {"model": model.label, "provider": provider.title, "day": model.retires}
    after = heir(provider, model, today)
    if after is None:
        return Message("plan.retires", values)
    return Message("plan.retires_for", values | {"heir": after.label})


def aged(price: Price, provider: Provider, model: Model, today: date) -> Price:
    """The price with a warning beside it where the model is switched off soon."""
    warning = retiring(provider, model, today)
    return price if warning is None else replace(price, notes=(*price.notes, warning))

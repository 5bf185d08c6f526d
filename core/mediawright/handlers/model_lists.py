"""`models` in full: pages of a long list, one model with its own options, what is old, and the kept catalogue asked anew."""

from dataclasses import replace
from typing import TYPE_CHECKING

from mediawright.handlers.installation import of_models
from mediawright.handlers.response import Response
from mediawright.present import pages
from mediawright.present.pages import model_pages
from mediawright.services.found_models import kept_models, refresh
from mediawright.types.ages import is_retired, retired, retiring
from mediawright.types.constraints import named, nearest_models
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Lang, Message, Problem
from mediawright.types.operations import Operation
from mediawright.types.provider import Provider

if TYPE_CHECKING:
    from mediawright.services.studio import Studio

#: models of one page, and days after which a price table should be looked at again
A_PAGE, OLD_PRICE_DAYS = 50, 180


async def told(
    studio: "Studio",
    provider: str | None,
    operation: Operation | None,
    model: str | None,
    page: int | None,
    lang: Lang,
) -> Response:
    """One model with its own options, a page of one provider's models, or the matrix of all. Raises InvalidRequest."""
    if provider is None and (model or page):
        raise InvalidRequest(Problem("provider", Message("problem.needs_provider", {"field": "provider"})))
    if provider is None:
        return of_models(studio, None, operation)
    if model:
        return await of_one(studio, provider, model, lang)
    return await of_list(studio, provider, operation, page or 1, lang)


async def of_list(studio: "Studio", provider: str, operation: Operation | None, page: int, lang: Lang) -> Response:
    """One provider's models, those of the kept catalogue among them, a page at a time. Raises InvalidRequest."""
    known = _with_kept(studio, provider, lang)
    every = known.models_for(operation) if operation else known.models
    last = max(1, -(-len(every) // A_PAGE))
    if not 1 <= page <= last:
        raise InvalidRequest(Problem("page", Message("problem.page.none", {"pages": last}), allowed=(f"1-{last}",)))
    shown = replace(known, models=tuple(every[(page - 1) * A_PAGE : page * A_PAGE]))
    made = pages.models([shown], operation=operation)
    data = {**made.data, "page": page, "pages": last, "total": len(every)}
    body = (*made.body, model_pages.place(page, last, len(every))) if last > 1 else made.body
    return Response(page=replace(made, body=body, data=data), status="listed")


async def of_one(studio: "Studio", provider: str, name: str, lang: Lang) -> Response:
    """One model: what it takes, and every option of its own. Raises InvalidRequest with the nearest names."""
    known = _with_kept(studio, provider, lang)
    model = named(known.models, name)
    if model is None:
        values = {"model": name, "provider": known.title}
        raise InvalidRequest(
            Problem("model", Message("problem.model.none", values), allowed=nearest_models(known, name))
        )
    return Response(page=model_pages.one(known, model), status="listed")


async def of_old(studio: "Studio", provider: str | None) -> Response:
    """What is old: models that are gone or go soon, and prices that nobody looked at for long."""
    today = studio.clock.now().date()
    chosen = [studio.registry.load(provider)] if provider else list(studio.registry.load_all())
    found: list[tuple[str, str, Message]] = []
    for plugin in chosen:
        for model in plugin.provider.models:
            gone = retired(plugin.provider, model, today)
            said = gone.message if gone is not None else retiring(plugin.provider, model, today)
            if said is not None:
                found.append((plugin.name, model.name, said))
            prices = model.prices
            if prices is None or prices.updated is None or is_retired(model, today):
                continue
            if (today - prices.updated).days > OLD_PRICE_DAYS:
                found.append((plugin.name, model.name, Message("models.old_price", {"day": prices.updated})))
    return Response(page=model_pages.old(found), status="listed")


async def of_refreshed(studio: "Studio", provider: str | None, lang: Lang) -> Response:
    """Every kept model asked for again; one that the provider has no more is forgotten. Raises Unreachable, SignInNeeded."""
    chosen = [studio.registry.load(provider)] if provider else list(studio.registry.load_all())
    told: dict[str, tuple[int, int]] = {}
    for plugin in chosen:
        if plugin.has("catalogue"):
            told[plugin.name] = await refresh(plugin, studio.contexts.open(plugin.provider, lang=lang))
    return Response(page=model_pages.refreshed(told), status="listed")


def _with_kept(studio: "Studio", provider: str, lang: Lang) -> Provider:
    """The provider with the models that were found at run time before."""
    plugin = studio.registry.load(provider)
    ctx = studio.contexts.open(plugin.provider, lang=lang)
    for name in kept_models(ctx):
        plugin.recall_model(ctx, name)
    return plugin.provider

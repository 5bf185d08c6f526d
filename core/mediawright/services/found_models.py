"""Models found at run time: asked for by exact name, kept under the provider's state, then used without a network."""

from mediawright.context.protocol import Context
from mediawright.plugins.dispatch import Plugin
from mediawright.types.codec import plain
from mediawright.types.constraints import named
from mediawright.types.errors import Unreachable
from mediawright.types.provider import Model
from mediawright.types.request import Request
from mediawright.types.verdicts import CatalogueQuery

#: so many are kept, those used last
MOST_KEPT = 40


async def meet(plugin: Plugin, ctx: Context, request: Request) -> None:
    """Make a model known to this process that a person names and the provider's own table does not hold.

    Nothing happens for a name that is known, and where neither what is kept nor the provider knows it: the refusal is the
    usual one, with the nearest names. A provider that cannot be reached leaves it at that, too.
    """
    if request.model is None or not plugin.has("catalogue") or named(plugin.provider.models, request.model):
        return
    if plugin.recall_model(ctx, request.model):
        return
    try:
        page = await plugin.catalogue(ctx, CatalogueQuery(name=request.model, operation=request.operation))
    except Unreachable:
        return
    found = next((model for model in page.models if model.name == request.model), None)
    if found is not None:
        keep(ctx, found)
        plugin.take_in(found)


def keep(ctx: Context, *models: Model) -> None:
    """Keep models, the newest at the end."""
    names = {model.name for model in models}
    kept = {name: value for name, value in (ctx.recall("catalogue") or {}).items() if name not in names}
    kept |= {model.name: plain(model) for model in models}
    ctx.keep("catalogue", dict(list(kept.items())[-MOST_KEPT:]))


def kept_models(ctx: Context) -> tuple[str, ...]:
    """The names of the models that are kept."""
    return tuple(ctx.recall("catalogue") or {})


async def refresh(plugin: Plugin, ctx: Context) -> tuple[int, int]:
    """Ask for every kept model again; returns how many are kept now and how many the provider has no more.

    Raises Unreachable, SignInNeeded; what was asked until then is kept.
    """
    gone = 0
    for name in kept_models(ctx):
        page = await plugin.catalogue(ctx, CatalogueQuery(name=name))
        found = next((model for model in page.models if model.name == name), None)
        if found is None:
            gone += 1
            ctx.keep(
                "catalogue", {other: value for other, value in (ctx.recall("catalogue") or {}).items() if other != name}
            )
        else:
            keep(ctx, found)
    return len(kept_models(ctx)), gone

"""Models that a service retired since our table was written: an unknown name on a create is remembered for a day."""

from datetime import datetime, timedelta

from mediawright.plugin import Context
from mediawright.types.errors import NotFound
from mediawright.types.message import Message, Problem
from mediawright.types.provider import Provider
from mediawright.types.request import Request

#: how long a model that was not found is taken for retired, and how many others a refusal names
MARKED, NAMED = timedelta(hours=24), 3


def mark_retired(ctx: Context, provider: Provider, model: str) -> None:
    """Remember that the service does not know a model of our table; the marks of yesterday go."""
    if provider.model(model) is not None:
        kept = {name: day for name, day in _marks(ctx).items() if is_retired(ctx, name)}
        ctx.keep("gone", kept | {model: ctx.clock.now().isoformat()})


def is_retired(ctx: Context, model: str) -> bool:
    marked = _marks(ctx).get(model)
    return marked is not None and ctx.clock.now() < datetime.fromisoformat(marked) + MARKED


def _marks(ctx: Context) -> dict[str, str]:
    return ctx.recall("gone") or {}


def retired(provider: Provider, request: Request, error: NotFound | None = None) -> NotFound:
    """Return the refusal of a model that the service does not know, with others of our table that do the same."""
    others = [model.name for model in provider.models_for(request.operation) if model.name != request.model][:NAMED]
    key = "sdk.model_gone" if provider.model(str(request.model)) is not None else "sdk.model_unknown"
    said = Message(key, {"provider": provider.title, "model": str(request.model)})
    problem = Problem("model", said, allowed=tuple(others))
    return NotFound(
        problem,
        provider=provider.name,
        provider_code=error.provider_code if error else None,
        provider_message=error.provider_message if error else None,
    )

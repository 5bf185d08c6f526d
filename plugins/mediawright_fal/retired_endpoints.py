"""Endpoints that fal retired since our table was written: a 404 on a curated endpoint is remembered for a day (F-R18)."""

from datetime import datetime, timedelta

from mediawright import plugin as mw
from mediawright_fal.provider import FAL, GROUPS

#: how long an endpoint that was not found is taken for retired, and how many others a refusal names
MARKED, NAMED = timedelta(hours=24), 3


def mark_gone(ctx: mw.Context, model: str) -> None:
    """Remember that fal does not know an endpoint of our table; the marks of yesterday go."""
    if model in GROUPS:
        kept = {name: day for name, day in _marks(ctx).items() if is_gone(ctx, name)}
        ctx.keep("gone", kept | {model: ctx.clock.now().isoformat()})


def is_gone(ctx: mw.Context, model: str) -> bool:
    marked = _marks(ctx).get(model)
    return marked is not None and ctx.clock.now() < datetime.fromisoformat(marked) + MARKED


def _marks(ctx: mw.Context) -> dict[str, str]:
    return ctx.recall("gone") or {}


def gone(request: mw.Request, error: mw.NotFound | None = None) -> mw.NotFound:
    """Return the refusal of an endpoint that fal does not know, with others of our table that do the same."""
    others = [model.name for model in FAL.models_for(request.operation) if model.name != request.model][:NAMED]
    key = "gone" if request.model in GROUPS else "unknown"
    said = mw.Message(f"fal.{key}", {"model": str(request.model)}, domain="fal")
    code = error.provider_code if error else None
    words = error.provider_message if error else None
    problem = mw.Problem("model", said, allowed=tuple(others))
    return mw.NotFound(problem, provider="fal", provider_code=code, provider_message=words)

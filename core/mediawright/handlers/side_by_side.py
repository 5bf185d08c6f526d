"""A comparison that was asked for in words: what it is about, and its page."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mediawright.handlers.compare import of_prices
from mediawright.handlers.response import Response
from mediawright.ledger.threads import Thread
from mediawright.services.batch_price import approval_needed
from mediawright.services.comparisons import Comparisons, Requoted
from mediawright.services.studio import Studio
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Lang, Message, Problem
from mediawright.types.route import Route

#: what a conversation was about that holds at another model as well
KEPT = ("duration", "aspect_ratio", "resolution", "sound", "count")


def in_conversation(found: Route, thread: Thread | None) -> Route:
    """The comparison of what the conversation is about, where the message itself says nothing of it."""
    said = thread.said if thread is not None else {}
    before, request = said.get("context") or {}, said.get("request") or {}
    if found.prompt or not request.get("prompt") or request.get("media"):
        return found
    params = {name: value for name, value in (before.get("params") or {}).items() if name in KEPT}
    operation = found.operation or str(request["operation"])
    return replace(found, prompt=str(request["prompt"]), operation=operation, params={**params, **found.params})


async def priced(studio: Studio, values: Mapping[str, Any], lang: Lang) -> Response:
    """All prices of a comparison, kept under one name. `values` as the command takes them. Raises as `quoted`."""
    comparisons = Comparisons(studio, lang)
    wish = {name: value for name, value in values.items() if name not in ("text", "models", "kind", "json")}
    wish["prompt"] = wished(values.get("text"))
    found = await comparisons.quoted(comparisons.requests(values.get("models") or (), wish, values.get("kind")))
    return of_prices(studio, found, approval_needed(found.batch.totals))


def wished(text: object) -> str:
    """The wish itself. Raises InvalidRequest where there is none: it is asked for, never made up."""
    if not text:
        raise InvalidRequest(Problem("prompt", Message("compare.no_wish")))
    return str(text)


async def shown(studio: Studio, name: str, lang: Lang) -> Response | None:
    """The page of a kept comparison once more; None where there is none of that name that waits for an approval."""
    comparisons = Comparisons(studio, lang)
    if not comparisons.known(name):
        return None
    try:
        found = await comparisons.opened(name)
    except Requoted as missing:
        return of_prices(studio, missing.comparison, missing)
    return of_prices(studio, found, approval_needed(found.batch.totals)) if found.batch.waiting else None

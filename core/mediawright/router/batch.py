"""Thousands of messages in one process: JSON lines in, JSON lines out."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mediawright.router.routing import Router
from mediawright.types.provider import Provider
from mediawright.types.route import Route


def record(route: Route) -> dict[str, Any]:
    """A route as one flat JSON object; `ask` and `gap` by their names."""
    return {
        "lang": route.lang,
        "command": route.command,
        "operation": route.operation,
        "provider": route.provider,
        "params": dict(route.params),
        "ask": route.ask.reason if route.ask else None,
        "gap": route.gap.key if route.gap else None,
        "prompt": route.prompt,
        "confidence": round(route.confidence, 2),
    }


def read_batch(lines: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    """One object per line that is not blank: `{"id", "text", "attachments"}`. A broken line comes back as its error."""
    for line in lines:
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except (ValueError, RecursionError):
            yield {"error": "not_json"}
            continue
        if isinstance(item, dict) and isinstance(item.get("text"), str):
            yield item
        else:
            yield {"id": item.get("id") if isinstance(item, dict) else None, "error": "no_text"}


def write_batch(items: Iterable[Mapping[str, Any]], router: Router) -> Iterator[str]:
    """One JSON line per item, in order, with its id."""
    for item in items:
        if "error" in item:
            yield json.dumps({"id": item.get("id"), "error": item["error"]}, ensure_ascii=False)
            continue
        yield json.dumps({"id": item.get("id")} | _answer(item, router), ensure_ascii=False)


def _answer(item: Mapping[str, Any], router: Router) -> dict[str, Any]:
    """A message by itself as a route; one with a `context` as a turn of that conversation."""
    given = item.get("attachments")
    attachments = given if isinstance(given, dict) else {}
    if "context" not in item:
        return record(router.route(item["text"], attachments))
    from mediawright.router import dialogue

    context = dialogue.context_of(item["context"])
    return dialogue.record(dialogue.turn(router, item["text"], attachments, context))


def route_lines(lines: Iterable[str], providers: Sequence[Provider]) -> Iterator[str]:
    """JSON lines in, JSON lines out, with one router for all of them."""
    return write_batch(read_batch(lines), Router(providers))

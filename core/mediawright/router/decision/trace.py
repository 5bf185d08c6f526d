"""Why a message went where it went, as data for a person to read."""

from typing import Any

from mediawright.types.route import Route


def explain(route: Route) -> dict[str, Any]:
    """The rule that held, the words that met it with their places, the second best reading, and what is asked."""
    second = route.runner_up
    return {
        "lang": route.lang,
        "command": route.command,
        "operation": route.operation,
        "confidence": round(route.confidence, 2),
        "rule": route.rule,
        "words": [{"text": w.text, "start": w.start, "end": w.end, "says": w.says} for w in route.words],
        "runner_up": None
        if second is None
        else {"command": second.command, "operation": second.operation, "confidence": round(second.confidence, 2)},
        "params": dict(route.params),
        "attachments": dict(route.attachments),
        "provider": route.provider,
        "ask": route.ask.reason if route.ask else None,
        "gap": route.gap.key if route.gap else None,
    }

"""A turn about a clip that is pending, priced or made: what the router makes of it."""

from typing import Any

from mediawright.router import Router
from mediawright.router.dialogue import context_of, record, turn


def said(router: Router, text: str, stage: str, prompt: str, lang: str) -> dict[str, Any]:
    """The turn about a clip of five seconds at Kling, whose price is 4 units."""
    context = {
        "stage": stage,
        "operation": "text_to_video",
        "provider": "kling",
        "model": "kling-v3",
        "params": {"duration": 5, "aspect_ratio": "16:9", "mode": "pro", "sound": False},
        "prompt": prompt,
        "results": [{"kind": "video", "count": 1}] if stage == "done" else [],
        "price": {"value": "4", "unit": "units"},
        "language": lang,
    }
    return record(turn(router, text, {}, context_of(context)))

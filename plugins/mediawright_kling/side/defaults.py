"""What a side request gets where the person left it open (docs/contracts/kling-more.md §6). Pure."""

from typing import Any

from mediawright.plugin import Request
from mediawright_kling.side.endpoints import Endpoint
from mediawright_kling.side.said import language_of


def complete_side(endpoint: Endpoint, request: Request) -> Request:
    """The request with its model, mode and language filled. Changes nothing that was said."""
    found: dict[str, Any] = {}
    if request.model is None:
        found["model"] = endpoint.row["model"]
    if "modes" in endpoint.row:
        found["mode"] = (request.mode or endpoint.row["mode"]).strip().lower()
    if endpoint.name == "text_to_speech" and request.language is None:
        found["language"] = language_of(request)
    if endpoint.name == "motion_control" and "character_orientation" not in request.options:
        # the clip leads: its whole length may be used (§2.2)
        found["options"] = {**request.options, "character_orientation": "video"}
    return request.with_(**found) if found else request

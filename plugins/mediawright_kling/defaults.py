"""The defaults of the vendor's own tool, where the choice hangs on the route (docs/contracts/kling.md §13.2, §13.3)."""

from typing import Any

from mediawright.plugin import Request
from mediawright_kling.kling_request import KlingRequest
from mediawright_kling.routes import DEFAULT_MODEL, Path, Route, route_of
from mediawright_kling.side.endpoints import endpoint_of
from mediawright_kling.standard.choice import is_new

MODE_OF = {"720p": "std", "1080p": "pro", "4k": "4k"}
DURATION = 5
SERIES_AMOUNT = 4


def complete_kling(request: Request) -> Request:
    """The request with model, mode, length and shape filled as the route asks. Changes nothing that was said."""
    if is_new(request):
        from mediawright_kling.standard.defaults import complete_new

        return complete_new(request)
    if endpoint := endpoint_of(request):
        from mediawright_kling.side.defaults import complete_side

        return complete_side(endpoint, request)
    kling_request = KlingRequest(request)
    route = route_of(kling_request)
    if kling_request.is_element:
        return request
    found = _image_defaults(kling_request, route) if kling_request.is_image else _video_defaults(kling_request, route)
    found["model"] = DEFAULT_MODEL[route.path]
    filled = {name: value for name, value in found.items() if getattr(request, name) is None}
    filled |= _spelled(request)
    return request.with_(**filled) if filled else request


def _spelled(request: Request) -> dict[str, str]:
    """What was said, in the provider's spelling: "AUTO", "4K" and "Pro" are the same words (§13.3, §14)."""
    said = {name: getattr(request, name) for name in ("mode", "aspect_ratio", "resolution")}
    plain = {name: value.strip().lower() for name, value in said.items() if value}
    return {name: value for name, value in plain.items() if value != said[name]}


def _video_defaults(kling_request: KlingRequest, route: Route) -> dict[str, Any]:
    request = kling_request.request
    found: dict[str, Any] = {"mode": MODE_OF.get((request.resolution or "").lower(), "pro"), "sound": False}
    if request.multi_shot and request.shot_type is None:
        found["shot_type"] = "customize"
    if kling_request.customize and request.shots:
        # the vendor's tool would send "5" and be refused (K-R25)
        found["duration"] = kling_request.shots_total
    elif not kling_request.edits_clip:
        found["duration"] = DURATION
    # with pictures the shape stays unsaid here, because a typed one routes differently (§14); the body fills it
    if not kling_request.images and needs_ratio(kling_request, route):
        found["aspect_ratio"] = "16:9"
    return found


def needs_ratio(kling_request: KlingRequest, route: Route) -> bool:
    """True where the shape does not follow from a picture or a clip (K-R40)."""
    if route.path is Path.TEXT2VIDEO:
        return True
    return route.path is Path.OMNI_VIDEO and not kling_request.first_frames and not kling_request.edits_clip


def _image_defaults(kling_request: KlingRequest, route: Route) -> dict[str, Any]:
    found: dict[str, Any] = {"resolution": "1k", "aspect_ratio": "auto" if route.omni else "16:9"}
    if kling_request.is_series:
        # "a set of four" said as a count means the series' own amount
        found["series_amount"] = kling_request.request.count or SERIES_AMOUNT
    else:
        found["count"] = 1
    return found

"""What a request of the new standard gets where the person left it open (docs/contracts/kling-more.md §2, §2.3). Pure."""

from typing import Any

from mediawright.plugin import Operation, Request
from mediawright_kling.kling_request import KlingRequest
from mediawright_kling.standard.choice import path_of

RESOLUTION_OF = {"std": "720p", "pro": "1080p", "4k": "4k"}
MODE_OF = {resolution: mode for mode, resolution in RESOLUTION_OF.items()}
DEFAULT_MODEL = {Operation.MOTION_CONTROL: "kling-v2-6", Operation.REFERENCE_TO_VIDEO: "kling-v3-omni"} | {
    Operation.EDIT_VIDEO: "kling-v3-omni"
}
SECONDS = 5


def complete_new(request: Request) -> Request:
    """The request with model, size, length, shape and sound. Changes nothing that was said."""
    model = (request.model or "").strip().lower() or DEFAULT_MODEL.get(request.operation, "kling-v3")
    named = request.with_(model=model)
    path = path_of(named)
    if path is None:
        return named
    asked = KlingRequest(named)
    mode = (request.mode or "").strip().lower()
    usual = path.row["resolutions"][0] if path.turbo else RESOLUTION_OF.get(mode, "1080p")
    size = (request.resolution or usual).strip().lower()
    found: dict[str, Any] = {"resolution": size}
    if not path.turbo:
        # the price table goes by the older word
        found["mode"] = mode or MODE_OF.get(size)
    if path.durations and request.duration is None and not asked.clip:
        found["duration"] = sum(shot.duration for shot in request.shots) or SECONDS
    if path.row.get("ratios") and request.aspect_ratio is None and not (asked.first_frames or asked.clip):
        found["aspect_ratio"] = "16:9"
    if request.sound is None and path.kind != "motion":
        found["sound"] = path.turbo
    return named.with_(**found)

"""Which side endpoint a request goes to, if any, and that endpoint's own facts (docs/contracts/kling-more.md §6). Pure."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from mediawright.plugin import Operation, Request, dataclass, table

#: operation → the endpoint that carries it
BY_OPERATION: Mapping[Operation, str] = {
    Operation.LIP_SYNC: "lip_sync",
    Operation.TALKING_PHOTO: "avatar",
    Operation.MOTION_CONTROL: "motion_control",
    Operation.VIDEO_EFFECT: "video_effect",
    Operation.TEXT_TO_SPEECH: "text_to_speech",
    Operation.SOUND_EFFECTS: "sound_effects",
    Operation.VIDEO_TO_AUDIO: "video_to_audio",
    Operation.OUTPAINT: "outpaint",
    Operation.TRY_ON: "try_on",
    Operation.REMOVE_BACKGROUND: "recognize_image",
    Operation.CLONE_VOICE: "clone_voice",
}
#: reached only by naming their model
BY_MODEL: Mapping[str, str] = {"kling-multi-elements": "multi_elements", "kling-ai-multi-shot": "subject_views"}
MULTI_IMAGE = "kling-v2-1"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One side endpoint: its name, and its row of `endpoints.toml`."""

    name: str
    row: Mapping[str, Any]

    @property
    def path(self) -> str:
        return str(self.row["path"])

    @property
    def first(self) -> str | None:
        """What is asked before the task is made: faces of a clip, a selection in it."""
        return self.row.get("first")

    @property
    def at_once(self) -> bool:
        """The answer is the result: no task, no id of ours, nothing to look up (K-S1)."""
        return bool(self.row.get("at_once"))

    @property
    def experimental(self) -> bool:
        return bool(self.row.get("experimental"))

    @property
    def takes_own_clips(self) -> bool:
        """Whether a clip that was made here may go by its id (K-S6)."""
        return any("video_id" in ways for ways in self.row.get("either", ()))

    @property
    def models(self) -> tuple[str, ...]:
        return tuple(self.row.get("models", (self.row["model"],)))


@cache
def endpoints() -> Mapping[str, Endpoint]:
    return {name: Endpoint(name, row) for name, row in table(__file__, "endpoints.toml").items()}


def endpoint_of(request: Request) -> Endpoint | None:
    """The side endpoint of a request; None where it is a plain clip, picture or subject."""
    name = _name(request)
    return endpoints()[name] if name else None


def _name(request: Request) -> str | None:
    model = (request.model or "").strip().lower()
    if model in BY_MODEL:
        return BY_MODEL[model]
    if request.operation is Operation.EDIT_IMAGE and model == MULTI_IMAGE and _several(request):
        return "multi_image"
    if request.operation is Operation.LIP_SYNC and request.images and not request.videos:
        return "avatar"
    return BY_OPERATION.get(request.operation)


def _several(request: Request) -> bool:
    return len(request.images) > 1 or bool({"scene_image", "style_image"} & set(request.options))


def at_once(path: str) -> bool:
    """Whether an answer of this path is already the result."""
    return any(one.path == path and one.at_once for one in endpoints().values())

"""Which of Kling's endpoints a request goes to, by its inputs and not by its operation (docs/contracts/kling.md §14)."""

from enum import StrEnum

from mediawright.plugin import dataclass
from mediawright_kling.kling_request import OMNI_IMAGE, OMNI_VIDEO, KlingRequest


class Path(StrEnum):
    """Create (POST) and list (GET) here, query one below (§4.1)."""

    TEXT2VIDEO = "/v1/videos/text2video"
    IMAGE2VIDEO = "/v1/videos/image2video"
    OMNI_VIDEO = "/v1/videos/omni-video"
    GENERATIONS = "/v1/images/generations"
    OMNI_IMAGE = "/v1/images/omni-image"
    ELEMENTS = "/v1/general/advanced-custom-elements"


#: where a task known only by its id may live, in the vendor's own order (§4.1)
TRIAL = {
    "video": (Path.OMNI_VIDEO, Path.IMAGE2VIDEO, Path.TEXT2VIDEO),
    "image": (Path.OMNI_IMAGE, Path.GENERATIONS),
    "element": (Path.ELEMENTS,),
}
DEFAULT_MODEL = {
    Path.TEXT2VIDEO: "kling-v3",
    Path.IMAGE2VIDEO: "kling-v3",
    Path.OMNI_VIDEO: "kling-v3-omni",
    Path.GENERATIONS: "kling-v3",
    Path.OMNI_IMAGE: "kling-v3-omni",
}


@dataclass(frozen=True, slots=True)
class Route:
    """The endpoint and what led there: "ratio" is the one trigger that clashes with a typed basic model."""

    path: Path
    why: str

    @property
    def omni(self) -> bool:
        return self.path in {Path.OMNI_VIDEO, Path.OMNI_IMAGE}


def route_of(kling_request: KlingRequest) -> Route:
    """The route of a request as it was said. Filled defaults do not change it."""
    if kling_request.is_element:
        return Route(Path.ELEMENTS, "element")
    return _image_route(kling_request) if kling_request.is_image else _video_route(kling_request)


def _video_route(kling_request: KlingRequest) -> Route:
    if kling_request.elements:
        return Route(Path.OMNI_VIDEO, "elements")
    if kling_request.clip:
        return Route(Path.OMNI_VIDEO, "clip")
    if not kling_request.listed:
        return Route(Path.OMNI_VIDEO, "model") if kling_request.model in OMNI_VIDEO else Route(Path.TEXT2VIDEO, "text")
    if kling_request.ratio:
        return Route(Path.OMNI_VIDEO, "ratio")
    if len(kling_request.listed) > 1:
        return Route(Path.OMNI_VIDEO, "images")
    return Route(Path.OMNI_VIDEO, "model") if kling_request.model in OMNI_VIDEO else Route(Path.IMAGE2VIDEO, "image")


def _image_route(kling_request: KlingRequest) -> Route:
    triggers = {
        "elements": bool(kling_request.elements),
        "series": kling_request.is_series,
        "resolution": (kling_request.request.resolution or "").strip().lower() == "4k",
        "ratio": kling_request.ratio == "auto",
        "images": len(kling_request.images) > 1,
        "model": kling_request.model in OMNI_IMAGE,
    }
    why = next((name for name, fires in triggers.items() if fires), None)
    return Route(Path.OMNI_IMAGE, why) if why else Route(Path.GENERATIONS, "text")


def kind_of(path: str) -> str:
    """ "video", "image" or "element": which pack pays and how results are named."""
    if path.startswith("/v1/images/"):
        return "image"
    if path == Path.ELEMENTS:
        return "element"
    return "image" if path.startswith("/v1/general/ai-multi-shot") else "video"

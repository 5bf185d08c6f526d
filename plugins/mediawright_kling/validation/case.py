"""What every rule looks at: the request as said, the request as it will be sent, and its route."""

from collections.abc import Callable, Iterator

from mediawright.plugin import Media, Problem, Request, dataclass
from mediawright_kling.defaults import complete_kling
from mediawright_kling.kling_request import KlingRequest
from mediawright_kling.routes import Path, Route, route_of


@dataclass(frozen=True, slots=True)
class Case:
    """One request under examination."""

    said: KlingRequest
    full: KlingRequest
    route: Route

    @classmethod
    def of(cls, request: Request) -> "Case":
        said = KlingRequest(request)
        return cls(said, KlingRequest(complete_kling(request)), route_of(said))

    @property
    def request(self) -> Request:
        return self.full.request

    @property
    def path(self) -> Path:
        return self.route.path

    @property
    def omni_video(self) -> bool:
        return self.path is Path.OMNI_VIDEO

    @property
    def omni_image(self) -> bool:
        return self.path is Path.OMNI_IMAGE

    @property
    def is_video(self) -> bool:
        return not self.said.is_image and not self.said.is_element

    @property
    def model(self) -> str:
        return self.full.model or ""

    @property
    def pictures(self) -> tuple[Media, ...]:
        return self.full.images


Found = Iterator[Problem]
Rule = Callable[[Case], Found]

"""The simulator as an ASGI app: `mediawright simulate kling --port 8080`."""

from typing import Any

from starlette.applications import Starlette
from starlette.routing import Route

from mediawright.plugin import switches
from mediawright_kling.simulator import control, endpoints, pages
from mediawright_kling.simulator.clock import SimulatedClock
from mediawright_kling.simulator.middleware import api, open_call
from mediawright_kling.simulator.options import Settings
from mediawright_kling.simulator.state import World

CREATES = (
    "/v1/videos/text2video",
    "/v1/videos/image2video",
    "/v1/videos/omni-video",
    "/v1/images/generations",
    "/v1/images/omni-image",
    "/v1/general/advanced-custom-elements",
)
DELETES = ("/v1/general/delete-elements", "/v1/general/delete-advanced-elements")
CONSOLE = "/console/api/auth/skill"


def create_app(options: dict[str, str]) -> Any:
    """The whole provider on one origin: API, console, pages, media, switches. Raises InvalidRequest for unknown options."""
    settings = switches(Settings, options)
    world = World(settings, SimulatedClock(scale=settings.time_scale, manual=settings.clock == "manual"))
    app = Starlette(routes=[*_api(world), *_console(world), *_around(world)])
    app.state.world = world
    return app


def _api(world: World) -> list[Route]:
    routes = [
        Route("/account/costs", api(world, endpoints.costs), methods=["GET"]),
        Route("/v1/general/advanced-presets-elements", api(world, endpoints.presets), methods=["GET"]),
    ]
    for path in DELETES:
        routes.append(Route(path, api(world, endpoints.delete_element), methods=["POST"]))
    for path in CREATES:
        routes.append(Route(path, api(world, endpoints.create), methods=["POST"]))
        routes.append(Route(path, api(world, endpoints.list_tasks), methods=["GET"]))
        routes.append(Route(f"{path}/{{task_id}}", api(world, endpoints.query), methods=["GET"]))
    return routes


def _console(world: World) -> list[Route]:
    return [
        Route(f"{CONSOLE}/init-sessions", open_call(world, endpoints.init_session), methods=["POST"]),
        Route(f"{CONSOLE}/exchange", open_call(world, endpoints.exchange), methods=["POST"]),
        Route("/device", pages.device(world), methods=["GET", "POST"]),
        Route("/dev/api-key", pages.api_key(world), methods=["GET"]),
        Route("/", pages.front(world), methods=["GET"]),
    ]


def _around(world: World) -> list[Route]:
    return [
        Route("/media/{name}", open_call(world, endpoints.media), methods=["GET"]),
        Route("/__sim/faults", control.faults(world), methods=["GET", "POST", "DELETE"]),
        Route("/__sim/log", control.log(world), methods=["GET", "DELETE"]),
        Route("/__sim/charges", control.charges(world), methods=["GET"]),
        Route("/__sim/reset", control.reset(world), methods=["POST"]),
        Route("/__sim/clock", control.clock(world), methods=["GET", "POST"]),
        Route("/__sim/packs", control.packs(world), methods=["GET", "POST"]),
    ]

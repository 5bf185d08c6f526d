"""The simulator as an ASGI app: `mediawright simulate kling --port 8080`."""

from typing import Any

from starlette.applications import Starlette
from starlette.routing import Route

from mediawright.plugin import switches
from mediawright_kling.simulator import control, endpoints, pages, side, side_calls, standard
from mediawright_kling.simulator.clock import SimulatedClock
from mediawright_kling.simulator.middleware import api, api_key_only, open_call
from mediawright_kling.simulator.options import Settings
from mediawright_kling.simulator.state import ServiceState
from mediawright_kling.standard.choice import paths

CREATES = (
    "/v1/videos/text2video",
    "/v1/videos/image2video",
    "/v1/videos/omni-video",
    "/v1/images/generations",
    "/v1/images/omni-image",
    "/v1/general/advanced-custom-elements",
)
SELECT = "/v1/videos/multi-elements"
AT_ONCE = {
    "/v1/audio/tts": side_calls.speech,
    "/v1/videos/image-recognize": side_calls.recognize,
    "/v1/videos/identify-face": side_calls.faces,
    f"{SELECT}/init-selection": side_calls.select_init,
    f"{SELECT}/add-selection": side_calls.select,
    f"{SELECT}/delete-selection": side_calls.select,
    f"{SELECT}/clear-selection": side_calls.select,
    f"{SELECT}/preview-selection": side_calls.select,
    "/v1/general/delete-voices": side_calls.delete_voice,
}
PRESET_VOICES = "/v1/general/presets-voices"
DELETES = ("/v1/general/delete-elements", "/v1/general/delete-advanced-elements")
CONSOLE = "/console/api/auth/skill"


def create_app(options: dict[str, str]) -> Any:
    """The whole provider on one origin: API, console, pages, media, switches. Raises InvalidRequest for unknown options."""
    settings = switches(Settings, options)
    service_state = ServiceState(settings, SimulatedClock(scale=settings.time_scale, manual=settings.clock == "manual"))
    app = Starlette(routes=[*_api(service_state), *_console(service_state), *_around(service_state)])
    app.state.service_state = service_state
    return app


def _api(service_state: ServiceState) -> list[Route]:
    routes = [
        Route("/account/costs", api(service_state, endpoints.costs), methods=["GET"]),
        Route("/v1/general/advanced-presets-elements", api(service_state, endpoints.presets), methods=["GET"]),
    ]
    for path, endpoint in AT_ONCE.items():
        routes.append(Route(path, api(service_state, endpoint), methods=["POST"]))
    routes.append(Route(PRESET_VOICES, api(service_state, side_calls.voices), methods=["GET"]))
    routes.append(Route(side.VOICES, api(service_state, side_calls.own_voices), methods=["GET"]))
    for new in paths():
        routes.append(Route(new.path, api_key_only(service_state, standard.create), methods=["POST"]))
    routes.append(Route("/tasks", api_key_only(service_state, standard.by_ids), methods=["GET"]))
    routes.append(Route("/tasks", api_key_only(service_state, standard.by_time), methods=["POST"]))
    for path in DELETES:
        routes.append(Route(path, api(service_state, endpoints.delete_element), methods=["POST"]))
    for path in (*CREATES, *side.KINDS):
        routes.append(Route(path, api(service_state, endpoints.create), methods=["POST"]))
        routes.append(Route(path, api(service_state, endpoints.list_tasks), methods=["GET"]))
        routes.append(Route(f"{path}/{{task_id}}", api(service_state, endpoints.query), methods=["GET"]))
    return routes


def _console(service_state: ServiceState) -> list[Route]:
    return [
        Route(f"{CONSOLE}/init-sessions", open_call(service_state, endpoints.init_session), methods=["POST"]),
        Route(f"{CONSOLE}/exchange", open_call(service_state, endpoints.exchange), methods=["POST"]),
        Route("/device", pages.device(service_state), methods=["GET", "POST"]),
        Route("/dev/api-key", pages.api_key(service_state), methods=["GET"]),
        Route("/", pages.front(service_state), methods=["GET"]),
    ]


def _around(service_state: ServiceState) -> list[Route]:
    return [
        Route("/media/{name}", open_call(service_state, endpoints.media), methods=["GET"]),
        Route("/__sim/faults", control.faults(service_state), methods=["GET", "POST", "DELETE"]),
        Route("/__sim/log", control.log(service_state), methods=["GET", "DELETE"]),
        Route("/__sim/charges", control.charges(service_state), methods=["GET"]),
        Route("/__sim/reset", control.reset(service_state), methods=["POST"]),
        Route("/__sim/clock", control.clock(service_state), methods=["GET", "POST"]),
        Route("/__sim/packs", control.packs(service_state), methods=["GET", "POST"]),
    ]

"""The routes. Unknown paths give a 404 in JSON."""

from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from mediawright.plugin import switches
from mediawright_nemovideo.simulator import accounts, chat, exports
from mediawright_nemovideo.simulator.clock import SimulatedClock
from mediawright_nemovideo.simulator.control import Control
from mediawright_nemovideo.simulator.middleware import Middleware
from mediawright_nemovideo.simulator.options import Options
from mediawright_nemovideo.simulator.state import ServiceState

_ENDPOINTS = (
    ("POST", "/api/auth/claim-token", accounts.claim_token),
    ("POST", "/api/tasks/{user}/with-session/nemo_agent", accounts.with_session),
    ("GET", "/api/state/nemo_agent/{user}/{session}/latest", accounts.state),
    ("GET", "/api/credits/balance/simple", accounts.balance),
    ("POST", "/run_sse", chat.run_sse),
    ("POST", "/api/upload-video/nemo_agent/{user}/{session}", chat.upload),
    ("POST", "/api/render/proxy/lambda", exports.submit),
    ("GET", "/api/render/proxy/lambda/{render}", exports.poll),
    ("POST", "/api/render/proxy/lambda/{render}/cancel", exports.cancel),
    ("GET", "/api/render/proxy/{render}/download", exports.download),
)


def application(options: dict[str, str]) -> Starlette:
    """The app over a new world. Raises InvalidRequest for an option that cannot be."""
    chosen = switches(Options, options)
    clock = SimulatedClock(scale=chosen.scale, manual=chosen.clock == "manual")
    service_state = ServiceState(clock, seed=chosen.seed, credits=chosen.credits, silent=chosen.silent)
    control = Control(service_state)
    routes: list[Any] = [
        Route(path, Middleware(service_state, endpoint), methods=[method]) for method, path, endpoint in _ENDPOINTS
    ]
    routes += [
        Route(
            "/api/auth/anonymous-token",
            Middleware(service_state, accounts.anonymous_token, middleware=False),
            methods=["POST"],
        ),
        Route(
            "/files/{path:path}", Middleware(service_state, exports.static, middleware=False), methods=["GET", "HEAD"]
        ),
        Route("/__sim/log", control.log),
        Route("/__sim/faults", control.faults, methods=["POST"]),
        Route("/__sim/clock", control.clock, methods=["POST"]),
        Route("/__sim/users", control.users, methods=["POST"]),
        Route("/__sim/reset", control.reset, methods=["POST"]),
    ]
    app = Starlette(routes=routes, exception_handlers={404: _missing})
    app.state.service_state = service_state
    return app


async def _missing(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": "Not Found"}, 404)

"""The switches below /__sim: faults, log, charges, reset, clock, packs. Loopback only, no sign-in."""

import json
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mediawright_kling.simulator.faults import Fault
from mediawright_kling.simulator.state import ServiceState

View = Callable[[Request], Awaitable[Response]]


def faults(service_state: ServiceState) -> View:
    """POST one fault or a list; DELETE clears; GET shows them with how often each struck."""

    async def view(request: Request) -> Response:
        if request.method == "DELETE":
            service_state.faults.all.clear()
        if request.method == "POST":
            try:
                given = json.loads(await request.body())
                items = given if isinstance(given, list) else [given]
                service_state.faults.all += [fault for item in items for fault in Fault.all_of(item)]
            except (ValueError, TypeError) as error:
                return JSONResponse({"error": str(error)}, status_code=400)
        return JSONResponse([_shown(fault) for fault in service_state.faults.all])

    return view


def _shown(fault: Fault) -> dict[str, Any]:
    return {"on": fault.on, "kind": fault.kind, "times": fault.times, "struck": fault.struck}


def log(service_state: ServiceState) -> View:
    """Every call so far, bearers masked."""

    async def view(request: Request) -> Response:
        if request.method == "DELETE":
            service_state.log.clear()
        return JSONResponse({"requests": service_state.log, "ignored": service_state.ignored})

    return view


def charges(service_state: ServiceState) -> View:
    async def view(request: Request) -> Response:
        return JSONResponse(service_state.charges())

    return view


def reset(service_state: ServiceState) -> View:
    async def view(request: Request) -> Response:
        service_state.reset()
        return JSONResponse({"ok": True})

    return view


def clock(service_state: ServiceState) -> View:
    """POST {"advance": seconds} moves the simulated time on."""

    async def view(request: Request) -> Response:
        if request.method == "POST":
            service_state.clock.advance(float(json.loads(await request.body())["advance"]))
        return JSONResponse({"now_ms": service_state.clock.now_ms()})

    return view


def packs(service_state: ServiceState) -> View:
    """POST {"video": units, "image": units} sets what is left in the first pack of a kind."""

    async def view(request: Request) -> Response:
        if request.method == "POST":
            for kind, left in json.loads(await request.body()).items():
                next(pack for pack in service_state.packs.all if pack.kind == kind).left = Decimal(str(left))
        return JSONResponse({pack.name: float(pack.left) for pack in service_state.packs.all})

    return view

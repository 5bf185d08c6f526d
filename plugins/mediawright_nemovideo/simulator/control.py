"""The simulator's own switches: log, faults, clock, users, reset (docs/contracts/nemovideo.md §15.1)."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from mediawright_nemovideo.simulator.state import ServiceState


class Control:
    """Endpoints below `/__sim`."""

    def __init__(self, service_state: ServiceState) -> None:
        self._service_state = service_state

    async def log(self, request: Request) -> JSONResponse:
        """Requests in order, what was charged, and double sends that were trapped."""
        service_state = self._service_state
        service_state.settle()
        users = [
            {"id": user.id, "available": user.available, "frozen": user.frozen, "charged": user.charged}
            for user in service_state.users.values()
        ]
        return JSONResponse(
            {
                "requests": service_state.log,
                "charges": service_state.charges(),
                "trapped": service_state.trapped,
                "users": users,
            }
        )

    async def faults(self, request: Request) -> JSONResponse:
        """`{"name": …, "times": …, numbers…}` or a list of them."""
        body: Any = await request.json()
        for item in body if isinstance(body, list) else [body]:
            numbers = {key: value for key, value in item.items() if key not in ("name", "times")}
            try:
                self._service_state.faults.add(str(item.get("name")), item.get("times"), **numbers)
            except KeyError as unknown:
                return JSONResponse({"error": f"unknown fault {unknown}"}, 400)
        return JSONResponse({"ok": True})

    async def clock(self, request: Request) -> JSONResponse:
        """`{"manual": true}` stops the clock, `{"advance": s}` moves it by the service's own seconds."""
        body = await request.json()
        if body.get("manual"):
            self._service_state.clock.freeze()
        self._service_state.clock.advance(float(body.get("advance", 0.0)))
        self._service_state.settle()
        return JSONResponse({"now": self._service_state.clock.now()})

    async def users(self, request: Request) -> JSONResponse:
        """A registered user with a bearer of their own: `{"credits": n}`."""
        body = await request.json()
        user = self._service_state.new_user(available=float(body.get("credits", 500)), registered=True)
        return JSONResponse({"user_id": user.id, "token": self._service_state.issue(user).token})

    async def reset(self, request: Request) -> JSONResponse:
        self._service_state.reset()
        return JSONResponse({"ok": True})

"""The control API of the simulator: answer a sign-in, arm a fault, move the clock, read what was asked (§20.1)."""

from typing import TYPE_CHECKING, Any

from mediawright_chatart.simulator import sign_in
from mediawright_chatart.simulator.faults import GROUPS, FaultBox
from mediawright_chatart.simulator.state import ServiceState

if TYPE_CHECKING:
    from starlette.requests import Request as Incoming
    from starlette.responses import Response

PATH = "/__sim__/{verb}"


def endpoints(service_state: ServiceState, faults: FaultBox) -> list[tuple[str, list[str], Any]]:
    """POST /__sim__/login|balance|fault|clock|reset and GET /__sim__/requests|charges|faults; arguments in the query."""

    async def endpoint(request: "Incoming") -> "Response":
        from starlette.responses import JSONResponse

        verb = request.path_params["verb"]
        try:
            return JSONResponse(act(service_state, faults, verb, dict(request.query_params)))
        except (KeyError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 400)

    return [(PATH, ["GET", "POST"], endpoint)]


def act(service_state: ServiceState, faults: FaultBox, verb: str, given: dict[str, str]) -> Any:
    """One command. Raises KeyError for a name nobody knows, ValueError for a value that cannot be."""
    if verb == "login":
        identity = given.get("identity_id") or next(reversed(service_state.logins))
        return {"state": sign_in.answer(service_state, identity, given["answer"])}
    if verb == "balance":
        for account in service_state.accounts.values():
            account.balance = int(given["credits"])
        return {"credits": int(given["credits"])}
    if verb == "fault":
        times = given.get("times", "1")
        faults.arm(given["name"], None if times == "always" else int(times))
        return {"armed": given["name"]}
    if verb == "clock":
        service_state.clock.advance(float(given["seconds"]))
        return {"now": service_state.now.isoformat()}
    return _told(service_state, faults, verb)


def _told(service_state: ServiceState, faults: FaultBox, verb: str) -> Any:
    if verb == "reset":
        faults.clear()
        service_state.log.clear()
        return service_state.reset()
    if verb == "requests":
        return service_state.log
    if verb == "charges":
        return {"accepted": len(service_state.tasks), "equal": service_state.accepted()}
    if verb == "faults":
        return GROUPS
    raise KeyError(verb)

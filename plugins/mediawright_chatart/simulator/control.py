"""The face that steers the simulator: answer a sign-in, arm a fault, move the clock, read what was asked (§20.1)."""

from typing import TYPE_CHECKING, Any

from mediawright_chatart.simulator import sign_in
from mediawright_chatart.simulator.faults import GROUPS, FaultBox
from mediawright_chatart.simulator.state import World

if TYPE_CHECKING:
    from starlette.requests import Request as Incoming
    from starlette.responses import Response

PATH = "/__sim__/{verb}"


def endpoints(world: World, faults: FaultBox) -> list[tuple[str, list[str], Any]]:
    """POST /__sim__/login|balance|fault|clock|reset and GET /__sim__/requests|charges|faults; arguments in the query."""

    async def endpoint(request: "Incoming") -> "Response":
        from starlette.responses import JSONResponse

        verb = request.path_params["verb"]
        try:
            return JSONResponse(act(world, faults, verb, dict(request.query_params)))
        except (KeyError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 400)

    return [(PATH, ["GET", "POST"], endpoint)]


def act(world: World, faults: FaultBox, verb: str, given: dict[str, str]) -> Any:
    """One command. Raises KeyError for a name nobody knows, ValueError for a value that cannot be."""
    if verb == "login":
        identity = given.get("identity_id") or next(reversed(world.logins))
        return {"state": sign_in.answer(world, identity, given["answer"])}
    if verb == "balance":
        for account in world.accounts.values():
            account.balance = int(given["credits"])
        return {"credits": int(given["credits"])}
    if verb == "fault":
        times = given.get("times", "1")
        faults.arm(given["name"], None if times == "always" else int(times))
        return {"armed": given["name"]}
    if verb == "clock":
        world.clock.advance(float(given["seconds"]))
        return {"now": world.now.isoformat()}
    return _told(world, faults, verb)


def _told(world: World, faults: FaultBox, verb: str) -> Any:
    if verb == "reset":
        faults.clear()
        world.log.clear()
        return world.reset()
    if verb == "requests":
        return world.log
    if verb == "charges":
        return {"accepted": len(world.tasks), "equal": world.accepted()}
    if verb == "faults":
        return GROUPS
    raise KeyError(verb)

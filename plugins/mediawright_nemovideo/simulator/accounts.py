"""Tokens, claim tokens, sessions and credits (docs/contracts/nemovideo.md §2, §4, §8)."""

from datetime import timedelta
from typing import Any

from starlette.responses import JSONResponse

from mediawright_nemovideo.simulator.middleware import Call
from mediawright_nemovideo.simulator.responses import ok, refused
from mediawright_nemovideo.simulator.state import WEEK, ServiceState, User

#: tokens that one address may take in seven days
ADDRESS_LIMIT = 10


async def anonymous_token(call: Call) -> Any:
    """One token per client id in seven days; a client whose token was refused gets a new one."""
    service_state, client = call.service_state, call.request.headers.get("x-client-id", "")
    if not client or len(client) > 64 or service_state.faults.take("token_400") is not None:
        return refused(service_state, 400, words="X-Client-Id header is required")
    known = next((user for user in service_state.users.values() if user.client == client), None)
    if known is not None:
        live = [
            bearer
            for bearer in service_state.bearers.values()
            if bearer.user == known.id and service_state.user_of(bearer.token)
        ]
        if live and service_state.faults.on("same_token") is not None:
            return _granted(service_state, known, live[0].token)
        if live or service_state.faults.on("token_429_window") is not None:
            return refused(service_state, 429)
    elif service_state.faults.on("token_429_window") is not None:
        return refused(service_state, 429)
    if sum(1 for user in service_state.users.values() if user.client) >= ADDRESS_LIMIT and known is None:
        return refused(service_state, 429)
    user = (
        known if known is not None and service_state.faults.on("new_user") is None else service_state.new_user(client)
    )
    return _granted(service_state, user, service_state.issue(user).token)


def _granted(service_state: ServiceState, user: User, token: str) -> Any:
    expires = (service_state.clock.date() + timedelta(seconds=WEEK)).strftime("%Y-%m-%dT%H:%M:%SZ")
    data: dict[str, Any] = {"token": token, "user_id": user.id, "expires_at": expires, "credits": user.available}
    if service_state.faults.on("no_user_id") is not None:
        del data["user_id"]
    return ok(data)


async def claim_token(call: Call) -> Any:
    if call.service_state.faults.on("claim_404") is not None:
        return JSONResponse({"detail": "Not Found"}, 404)
    if call.session(str(call.body.get("session_id", ""))) is None:
        return refused(call.service_state, 1002)
    return ok({"claim_token": f"clm_{call.service_state.next():06d}", "expires_in": 604_800})


async def with_session(call: Call) -> Any:
    """Always a new one."""
    language = str(call.body.get("language") or "en")
    session = call.service_state.new_session(call.user, str(call.body.get("task_name") or "project"), language)
    data = {"task_id": session.task, "session_id": session.id, "user_id": call.user.id}
    if call.service_state.faults.on("no_user_id") is not None:
        del data["user_id"]
    return ok(data)


async def state(call: Call) -> Any:
    session = call.session(call.request.path_params["session"])
    if session is None:
        return refused(call.service_state, 1002)
    inner = {
        "video_infos": session.videos,
        "generated_media": session.media,
        "canvas_config": {"width": 1920, "height": 1080, "ratio": session.ratio},
        "video_analyses": {},
        "draft": session.draft,
    }
    return ok({"session_id": session.id, "task_id": session.task, "task_name": session.name, "state": inner})


async def balance(call: Call) -> Any:
    user = call.user
    return ok({"available": user.available, "frozen": user.frozen, "total": user.available + user.frozen})

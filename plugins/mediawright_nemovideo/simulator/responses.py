"""How the simulator spells its answers: envelopes, refusals, render shapes."""

from typing import Any

from starlette.responses import JSONResponse, Response

from mediawright_nemovideo.simulator.state import Render, ServiceState

_HTTP = {1001: 401, 1002: 404, 2001: 402, 4001: 415, 4002: 413}
_WORDS = {
    1001: "invalid or expired token",
    1002: "session not found",
    2001: "insufficient credits",
    4001: "unsupported file type",
    4002: "file too large",
    400: "bad request",
    402: "export is not available on this plan",
    429: "too many requests",
}


def ok(data: Any) -> Response:
    return JSONResponse({"code": 0, "data": data})


def refused(
    service_state: ServiceState, code: int, *, words: str = "", data: Any = None, headers: dict[str, str] | None = None
) -> Response:
    """Business codes with HTTP 200 or, by switch, with their statuses; 400, 402 and 429 as real statuses."""
    status = code if code < 1000 else _HTTP[code] if service_state.faults.on("http") is not None else 200
    body = {"code": code, "message": words or _WORDS.get(code, "error"), "data": data}
    return JSONResponse(body, status, headers=headers)


def render_answer(service_state: ServiceState, render: Render, base: str) -> Response:
    """A render's state now, in the shape that is switched on."""
    status, progress = render_status(service_state, render)
    url = f"{base}/files/render-result/{render.id}.mp4" if status == "completed" else ""
    shape = str((service_state.faults.on("render_shape") or {}).get("shape", "T"))
    if shape == "mixed":
        shape = ("T", "W", "code")[int(service_state.clock.now()) % 3]
    error = "segment s1: source not readable" if status == "failed" else ""
    if shape == "T":
        flat = {"taskId": render.id, "status": status, "progress": progress}
        output = {"url": url, "duration": 5.0, "size": 1_572_864} if url else None
        return JSONResponse({**flat, **({"output": output} if output else {}), **({"error": error} if error else {})})
    inner = {"id": render.id, "status": status, "progress": progress}
    inner |= {"outputUrl": url} if url else {}
    inner |= {"error": error} if error else {}
    return JSONResponse({"success": True, "data": inner} if shape == "W" else {"code": "0", "data": inner})


def render_status(service_state: ServiceState, render: Render) -> tuple[str, int]:
    """pending(5) → processing(25…95) → completed(100) | failed | cancelled."""
    if render.cancelled:
        return "cancelled", 0
    share = (service_state.clock.now() - render.began) / render.takes
    if share < 0.1:
        return "pending", 5
    if share < 1 or service_state.faults.on("render_stuck") is not None:
        return "processing", 25 + int(70 * min(share, 1.0))
    return ("failed", 60) if render.fails else ("completed", 100)

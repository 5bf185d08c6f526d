"""Renders and the files they leave (docs/contracts/nemovideo.md §9)."""

from pathlib import Path
from typing import Any

from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response

from mediawright_nemovideo.simulator.middleware import Call
from mediawright_nemovideo.simulator.responses import refused, render_answer, render_status
from mediawright_nemovideo.simulator.streams import CutAnswer

MEDIA = Path(__file__).parent / "media"
_SHAPES = {"9:16": "portrait", "3:4": "portrait", "1:1": "square"}


async def submit(call: Call) -> Any:
    """Free. Ids are unique for ever; without the attribution headers there is no export."""
    service_state, body = call.service_state, call.body
    if service_state.faults.on("export_402_plan") is not None or not call.attributed:
        return refused(service_state, 402)
    session = call.session(str(body.get("sessionId", "")))
    if session is None:
        return refused(service_state, 1002)
    if not isinstance(body.get("draft"), dict) or body["draft"] != session.draft or not body.get("id"):
        return refused(service_state, 400, words="draft must be the session's draft, unchanged")
    if str(body["id"]) in service_state.renders or service_state.faults.take("render_dup_id") is not None:
        return JSONResponse({"success": False, "error": "duplicate render id"})
    service_state.new_render(str(body["id"]), session)
    call.entry["accepted"] = True
    if service_state.faults.take("render_lost_reply") is not None:
        return CutAnswer()
    return JSONResponse({"success": True, "data": {"id": body["id"], "status": "pending", "progress": 5}})


async def poll(call: Call) -> Any:
    render = call.service_state.renders.get(call.request.path_params["render"])
    if call.service_state.faults.take("poll_502") is not None:
        return HTMLResponse("<html><h1>502 Bad Gateway</h1></html>", 502)
    if render is None:
        return JSONResponse({"success": False, "error": "render not found"}, 404)
    return render_answer(call.service_state, render, call.base)


async def cancel(call: Call) -> Any:
    render = call.service_state.renders.get(call.request.path_params["render"])
    if render is None or render_status(call.service_state, render)[0] not in ("pending", "processing"):
        return JSONResponse({"success": False, "error": "render not found"}, 404)
    render.cancelled = True
    return JSONResponse({"success": True, "data": {"id": render.id, "status": "cancelled"}})


async def download(call: Call) -> Any:
    """The fallback: the file itself, with the bearer."""
    render = call.service_state.renders.get(call.request.path_params["render"])
    if render is None or render_status(call.service_state, render)[0] != "completed":
        return JSONResponse({"success": False, "error": "render not found"}, 404)
    return _clip(render.ratio)


async def static(call: Call) -> Response:
    """Direct links: no bearer wanted, none should come."""
    service_state, path = call.service_state, call.request.path_params["path"]
    if service_state.faults.on("url_403") is not None:
        return Response("forbidden", 403)
    if service_state.faults.on("url_html") is not None:
        return HTMLResponse("<html><body>Sign in to go on</body></html>")
    render = service_state.renders.get(path.rpartition("/")[2].removesuffix(".mp4"))
    return _clip(render.ratio if render is not None else "16:9")


def _clip(ratio: str) -> FileResponse:
    return FileResponse(MEDIA / f"{_SHAPES.get(ratio, 'landscape')}.mp4", media_type="video/mp4")

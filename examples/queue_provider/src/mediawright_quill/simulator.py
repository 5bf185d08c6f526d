"""Quill's queue on this machine: every poll takes a request one step further. `--option balance=0`: no money."""

from pathlib import Path

from mediawright import plugin as mw
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

STEPS = ("IN_QUEUE", "IN_PROGRESS", "COMPLETED")
PICTURE = Path(__file__).with_name("picture.png")


@mw.dataclass(frozen=True, slots=True)
class Switches:
    balance: int = 100


def create_app(options: dict[str, str]) -> Starlette:
    switches = mw.switches(Switches, options)
    queue: dict[str, dict[str, int]] = {}

    async def submit(request: Request) -> Response:
        if not request.headers.get("authorization", "").startswith("Key "):
            return JSONResponse({"detail": "Authentication is required to access this application."}, 401)
        if switches.balance == 0:
            return JSONResponse({"detail": "User is locked. Reason: Exhausted balance."}, 403)
        name = f"sim-{len(queue) + 1}"
        queue[name] = {"looks": 0, "pictures": (await request.json()).get("num_images", 1)}
        here = f"{request.base_url}quill/sketch/requests/{name}"
        more = {"status_url": f"{here}/status", "response_url": here, "cancel_url": f"{here}/cancel"}
        return JSONResponse({"request_id": name, "queue_position": 0, **more})

    async def fetch(request: Request) -> Response:
        found = queue[request.path_params["name"]]
        if request.method == "PUT":
            found["cancelled"] = 1
            return JSONResponse({"status": "CANCELLATION_REQUESTED"}, 202)
        if request.url.path.endswith("/status"):
            step = STEPS[min(found["looks"], 2)]
            found["looks"] += 1
            return JSONResponse({"status": step}, 200 if step == "COMPLETED" else 202)
        if "cancelled" in found:
            return JSONResponse({"detail": "Request was cancelled by the client"}, 499)
        return JSONResponse({"images": [{"url": f"{request.base_url}files/{n}.png"} for n in range(found["pictures"])]})

    async def picture(request: Request) -> Response:
        return FileResponse(PICTURE)

    routes = [Route("/files/{file}", picture), Route("/quill/sketch/{variant}", submit, methods=["POST"])]
    task = "/quill/sketch/requests/{name}"
    looks = [Route(task + end, fetch, methods=["GET", "PUT"]) for end in ("", "/status", "/cancel")]
    return Starlette(routes=[*routes, *looks])

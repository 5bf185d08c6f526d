"""Chat and uploads (docs/contracts/nemovideo.md §5, §6)."""

from typing import Any

from starlette.responses import JSONResponse

from mediawright_nemovideo.chat.uploads import kind_of, suffix_of
from mediawright_nemovideo.settings import UPLOAD_TYPES
from mediawright_nemovideo.simulator.middleware import Call
from mediawright_nemovideo.simulator.responses import ok, refused
from mediawright_nemovideo.simulator.streams import CutAnswer, TurnStream

MOST_BYTES = 209_715_200


async def run_sse(call: Call) -> Any:
    """A turn begins with the request and goes on whatever becomes of the connection."""
    service_state, body = call.service_state, call.body
    text = _text(body)
    if body.get("app_name") != "nemo_agent" or body.get("user_id") not in ("me", call.user.id) or text is None:
        return JSONResponse({"detail": [{"msg": "field required"}]}, 422)
    session = call.session(str(body.get("session_id", "")))
    if session is None:
        http = service_state.faults.on("http") is not None
        return JSONResponse({"detail": "Session not found"}, 404) if http else refused(service_state, 1002)
    if (numbers := service_state.faults.take("sse_json_error")) is not None:
        return JSONResponse(
            {"code": numbers.get("code", 2001), "message": "insufficient credits", "data": {"available": 0}}
        )
    if (numbers := service_state.faults.on("credits_2001")) is not None and numbers.get("where", "before") == "before":
        return refused(service_state, 2001, data={"available": 0, "required": 50})
    if numbers is not None:
        return StreamedError({"code": 2001, "message": "insufficient credits"}, late=numbers["where"] == "late")
    turn = service_state.begin(session, text, call.base)
    if isinstance(turn, float):
        return refused(service_state, 2001, data={"available": call.user.available, "required": turn})
    call.entry["accepted"] = True
    return CutAnswer() if service_state.faults.take("sse_lost_reply") is not None else TurnStream(service_state, turn)


class StreamedError:
    """An error of shape E inside a stream, at once or after a first word."""

    def __init__(self, error: dict[str, Any], *, late: bool) -> None:
        self._error = error
        self._late = late

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        import json

        headers = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        first = 'data: {"type":"text","content":"Let me see."}\n\n' if self._late else ""
        body = f"{first}data: {json.dumps(self._error)}\n\n".encode()
        await send({"type": "http.response.body", "body": body, "more_body": False})


def _text(body: dict[str, Any]) -> str | None:
    message = body.get("new_message")
    parts = message.get("parts") if isinstance(message, dict) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], dict) else {}
    text = first.get("text")
    return text if isinstance(text, str) and text.strip() else None


async def upload(call: Call) -> Any:
    """Files as `files`, repeatable, or links as JSON."""
    service_state = call.service_state
    for name, code in (("upload_4001", 4001), ("upload_4002", 4002)):
        if service_state.faults.on(name) is not None:
            return refused(service_state, code, data={"max_bytes": MOST_BYTES} if code == 4002 else None)
    if service_state.faults.on("upload_413") is not None:
        return JSONResponse({"detail": "Request Entity Too Large"}, 413)
    session = call.session(call.request.path_params["session"])
    if session is None:
        return refused(service_state, 1002)
    names = [str(url) for url in call.body.get("urls", [])] if call.body else await _files(call)
    if not names or any(suffix_of(name) not in UPLOAD_TYPES for name in names):
        return refused(service_state, 4001)
    files = [_info(call, name) for name in names]
    session.videos.extend(files)
    return ok({"files": files, "session_state_applied": True})


async def _files(call: Call) -> list[str]:
    """The names of the files in a multipart body; their bytes are counted and dropped."""
    form = await call.request.form()
    found = [item for item in form.getlist("files") if not isinstance(item, str)]
    call.entry["body"] = {"files": [{"name": item.filename, "bytes": item.size} for item in found]}
    names = [str(item.filename) for item in found]
    await form.close()
    return names


def _info(call: Call, name: str) -> dict[str, Any]:
    number = call.service_state.next()
    short = name.rpartition("/")[2]
    kind = kind_of(suffix_of(name)).value
    info: dict[str, Any] = {"filename": short, "file_type": kind, "hash": f"{number:08x}"}
    info["cdn_url"] = f"{call.base}/files/v/{number}/{short}"
    if kind == "video":
        info |= {"duration": 12.4, "width": 1920, "height": 1080, "fps": 30}
    return info

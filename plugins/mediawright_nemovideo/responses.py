"""Every spelling of an answer, read into a payload or a fault (docs/contracts/nemovideo.md §9.3, §10). Pure."""

import json
from collections.abc import Mapping
from dataclasses import field, replace
from enum import StrEnum
from typing import Any

from mediawright import sdk
from mediawright.plugin import Answer, Proof, can_refuse, dataclass, judge_submit
from mediawright_nemovideo.sanitize import safe_text


class Fault(StrEnum):
    """What an error means, whatever its transport."""

    TOKEN = "token"
    SESSION = "session"
    CREDITS = "credits"
    FILE_TYPE = "file_type"
    FILE_SIZE = "file_size"
    BAD = "bad"
    PLAN = "plan"
    FORBIDDEN = "forbidden"
    RATE = "rate"
    SERVER = "server"
    MISSING = "missing"
    DUPLICATE = "duplicate"
    OTHER = "other"


_CODES = {
    "1001": Fault.TOKEN,
    "1010": Fault.TOKEN,
    "1011": Fault.TOKEN,
    "1002": Fault.SESSION,
    "2001": Fault.CREDITS,
    "4001": Fault.FILE_TYPE,
    "4002": Fault.FILE_SIZE,
    "400": Fault.BAD,
    "422": Fault.BAD,
    "401": Fault.TOKEN,
    "402": Fault.PLAN,
    "403": Fault.FORBIDDEN,
    "404": Fault.MISSING,
    "413": Fault.FILE_SIZE,
    "415": Fault.FILE_TYPE,
    "429": Fault.RATE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A plain error of the service. `retry_after` in seconds where it was named; `words` are the service's own.

    `sure`: the service itself said it, in a shape that §10 documents. What is not sure may have been written by a gateway
    after the service took the request: it must not be told, or acted on, as if nothing had been started.
    """

    fault: Fault
    code: str
    words: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    retry_after: float | None = None
    sure: bool = False


#: statuses that speak for themselves even where a gateway says them: too large, of a wrong kind, too often
_ANYBODYS = frozenset({413, 415, 429})
#: names under which an answer may tell what was started
_IDS = ("task_id", "taskId", "invocationId", "invocation_id", "turn_id", "run_id")


def read(answer: Answer) -> Any | Refusal:
    """The payload of an answer, or what was refused. A body's code outranks the HTTP status."""
    return read_body(answer.status, answer.content, answer.headers)


def read_body(status: int, content: bytes, headers: Mapping[str, str]) -> Any | Refusal:
    """As `read`, from the parts."""
    good, wait = 200 <= status < 300, sdk.retry_after_in(headers)
    try:
        body = json.loads(content) if content.strip() else None
    except (ValueError, RecursionError):
        return _not_the_service(status, wait)
    if not isinstance(body, dict):
        return body if good else _not_the_service(status, wait)
    sure = _is_sure(status, body)
    code = _code(body)
    if code is not None:
        return _refusal(code, body, wait, sure=sure)
    if not good:
        return _refusal(str(status), body, wait, sure=sure)
    if body.get("success") is False:
        return _refusal("success_false", body, wait, sure=sure)
    return body["data"] if body.get("data") is not None else body


def _not_the_service(status: int, wait: float | None) -> Refusal:
    """A page, or nothing: something in between speaks, and its status says nothing of tokens and sessions."""
    fault = _CODES.get(str(status), Fault.SERVER) if status in _ANYBODYS else Fault.SERVER
    return Refusal(fault=fault, code=str(status), retry_after=wait)


def _is_sure(status: int, body: Mapping[str, Any]) -> bool:
    """Whether this is a refusal that §10 documents: a known code, `success` false, or a `detail` about the session or the
    body."""
    named = _task_id(body)
    if (code := _code(body)) is not None:
        return judge_submit(status, task_id=named, code=code, refusals=_CODES) is Proof.REFUSED
    if named is not None or not can_refuse(status):
        return False
    detail = body.get("detail")
    lost = status == 404 and isinstance(detail, str) and "session" in detail.lower()
    return body.get("success") is False or lost or (status == 422 and detail is not None)


def _task_id(body: Mapping[str, Any]) -> Any:
    places = (body, body.get("data"))
    return next((p[key] for p in places if isinstance(p, dict) for key in _IDS if p.get(key)), None)


def about_session(refusal: Refusal) -> Refusal:
    """On state and chat a 404 means that the session is unknown."""
    return refusal if refusal.fault is not Fault.MISSING else replace(refusal, fault=Fault.SESSION)


def refusal_of(code: str | None, words: str) -> Refusal:
    """An error that came inside a stream (shape E)."""
    return _refusal(code or "stream", {"message": words}, None, sure=code in _CODES)


def _refusal(code: str, body: Any, wait: float | None, *, sure: bool) -> Refusal:
    words = _message(body)
    fault = _CODES.get(code) or (Fault.SERVER if code.startswith("5") and len(code) == 3 else Fault.OTHER)
    if "duplicate" in words.lower() and "render" in words.lower():
        fault = Fault.DUPLICATE
    elif fault is Fault.OTHER and "not found" in words.lower():
        fault = Fault.MISSING
    data = body.get("data") if isinstance(body, dict) else None
    known = data if isinstance(data, dict) else {}
    return Refusal(fault=fault, code=code, words=words, data=known, retry_after=wait, sure=sure)


def _code(body: Any) -> str | None:
    """The business code where there is one that is not zero; numbers and numeric strings alike."""
    code = body.get("code") if isinstance(body, dict) else None
    if code is None or isinstance(code, (bool, dict, list)) or str(code).strip() in {"0", ""}:
        return None
    return str(code).strip()


def _message(body: Any) -> str:
    if not isinstance(body, dict):
        return ""
    for key in ("message", "error", "detail", "errorMessage"):
        found = body.get(key)
        if isinstance(found, dict):
            found = found.get("message")
        if isinstance(found, str) and found:
            return safe_text(found)[:200]
    return ""


class Rendering(StrEnum):
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


_RENDERING = {
    "completed": Rendering.COMPLETED,
    "success": Rendering.COMPLETED,
    "done": Rendering.COMPLETED,
    "failed": Rendering.FAILED,
    "error": Rendering.FAILED,
    "cancelled": Rendering.CANCELLED,
    "canceled": Rendering.CANCELLED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Render:
    """What a poll of an export says. `url` "" where none was named; `seconds` the clip's length."""

    status: Rendering
    percent: float | None = None
    url: str = ""
    words: str = ""
    seconds: float | None = None


def read_render(answer: Answer) -> Render | Refusal:
    """A render's answer in shape T, W or any mixture (§9.3, N-R21). An unknown status counts as running."""
    try:
        body = answer.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        found = read(answer)
        return found if isinstance(found, Refusal) else Refusal(fault=Fault.SERVER, code=str(answer.status))
    inner = _inner(body)
    word = _first(inner, body, "status", "state")
    if not 200 <= answer.status < 300 or _code(body) or body.get("success") is False or not isinstance(word, str):
        refused = read(answer)
        if isinstance(refused, Refusal):
            return refused
    status = _RENDERING.get(word.lower(), Rendering.RUNNING) if isinstance(word, str) else Rendering.RUNNING
    url = render_url(body)
    if not isinstance(word, str) and url:
        status = Rendering.COMPLETED
    output = _first(inner, body, "output")
    return Render(
        status=status,
        percent=_percent(_first(inner, body, "progress")),
        url=url,
        words=_message(inner) or _message(body),
        seconds=_float(output.get("duration")) if isinstance(output, dict) else None,
    )


def render_url(body: Mapping[str, Any]) -> str:
    """`output.url` | `outputUrl` | `output_url` | `url` | `output` as text, under `data` first."""
    inner = _inner(body)
    for place in (inner, body):
        output = place.get("output")
        found = [output.get("url") if isinstance(output, dict) else None]
        found += [place.get(key) for key in ("outputUrl", "output_url", "url")]
        found.append(output)
        for item in found:
            if isinstance(item, str) and item.startswith(("http://", "https://")):
                return item
    return ""


def _inner(body: Mapping[str, Any]) -> Mapping[str, Any]:
    found = body.get("data")
    return found if isinstance(found, dict) else {}


def _first(inner: Mapping[str, Any], outer: Mapping[str, Any], *keys: str) -> Any:
    return next((place[key] for place in (inner, outer) for key in keys if place.get(key) is not None), None)


def _float(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value else None


def _percent(value: Any) -> float | None:
    number = _float(value)
    return None if number is None else min(100.0, max(0.0, number))

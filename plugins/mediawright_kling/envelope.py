"""Kling's answer envelope: code, message, request id, data; ids beyond 2^53 kept as text (docs/contracts/kling.md §3.1)."""

from collections.abc import Mapping
from typing import Any

from mediawright import sdk
from mediawright.plugin import Answer, dataclass

SUCCESS = frozenset({0, 200})
ID_KEYS = frozenset({"element_id", "task_id", "elementId", "taskId"})
SHOWN = 60  # characters of a body that is no JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One answer. `code` None: the body was no envelope at all, `message` then holds its first characters. `task_id` ""
    where the answer names no task, whatever its code."""

    status: int
    code: int | None
    message: str = ""
    request_id: str = ""
    data: Any = None
    task_id: str = ""
    retry_after: float | None = None
    date: str | None = None

    @property
    def ok(self) -> bool:
        return self.code in SUCCESS


def is_success(body: object) -> bool:
    """The probe's test: an envelope whose code is 0 or 200."""
    return isinstance(body, Mapping) and code_of(body) in SUCCESS


def code_of(body: Mapping[str, Any]) -> int | None:
    code = body.get("code")
    if isinstance(code, bool):
        return None
    if isinstance(code, int):
        return code
    return int(code) if isinstance(code, str) and code.strip().isdecimal() else None


def open_envelope(answer: Answer) -> Envelope:
    """Read an answer whatever its HTTP status: the code inside decides. Never raises."""
    more: dict[str, Any] = {
        "status": answer.status,
        "retry_after": sdk.retry_after(answer),
        "date": answer.headers.get("date"),
    }
    try:
        body = answer.json()
    except ValueError:
        return Envelope(code=None, message=answer.text.strip()[:SHOWN], **more)
    if not isinstance(body, dict):
        return Envelope(code=None, message=str(body)[:SHOWN], **more)
    data = exact_ids(body.get("data"))
    return Envelope(
        code=code_of(body),
        message=str(body.get("message") or body.get("msg") or ""),
        request_id=str(body.get("request_id") or ""),
        data=data,
        task_id=_task_id(data) or _task_id(body),
        **more,
    )


def _task_id(place: Any) -> str:
    """The id of a task where a part of an answer names one."""
    found = place.get("task_id") if isinstance(place, Mapping) else None
    if found is None and isinstance(place, Mapping) and "status" in place and "create_time" in place:
        found = place.get("id")  # the new standard's word (docs/contracts/kling-more.md §2.3)
    return str(found).strip() if isinstance(found, (str, int)) and not isinstance(found, bool) else ""


def exact_ids(value: Any) -> Any:
    """The same data with the four id keys as decimal text."""
    if isinstance(value, dict):
        return {key: _id_text(item) if key in ID_KEYS else exact_ids(item) for key, item in value.items()}
    return [exact_ids(item) for item in value] if isinstance(value, list) else value


def _id_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

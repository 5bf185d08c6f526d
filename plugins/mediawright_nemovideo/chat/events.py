"""The stream's many spellings as a few plain events (docs/contracts/nemovideo.md §5.3). Pure.

Nothing that arrives may stop the reading: what cannot be parsed counts as a sign of life, what is not known is kept as
`Unknown` (N-R11, N-R28).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from mediawright.plugin import ServerSentEvent, dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """Words of the agent. A partial is for live display; the later whole text repeats it."""

    text: str
    partial: bool = False


@dataclass(frozen=True, slots=True)
class ToolCall:
    name: str
    id: str | None = None
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToolResult:
    name: str
    id: str | None = None
    result: Any = None


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The link lives; nothing else."""


@dataclass(frozen=True, slots=True)
class StateDelta:
    delta: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StreamError:
    message: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    raw: str


Event = Said | ToolCall | ToolResult | Heartbeat | StateDelta | StreamError | Unknown

_CALLS = frozenset({"tool_call", "tool_start", "toolcall_start"})
_RESULTS = frozenset({"tool_result", "tool_end", "toolcall_end"})
_BEATS = frozenset({"heartbeat", "ping", "keepalive", "keep-alive"})


def normalise(sent: ServerSentEvent) -> tuple[Event, ...]:
    """One server-sent event as plain events; never raises."""
    data = sent.data.strip()
    if sent.event in {"comment", "heartbeat"} or data.lower() in {"", "heartbeat"}:
        return (Heartbeat(),)
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return (Heartbeat(), Unknown(sent.data))
    if value is None or value == "heartbeat":
        return (Heartbeat(),)
    if not isinstance(value, dict):
        return (Unknown(sent.data),)
    return tuple(_events(value)) or (Unknown(sent.data),)


def _events(value: dict[str, Any]) -> Iterator[Event]:
    if (error := _error(value)) is not None:
        yield error
    elif isinstance(value.get("content"), dict) or "actions" in value:
        yield from _adk(value)
    elif isinstance(value.get("type"), str):
        yield from _typed(value["type"].lower(), value)
    elif isinstance(value.get("text"), str):
        yield Said(value["text"], value.get("partial") is True)


def _error(value: dict[str, Any]) -> StreamError | None:
    code = value.get("code", value.get("errorCode"))
    failed = code is not None and str(code) not in {"0", ""}
    if failed and ("errorCode" in value or isinstance(value.get("message"), str)):
        text = value.get("errorMessage", value.get("message"))
        return StreamError(_words(text), str(code))
    if value.get("type") == "error":
        return StreamError(_words(value.get("error", value.get("message", value.get("content")))), _code(value))
    if isinstance(value.get("error"), (str, dict)) and value["error"] and "type" not in value:
        return StreamError(_words(value["error"]), _code(value))
    return None


def _code(value: dict[str, Any]) -> str | None:
    error = value.get("error")
    code = value.get("code", error.get("code") if isinstance(error, dict) else None)
    return None if code is None else str(code)


def _words(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("message", value.get("error", ""))
    return value if isinstance(value, str) else ""


def _typed(kind: str, value: dict[str, Any]) -> Iterator[Event]:
    text = next((value[key] for key in ("content", "text", "question") if isinstance(value.get(key), str)), None)
    if kind in {"text", "chunk", "message", "ask_question"} and text is not None:
        yield Said(text, kind == "chunk" or value.get("partial") is True)
    elif kind in _CALLS:
        args = value.get("args")
        yield ToolCall(_tool(value), _id(value), args if isinstance(args, dict) else {})
    elif kind in _RESULTS:
        yield ToolResult(_tool(value), _id(value), value.get("result"))
    elif kind in _BEATS:
        yield Heartbeat()


def _tool(value: dict[str, Any]) -> str:
    return next((value[key] for key in ("tool", "tool_name", "name") if isinstance(value.get(key), str)), "")


def _id(value: dict[str, Any]) -> str | None:
    found = value.get("id")
    return None if found is None else str(found)


def _adk(value: dict[str, Any]) -> Iterator[Event]:
    content = value.get("content")
    parts = content.get("parts") if isinstance(content, dict) else None
    spoken = not (isinstance(content, dict) and content.get("role") == "user")
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, dict) and part.get("thought") is not True:
            yield from _part(part, spoken, value.get("partial") is True)
    actions = value.get("actions")
    delta = actions.get("stateDelta") if isinstance(actions, dict) else None
    if isinstance(delta, dict) and delta:
        yield StateDelta(delta)


def _part(part: dict[str, Any], spoken: bool, partial: bool) -> Iterator[Event]:
    call = part.get("functionCall", part.get("function_call"))
    result = part.get("functionResponse", part.get("function_response"))
    if isinstance(part.get("text"), str) and spoken:
        yield Said(part["text"], partial)
    elif isinstance(call, dict):
        args = call.get("args")
        yield ToolCall(_tool(call), _id(call), args if isinstance(args, dict) else {})
    elif isinstance(result, dict):
        yield ToolResult(_tool(result), _id(result), result.get("response"))

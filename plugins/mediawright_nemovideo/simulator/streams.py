"""A turn as a stream: the event shapes A, B and C, heartbeats, and the ways in which a stream can go wrong (§5.3, §15.3)."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.types import Receive, Scope, Send

from mediawright_nemovideo.simulator.state import ServiceState, Turn

HEARTBEAT_S = 15.0
LONGEST_S = 2400.0


class TurnStream:
    """An ASGI answer that tells a turn. Nothing of the turn depends on it."""

    def __init__(self, service_state: ServiceState, turn: Turn) -> None:
        self._service_state = service_state
        self._turn = turn
        self._beats = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-cache")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        gone = asyncio.create_task(_gone(receive))
        told = 0
        try:
            async for event in self._events(gone):
                for piece in self._spelled(event):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
                told += event is not None
                if self._turn.plan.drop_after is not None and told >= self._turn.plan.drop_after:
                    return  # without a closing chunk the connection is simply cut
        finally:
            gone.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _events(self, gone: "asyncio.Task[None]") -> AsyncIterator[dict[str, Any] | None]:
        """What is said, at its time; None is a heartbeat."""
        clock, turn = self._service_state.clock, self._turn
        beat = turn.began + HEARTBEAT_S
        spoken = [] if turn.plan.deaf else sorted((s for s in turn.plan.steps if s.event), key=lambda step: step.at)
        moments = [(turn.began + step.at, step.event) for step in spoken]
        if not turn.plan.deaf:
            moments.append((turn.began + turn.plan.end, {"say": "end"}))
        while not gone.done() and clock.now() < turn.began + LONGEST_S:
            at, event = moments[0] if moments and moments[0][0] <= beat else (beat, None)
            await clock.until(at)
            self._service_state.settle()
            if event is None:
                beat = at + HEARTBEAT_S
            else:
                moments.pop(0)
                if event["say"] == "end":
                    return
            yield event

    def _spelled(self, event: dict[str, Any] | None) -> list[bytes]:
        shape = str((self._service_state.faults.on("sse_shape") or {}).get("shape", "A"))
        if event is None:
            self._beats += 1
            lines = ['data: {"type":"heartbeat"}\n\n', "data:\n\n", ": keep-alive\n\n", "event: heartbeat\ndata: 1\n\n"]
            text = lines[self._beats % len(lines)]
        else:
            text = "".join(f"data: {json.dumps(item, ensure_ascii=False)}\n\n" for item in shaped(event, shape))
        if self._service_state.faults.on("sse_split") is None:
            return [text.encode()]
        return _split(": a comment\n\nid: 7\nretry: 3000\n" + text)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def shaped(event: dict[str, Any], shape: str) -> list[dict[str, Any]]:
    """One logical event in the words of a shape."""
    if shape == "C" and event["say"] == "text":
        return [{"text": event["text"]}]
    if shape in ("B", "B_partial"):
        return _adk(event, partial=shape == "B_partial")
    if event["say"] == "text":
        return [{"type": "text", "content": event["text"]}]
    kind, key = ("tool_call", "args") if event["say"] == "call" else ("tool_result", "result")
    return [{"type": kind, "name": event["name"], key: event[key]}]


def _adk(event: dict[str, Any], *, partial: bool) -> list[dict[str, Any]]:
    whole = {"invocationId": "e-51c0", "author": "nemo_agent", "id": "a1B2c3D4", "timestamp": 1773423600.12}
    delta: dict[str, Any] = {"stateDelta": {}, "artifactDelta": {}}
    if event["say"] == "text":
        text = event["text"]
        cuts = [text[: len(text) // 3], text[len(text) // 3 :]] if partial else []
        pieces = [_content("model", {"text": cut}) | {"partial": True, "actions": delta} | whole for cut in cuts]
        return [*pieces, _content("model", {"text": text}) | {"actions": delta} | whole]
    if event["say"] == "call":
        call = {"id": event["id"], "name": event["name"], "args": event["args"]}
        thought = {"text": "planning the call", "thought": True}
        return [_content("model", thought, {"functionCall": call}) | {"longRunningToolIds": [event["id"]]} | whole]
    media = event["result"].get("media_id")
    changed = {"stateDelta": {"generated_media": [{"id": media}]} if media else {}}
    result = {"id": event["id"], "name": event["name"], "response": event["result"]}
    return [_content("user", {"functionResponse": result}) | {"actions": changed} | whole]


def _content(role: str, *parts: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"role": role, "parts": list(parts)}}


def _split(text: str) -> list[bytes]:
    """CRLF line ends, cut every few bytes, in the middle of characters too."""
    data = text.replace("\n", "\r\n").encode()
    return [data[start : start + 7] for start in range(0, len(data), 7)]


class CutAnswer:
    """An answer that is promised and never comes: the connection is cut."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"64")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})

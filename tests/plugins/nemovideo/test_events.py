"""The stream's spellings, one by one, and whatever else may come."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.plugin import ServerSentEvent
from mediawright_nemovideo.chat.events import (
    Heartbeat,
    Said,
    StateDelta,
    StreamError,
    ToolCall,
    ToolResult,
    Unknown,
    normalise,
)

WORDS = "type content parts text partial name id args result actions stateDelta code message error"
MORE_WORDS = "functionCall functionResponse thought role errorCode tool"
KEYS = st.sampled_from([*WORDS.split(), *MORE_WORDS.split()])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def told(data: Any, event: str = "message") -> tuple[object, ...]:
    return normalise(ServerSentEvent(event, data if isinstance(data, str) else json.dumps(data)))


def adk(*parts: dict[str, Any], role: str = "model", **more: Any) -> dict[str, Any]:
    return {"content": {"role": role, "parts": list(parts)}, "actions": {"stateDelta": {}}, **more}


@pytest.mark.parametrize("data", ['{"type":"heartbeat"}', "", "heartbeat", " HEARTBEAT ", "null", '"heartbeat"'])
def test_n_r11_every_form_of_a_heartbeat(data: str) -> None:
    assert told(data) == (Heartbeat(),)


@pytest.mark.parametrize("event", ["comment", "heartbeat"])
def test_n_r11_comments_and_named_heartbeats(event: str) -> None:
    assert told("keep-alive", event) == (Heartbeat(),)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param({"type": "text", "content": "On it."}, Said("On it."), id="A"),
        pytest.param({"text": "On it."}, Said("On it."), id="C"),
        pytest.param({"type": "chunk", "text": "On"}, Said("On", True), id="D-chunk"),
        pytest.param({"type": "ask_question", "question": "Which?"}, Said("Which?"), id="D-question"),
        pytest.param(adk({"text": "On it."}), Said("On it."), id="B"),
        pytest.param(adk({"text": "On"}, partial=True), Said("On", True), id="B-partial"),
    ],
)
def test_text_in_every_shape(data: dict[str, Any], expected: Said) -> None:
    assert told(data) == (expected,)


@pytest.mark.parametrize(
    "data",
    [
        {"type": "tool_call", "name": "edit_multitrack", "args": {"op": "x"}},
        {"type": "tool_start", "tool": "edit_multitrack", "args": {"op": "x"}},
        {"type": "toolcall_start", "tool_name": "edit_multitrack", "args": {"op": "x"}},
        adk({"functionCall": {"name": "edit_multitrack", "args": {"op": "x"}}}),
        adk({"function_call": {"name": "edit_multitrack", "args": {"op": "x"}}}),
    ],
)
def test_a_tool_call_in_every_shape(data: dict[str, Any]) -> None:
    assert told(data) == (ToolCall("edit_multitrack", None, {"op": "x"}),)


@pytest.mark.parametrize(
    "data",
    [
        {"type": "tool_result", "name": "t", "id": 7, "result": {"status": "success"}},
        {"type": "toolcall_end", "name": "t", "id": "7", "result": {"status": "success"}},
        adk({"functionResponse": {"id": "7", "name": "t", "response": {"status": "success"}}}, role="user"),
    ],
)
def test_a_tool_result_in_every_shape(data: dict[str, Any]) -> None:
    assert told(data) == (ToolResult("t", "7", {"status": "success"}),)


def test_one_event_may_hold_several_parts_and_thoughts_are_hidden() -> None:
    parts = ({"text": "hm", "thought": True}, {"text": "Yes."}, {"functionCall": {"id": "a", "name": "t"}})
    assert told(adk(*parts)) == (Said("Yes."), ToolCall("t", "a", {}))


def test_what_the_user_said_is_not_repeated() -> None:
    echo = adk({"text": "my own words"}, role="user")
    assert told(echo) == (Unknown(json.dumps(echo)),)


def test_new_media_in_the_state_are_noticed() -> None:
    event = {"actions": {"stateDelta": {"generated_media": [{"id": "gm_01"}]}}}
    assert told(event) == (StateDelta({"generated_media": [{"id": "gm_01"}]}),)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"code": 2001, "message": "insufficient credits"}, StreamError("insufficient credits", "2001")),
        ({"type": "error", "error": "no"}, StreamError("no")),
        ({"type": "error", "message": "no", "code": "1001"}, StreamError("no", "1001")),
        ({"error": "upstream model timeout"}, StreamError("upstream model timeout")),
        ({"error": {"code": 5, "message": "deep"}}, StreamError("deep", "5")),
        ({"errorCode": "SAFETY", "errorMessage": "no"}, StreamError("no", "SAFETY")),
    ],
)
def test_errors_inside_the_stream(data: dict[str, Any], error: StreamError) -> None:
    assert told(data) == (error,)


@pytest.mark.parametrize("data", [{"type": "thinking_chunk", "content": "x"}, {"type": "done"}, {"code": 0}, [1], 7])
def test_n_r28_what_is_not_known_is_kept_and_stops_nothing(data: Any) -> None:
    assert told(data) == (Unknown(json.dumps(data)),)


def test_what_cannot_be_parsed_counts_as_a_sign_of_life() -> None:
    assert told("{broken") == (Heartbeat(), Unknown("{broken"))


@given(st.dictionaries(KEYS, JSON, max_size=5) | JSON)
def test_n_r28_nothing_that_is_json_raises(data: Any) -> None:
    assert told(data)


@given(st.text(max_size=60))
def test_n_r28_nothing_that_is_text_raises(data: str) -> None:
    assert told(data)


@given(st.text(min_size=1, max_size=30).filter(str.strip))
def test_the_shapes_say_the_same(text: str) -> None:
    shapes = [{"type": "text", "content": text}, adk({"text": text}), {"text": text}]
    assert {told(shape) for shape in shapes} == {(Said(text),)}

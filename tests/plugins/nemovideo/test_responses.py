"""Envelopes and renders in every spelling (docs/contracts/nemovideo.md §9.3, §10)."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.plugin import Answer
from mediawright_nemovideo.responses import Fault, Refusal, Render, Rendering, read, read_render

URL = "https://static1.nemovideo.ai/render-result/render_1.mp4"


def answer(body: Any, status: int = 200, **headers: str) -> Answer:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status=status, headers=headers, content=content, url="https://x.example")


@pytest.mark.parametrize(
    ("body", "status", "fault"),
    [
        ({"code": 1001, "message": "x"}, 200, Fault.TOKEN),
        ({"code": "1010"}, 200, Fault.TOKEN),
        ({}, 401, Fault.TOKEN),
        ({"code": 1002}, 200, Fault.SESSION),
        ({"code": 2001}, 402, Fault.CREDITS),
        ({"code": 4001}, 200, Fault.FILE_TYPE),
        ({"detail": "x"}, 415, Fault.FILE_TYPE),
        ({"code": 4002}, 200, Fault.FILE_SIZE),
        ({"detail": "x"}, 413, Fault.FILE_SIZE),
        ({"code": 400}, 400, Fault.BAD),
        ({"detail": [1]}, 422, Fault.BAD),
        ({"code": 402}, 402, Fault.PLAN),
        ({"code": 403}, 403, Fault.FORBIDDEN),
        ({"code": 429}, 429, Fault.RATE),
        (b"<html>502</html>", 502, Fault.SERVER),
        (b"<html>ok?</html>", 200, Fault.SERVER),
        ({"detail": "Session not found"}, 404, Fault.MISSING),
        ({"success": False, "error": "duplicate render id"}, 200, Fault.DUPLICATE),
        ({"success": False, "error": "render not found"}, 200, Fault.MISSING),
        ({"code": 77, "message": "odd"}, 200, Fault.OTHER),
    ],
)
def test_every_error_by_its_code_not_by_its_transport(body: Any, status: int, fault: Fault) -> None:
    found = read(answer(body, status))
    assert isinstance(found, Refusal)
    assert found.fault is fault


def test_n_r23_a_2001_with_http_402_is_about_credits() -> None:
    found = read(answer({"code": 2001, "message": "insufficient credits"}, 402))
    assert isinstance(found, Refusal)
    assert found.fault is Fault.CREDITS


@pytest.mark.parametrize("body", [{"code": 0, "data": {"a": 1}}, {"code": "0", "data": {"a": 1}}, {"a": 1}])
def test_payloads_with_and_without_an_envelope(body: Any) -> None:
    assert read(answer(body)) in ({"a": 1}, {"code": "0", "data": {"a": 1}})


@pytest.mark.parametrize(("value", "seconds"), [("30", 30.0), ("nan", None), ("-1", 0.0), ("soon", None)])
def test_a_named_wait_is_read(value: str, seconds: float | None) -> None:
    found = read(answer({"code": 429}, 429, **{"retry-after": value}))
    assert isinstance(found, Refusal)
    assert found.retry_after == seconds


@pytest.mark.parametrize(
    "body",
    [
        {"taskId": "r", "status": "completed", "progress": 100, "output": {"url": URL, "duration": 5.0}},
        {"success": True, "data": {"id": "r", "status": "completed", "progress": 100, "outputUrl": URL}},
        {"code": "0", "data": {"state": "DONE", "output_url": URL}},
        {"data": {"status": "success"}, "output": URL},
        {"status": "completed", "data": {"url": URL}},
    ],
)
def test_n_r21_a_finished_render_in_every_mixture(body: Any) -> None:
    found = read_render(answer(body))
    assert isinstance(found, Render)
    assert (found.status, found.url) == (Rendering.COMPLETED, URL)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("pending", Rendering.RUNNING),
        ("queued", Rendering.RUNNING),
        ("rendering", Rendering.RUNNING),
        ("warming", Rendering.RUNNING),
        ("failed", Rendering.FAILED),
        ("error", Rendering.FAILED),
        ("cancelled", Rendering.CANCELLED),
        ("canceled", Rendering.CANCELLED),
    ],
)
def test_n_r28_words_of_a_render(word: str, status: Rendering) -> None:
    found = read_render(answer({"taskId": "r", "status": word, "progress": 45}))
    assert isinstance(found, Render)
    assert (found.status, found.percent) == (status, 45.0)


def test_a_failed_render_says_why() -> None:
    found = read_render(answer({"success": True, "data": {"status": "failed", "error": {"message": "no source"}}}))
    assert isinstance(found, Render)
    assert found.words == "no source"


def test_a_refused_render_is_a_refusal() -> None:
    for body, status in (
        ({"code": 402}, 402),
        ({"success": False, "error": "duplicate render id"}, 200),
        (b"<p>", 502),
    ):
        assert isinstance(read_render(answer(body, status)), Refusal)


@given(st.binary(max_size=60), st.sampled_from([200, 204, 400, 404, 500]))
def test_n_r28_any_bytes_can_be_read(content: bytes, status: int) -> None:
    found = read(answer(content, status))
    assert status == 200 or status == 204 or isinstance(found, Refusal)
    assert isinstance(read_render(answer(content, status)), (Render, Refusal))

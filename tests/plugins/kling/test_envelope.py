"""Answers opened whatever their status; ids beyond 2^53 exact."""

import pytest

from mediawright.plugin import Answer
from mediawright_kling.envelope import Envelope, exact_ids, is_success, open_envelope


def opened(body: bytes, status: int = 200, **headers: str) -> Envelope:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return open_envelope(Answer(status=status, headers=names, content=body, url="https://api.example.com"))


@pytest.mark.parametrize("code", [0, 200, "0"])
def test_two_codes_mean_success(code: object) -> None:
    assert is_success({"code": code})


@pytest.mark.parametrize("body", [{"code": 1201}, {"code": True}, {"code": None}, {}, [], "ok", {"code": "OK"}])
def test_all_others_do_not(body: object) -> None:
    assert not is_success(body)


def test_a_code_inside_http_200_is_a_refusal() -> None:
    envelope = opened(b'{"code": 1303, "message": "parallel", "request_id": "r-1"}')
    assert (envelope.ok, envelope.code, envelope.message, envelope.request_id) == (False, 1303, "parallel", "r-1")


def test_long_ids_stay_exact() -> None:
    envelope = opened(
        b'{"code": 0, "data": {"task_id": 860434500000000001, "elements": [{"element_id": 860434500000000003}]}}'
    )
    assert envelope.data == {"task_id": "860434500000000001", "elements": [{"element_id": "860434500000000003"}]}


def test_only_ids_become_text() -> None:
    value = {"taskId": 7, "elementId": "8", "created_at": 1774805076166, "ok": True, "element_id": None}
    assert exact_ids(value) == {
        "taskId": "7",
        "elementId": "8",
        "created_at": 1774805076166,
        "ok": True,
        "element_id": None,
    }


@pytest.mark.parametrize("body", [b"<html>" + b"x" * 500, b"", b'{"code": 0,', b"[" * 100_000, b"[1, 2]"])
def test_what_is_no_envelope(body: bytes) -> None:
    envelope = opened(body, 502)
    assert (envelope.code, envelope.status, envelope.ok) == (None, 502, False)
    assert len(envelope.message) <= 60


def test_a_wait_that_the_server_names() -> None:
    assert opened(b"{}", 429, retry_after="12").retry_after == 12
    assert opened(b"{}", 429, retry_after="soon").retry_after is None

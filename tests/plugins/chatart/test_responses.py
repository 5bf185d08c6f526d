"""Answers read without trust: any shape gives a value, never a crash."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.plugin import Answer, MediaKind, State
from mediawright_chatart import client, responses

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    ["status", "message", "cost_credit", "error", "video_url", "question_id", "data", "file", "id"]
)
OBJECTS = st.dictionaries(FIELDS, JSON, max_size=6)


@given(OBJECTS, st.sampled_from(MediaKind))
def test_c_r20_no_shape_of_a_poll_crashes(data: dict[str, Any], kind: MediaKind) -> None:
    progress = responses.poll(data, kind, "x")
    assert progress.state in (State.RUNNING, State.SUCCEEDED, State.FAILED, State.UNKNOWN)


@given(JSON, st.sampled_from([MediaKind.VIDEO, MediaKind.IMAGE]))
def test_c_r20_no_shape_of_a_history_crashes(data: Any, kind: MediaKind) -> None:
    assert all(item.kind == kind for item in (responses.past(row, kind) for row in responses.rows(data)))


@given(st.binary(max_size=40), st.integers(200, 599))
def test_c_r08_only_a_code_makes_a_success(content: bytes, status: int) -> None:
    reply = client.read(Answer(status=status, headers={}, content=content, url=""))
    assert not reply.ok


@pytest.mark.parametrize(
    ("body", "code", "data"),
    [
        (b'{"code": 200, "data": {"a": 1}}', "200", {"a": 1}),
        (b'{"code": "200"}', "200", {}),
        (b'{"code": 200, "data": null}', "200", {}),
        (b'{"code": 4000, "msg": "no"}', "4000", {}),
        (b'{"data": {}}', None, {}),
        (b"[1]", None, {}),
    ],
)
def test_c_r07_the_envelope_is_read_as_text(body: bytes, code: str | None, data: Any) -> None:
    reply = client.read(Answer(status=200, headers={}, content=body, url=""))
    assert (reply.code, reply.data) == (code, data)


@pytest.mark.parametrize(
    ("row", "state", "url", "error"),
    [
        ({"status": 1, "file": [{"status": 1, "url": "https://a/b.mp4"}]}, "succeeded", "https://a/b.mp4", None),
        ({"status": 1, "file": [{"status": 0, "url": ""}]}, "running", None, None),
        ({"status": 2, "file": [], "error_message": "content policy"}, "failed", None, "content policy"),
        ({"status": 2, "comment": "x" * 26}, "failed", None, "x" * 22 + "..."),
        ({"status": 2, "comment": ""}, "failed", None, "Failed"),
        ({"status": 0, "file": []}, "submitted", None, None),
        ({"status": 7, "file": []}, "unknown", None, None),
        ({"status": 1, "file": []}, "running", None, None),
    ],
)
def test_c_r16_accepted_in_the_history_is_not_done(
    row: dict[str, Any], state: str, url: str | None, error: str | None
) -> None:
    item = responses.past({"id": 7, "create_at": 1782891700} | row, MediaKind.VIDEO)
    assert (item.state, item.url, item.error) == (state, url, error)
    assert responses.poll({"status": 1}, MediaKind.VIDEO, "x").state is State.SUCCEEDED


def test_a_picture_with_an_address_is_shown_whatever_its_state() -> None:
    row = {"id": 1, "is_drawing": 0, "pic_url": [{"status": 0, "url": "https://a/b.png"}]}
    assert responses.past(row, MediaKind.IMAGE).url == "https://a/b.png"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "//host/a.mp4", "", 7, None])
def test_c_r30_only_web_addresses_are_results(url: Any) -> None:
    assert responses.links({"message": {"url": url}}) == ()


def test_an_older_place_of_the_address_is_read() -> None:
    assert responses.links({"video_url": "https://a/b.mp4"}) == ("https://a/b.mp4",)


@pytest.mark.parametrize(
    ("value", "number"), [(6, Decimal(6)), ("90", Decimal(90)), (1.5, Decimal("1.5")), (True, None), ("x", None)]
)
def test_numbers_may_be_text(value: Any, number: Decimal | None) -> None:
    assert responses.number(value) == number

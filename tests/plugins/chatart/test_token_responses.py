"""What the token endpoint may say, one row of the contract at a time."""

import json
from typing import Any

import pytest

from mediawright.plugin import Answer
from mediawright_chatart.auth.token_responses import Outcome, masked, verdict


def said(status: int, body: Any) -> Answer:
    content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    return Answer(status=status, headers={}, content=content, url="")


KEY = {"api_key": "not-a-real-secret", "member_id": 8841207, "identity_id": "other"}


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, {"code": 200, "data": KEY}, Outcome.DONE),
        (200, {"code": "200", "data": KEY}, Outcome.DONE),
        (200, {"code": 200, "data": {}}, Outcome.WAIT),
        *((200, {"code": 200, "data": KEY | {"api_key": key}}, Outcome.WAIT) for key in (" ", "\u200b", "钥匙", "a b")),
        *((200, {"code": code}, Outcome.OVER) for code in (401, 10007, 10010, 10001, 10048)),
        *((200, {"code": str(code)}, Outcome.OVER) for code in (401, 10007, 10010, 10001, 10048)),
        (200, {"code": 10007, "data": {"status": "PENDING"}}, Outcome.WAIT),
        (200, {"code": 200, "data": KEY | {"status": "INITIATED"}}, Outcome.WAIT),
        (200, {"code": 20001, "data": {}}, Outcome.STRANGE),
        (403, {}, Outcome.OVER),
        (404, "", Outcome.OVER),
        (410, {}, Outcome.OVER),
        *((status, {}, Outcome.WAIT) for status in (202, 204, 400, 408, 425, 500, 502, 503)),
        (429, {}, Outcome.SLOWER),
        (400, {"error": "slow_down"}, Outcome.SLOWER),
        (400, {"error": "authorization_pending"}, Outcome.WAIT),
        (400, {"error": "access_denied"}, Outcome.OVER),
        (400, {"error": "expired_token"}, Outcome.OVER),
        (200, "<html></html>", Outcome.WAIT),
        (200, [1], Outcome.WAIT),
    ],
)
def test_c_r07_every_answer_has_one_meaning(status: int, body: Any, outcome: Outcome) -> None:
    assert verdict(said(status, body), "asked").outcome is outcome


def test_older_field_names_are_read() -> None:
    found = verdict(said(200, {"code": 200, "data": {"uid": "1", "api_keys": ["not-a-real-secret"]}}), "asked")
    assert found.account == {"uid": "1", "api_key": "not-a-real-secret", "identity_id": "asked"}


def test_c_r03_a_verdict_never_shows_the_account() -> None:
    assert "not-a-real-secret" not in repr(verdict(said(200, {"code": 200, "data": KEY}), "asked"))


@pytest.mark.parametrize(("key", "shown"), [("sk-sim-4f1c9a7e2b", "sk-s...7e2b"), ("12345678", "***"), ("", "***")])
def test_a_key_is_shown_masked(key: str, shown: str) -> None:
    assert masked(key) == shown

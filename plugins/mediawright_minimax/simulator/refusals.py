"""Refusals in both dresses (§9): a real HTTP status with an envelope, or `base_resp` inside HTTP 200."""

from typing import Any

from mediawright.sdk import simulator as kit

#: number → HTTP status and type in v2, and its words
SAID = {
    1004: (401, "authorized_error", "login fail: Please carry the API secret key in the 'Authorization' field"),
    2049: (401, "authorized_error", "invalid api key"),
    1008: (402, "insufficient_balance_error", "insufficient balance"),
    2056: (429, "rate_limit_error", "usage limit exceeded"),
    1026: (422, "unprocessable_entity_error", "input contains sensitive content"),
    1027: (400, "bad_request_error", "output contains sensitive content"),
    **dict.fromkeys((1002, 1039, 1041, 2045), (429, "rate_limit_error", "rate limit")),
    **dict.fromkeys((1000, 1001, 1013, 1024, 1033), (500, "server_error", "internal error")),
}


def body(number: int, words: str = "", *, v2: bool, status: int | None = None) -> tuple[int, dict[str, Any]]:
    usual, kind, said = SAID.get(number, (400, "bad_request_error", "invalid params"))
    if not v2:
        return status or 200, {"base_resp": {"status_code": number, "status_msg": words or said}}
    error = {"type": kind, "message": f"{words or said} ({number})", "http_code": str(usual)}
    return status or usual, {"type": "error", "error": error, "request_id": "req-0001"}


def refusal(number: int, words: str = "", *, v2: bool) -> Any:
    return kit.refusal(*body(number, words, v2=v2))

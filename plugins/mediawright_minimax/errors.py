"""MiniMax's refusals: docs/contracts/minimax.md §9. One number means the same in both envelopes."""

import re
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk

NUMBER = re.compile(r"\((\d{4,5})\)\s*$")
WRONG_KEY = ("1004", "2049", "authorized_error")
SLOWER = ("1002", "1039", "1041", "2045", "rate_limit_error")
INPUT = ("1026", "unprocessable_entity_error")
VALUES = ("2013", "1042", "bad_request_error", "2037", "2038", "2039", "2048", "1043", "1044")
SERVER = ("1000", "1001", "1013", "1024", "1033", "server_error")

ERRORS = (
    sdk.ErrorRule(raises=mw.SignInNeeded, codes=WRONG_KEY, message="minimax.key_refused"),
    sdk.ErrorRule(raises=mw.OutOfCredits, codes=("1008", "insufficient_balance_error"), message="minimax.no_balance"),
    sdk.ErrorRule(raises=mw.OutOfCredits, codes=("2056",), message="minimax.plan_used_up"),
    sdk.ErrorRule(raises=mw.OutOfCredits, codes=("2067",), message="minimax.plan_too_small"),
    sdk.ErrorRule(raises=mw.Busy, codes=SLOWER, message="minimax.busy"),
    sdk.ErrorRule(raises=mw.Busy, codes=("overloaded_error",), message="minimax.overloaded", no_task=False),
    sdk.ErrorRule(raises=mw.InvalidRequest, codes=("20132", "2042"), message="minimax.no_voice"),
    sdk.ErrorRule(raises=mw.InvalidRequest, codes=VALUES, message="minimax.bad_value"),
    sdk.ErrorRule(raises=mw.Rejected, codes=INPUT, message="minimax.input", ends_task=True),
    sdk.ErrorRule(raises=mw.Rejected, codes=("1027",), message="minimax.output", ends_task=True),
    sdk.ErrorRule(raises=mw.Unreachable, codes=SERVER, no_task=False),
    sdk.ErrorRule(raises=mw.Busy, status=(429,), message="minimax.busy"),
)


def service_error(data: Any) -> sdk.ServiceError | None:
    """Return the number and the words of either envelope; None where a body is neither, or says that all is well."""
    error = data.get("error") if isinstance(data, dict) and data.get("type") == "error" else None
    if isinstance(error, dict):
        words, request_id = sdk.text(error, "message"), sdk.text(data, "request_id", 80)
        found = NUMBER.search(words)
        number = found[1] if found else sdk.text(error, "type", 60)
        return sdk.ServiceError(number, f"{words} [{request_id}]" if request_id else words)
    code = sdk.text(data, "base_resp.status_code", 20)
    if code in ("", "0"):
        return None
    return sdk.ServiceError(code, sdk.text(data, "base_resp.status_msg"))

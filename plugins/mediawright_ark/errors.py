"""Ark's refusals: docs/contracts/ark.md §9. Account numbers in its words are hidden (A-R37)."""

import re
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk

_NUMBER = re.compile(r"\b\d{8,}\b")
UNSAFE = (
    "SensitiveContentDetected*",
    "InputTextSensitiveContentDetected*",
    "InputImageSensitiveContentDetected*",
    "InputVideoSensitiveContentDetected*",
    "InputAudioSensitiveContentDetected*",
    "Input*RiskDetection",
)
SAFE_STOPS = (
    *("RateLimitExceeded*", "ModelAccountRpmRateLimitExceeded*", "ModelAccountTpmRateLimitExceeded*"),
    *("ModelAccountIpmRateLimitExceeded*", "APIAccountRpmRateLimitExceeded*", "AccountRateLimitExceeded*"),
    *("RequestBurstTooFast*", "InflightBatchsizeExceeded*", "ServerOverloaded*"),
)
CLOSED = ("OperationDenied.ServiceNotOpen*", "ModelNotOpen*", "InvalidEndpointOrModel.ModelIDAccessDisabled*")
OVERDUE = ("AccountOverdueError*", "OperationDenied.ServiceOverdue*")
#: in a refusal for too much work: the free allowance or the window of a plan, which no waiting brings back soon
SPENT = ("free", "allowance", "consumed", "plan", "5-hour", "weekly", "monthly", "exceeded the quota")

ERRORS = (
    sdk.ErrorRule(raises=mw.SignInNeeded, status=(401,), message="key_refused"),
    sdk.ErrorRule(raises=mw.OutOfCredits, status=(403,), codes=OVERDUE, message="no_balance"),
    sdk.ErrorRule(raises=mw.OutOfCredits, status=(429,), codes=("SetLimitExceeded*",), message="ark.own_limit"),
    sdk.ErrorRule(raises=mw.Busy, status=(429,), codes=("QuotaExceeded*",), words=("queue",), message="busy"),
    sdk.ErrorRule(raises=mw.OutOfCredits, status=(429,), codes=("QuotaExceeded*",), words=SPENT, message="ark.spent"),
    sdk.ErrorRule(raises=mw.Busy, status=(429,), codes=("QuotaExceeded*", *SAFE_STOPS), message="busy"),
    sdk.ErrorRule(raises=mw.Busy, status=(429,), message="busy"),
    sdk.ErrorRule(raises=mw.InvalidRequest, status=(400, 403, 404), codes=CLOSED, message="ark.not_open"),
    sdk.ErrorRule(
        raises=mw.InvalidRequest, status=(403, 404), words=("not activated the model",), message="ark.not_open"
    ),
    sdk.ErrorRule(raises=mw.OutOfCredits, status=(400, 403), words=("overdue balance",), message="no_balance"),
    sdk.ErrorRule(raises=mw.SignInNeeded, status=(403,), message="no_right"),
    sdk.ErrorRule(raises=mw.Rejected, status=(400,), codes=(*UNSAFE,), message="content"),
    sdk.ErrorRule(raises=mw.Rejected, status=(400,), words=("may contain real person",), message="content"),
    sdk.ErrorRule(raises=mw.InvalidRequest, status=(404,), codes=("InvalidEndpointOrModel*",), message="ark.no_model"),
    sdk.ErrorRule(raises=mw.Rejected, status=(200,), codes=("all_failed:*",), message="content"),
    sdk.ErrorRule(raises=mw.NotFound, status=(404,), message="unknown_task"),
    sdk.ErrorRule(raises=mw.InvalidRequest, status=(400, 405, 409, 413, 415, 422), message="bad_value"),
)


def masked(text: str) -> str:
    return _NUMBER.sub("***", text)


def service_error(status: int, data: Any) -> sdk.ServiceError | None:
    """Return Ark's own code and words. A series of which every picture failed is a refusal too (A-R42)."""
    code, words = sdk.text(data, "error.code", 120), masked(sdk.text(data, "error.message"))
    if (code or words) and not sdk.text(data, ("id", "status")):
        return sdk.ServiceError(code, words)
    pictures = sdk.every(data, "data[]")
    if pictures and all(isinstance(item, dict) and item.get("error") for item in pictures):
        return sdk.ServiceError(
            f"all_failed:{sdk.text(data, 'data[0].error.code', 100)}", masked(sdk.text(data, "data[0].error.message"))
        )
    return None

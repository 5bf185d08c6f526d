"""Runway's refusals and failures: docs/contracts/runway.md §9, §10."""

from typing import Any

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_runway.shapes import TABLE

ERRORS = (
    sdk.ErrorRule(raises=mw.OutOfCredits, status=(400,), words=("not have enough credits",), message="no_balance"),
    sdk.ErrorRule(raises=mw.SignInNeeded, status=(401,), message="key_refused"),
    sdk.ErrorRule(raises=mw.SignInNeeded, status=(403,), message="no_right"),
    sdk.ErrorRule(raises=mw.OutOfCredits, status=(429,), words=("daily",), message="runway.day_full"),
    sdk.ErrorRule(raises=mw.Busy, status=(429,), message="busy"),
    sdk.ErrorRule(raises=mw.NotAvailable, status=(404,), message="no_model"),
    sdk.ErrorRule(raises=mw.InvalidRequest, status=(400, 405, 413, 415, 422), message="bad_value"),
)


def service_error(status: int, data: Any) -> sdk.ServiceError | None:
    """Return Runway's words, with every issue that it names: all come at once."""
    text = sdk.text(data, "error")
    if not text or sdk.text(data, ("id", "status")):
        return None
    issues = [item for item in sdk.every(data, "issues[]") if isinstance(item, dict)]
    told = [f"{'.'.join(map(str, item.get('path') or ())) or '?'}: {item.get('message', '')}" for item in issues]
    return sdk.ServiceError(sdk.text(data, "issues[0].code", 120), "; ".join(told) or text)


def sentence_of(code: str) -> str:
    """Return our sentence for a failure code; an unknown one is a fault inside."""
    fitting = [known for known in TABLE["failures"] if code == known or code.startswith(known + ".")]
    return str(TABLE["failures"][max(fitting, key=len, default="INTERNAL")])

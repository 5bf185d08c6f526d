"""Google's refusals (docs/contracts/gemini.md §8), and why a picture was not made (§5.2)."""

import re
from collections.abc import Mapping
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk

_WORDS = "SAFETY BLOCKLIST PROHIBITED_CONTENT SPII IMAGE_SAFETY IMAGE_PROHIBITED_CONTENT no_result RECITATION"
BLOCKED = (*_WORDS.split(), "IMAGE_RECITATION", "JAILBREAK", "MODEL_ARMOR")
GAVE_UP = ("IMAGE_OTHER", "OTHER", "MALFORMED_RESPONSE", "MAX_TOKENS", "LANGUAGE", "STOP")
VALUES = ("INVALID_ARGUMENT", "invalid_request*", "invalid_argument", "400")
BILLING = ("FAILED_PRECONDITION", "failed_precondition")
POLICY = ("policy", "safety", "prohibited use")
KEY_WORDS = ("API key not valid", "API key expired")
SPENT = ("prepayment", "spend cap", "spending limit", "spending cap")
BETA = ("cannot find field", "api version")
DELAY = re.compile(r"(\d+(?:\.\d+)?)s$")
#: seconds that Google may ask us to wait at most (G-R14)
LONGEST_WAIT_S = 300.0

ERRORS = (
    sdk.ErrorRule(raises=mw.SignInNeeded, codes=("API_KEY_INVALID",), message="key_refused"),
    sdk.ErrorRule(raises=mw.SignInNeeded, status=(400,), words=KEY_WORDS, message="key_refused"),
    sdk.ErrorRule(
        raises=mw.NotAvailable, status=(400,), words=("location is not supported",), message="gemini.country"
    ),
    sdk.ErrorRule(raises=mw.OutOfCredits, status=(400,), codes=BILLING, message="gemini.needs_billing"),
    sdk.ErrorRule(raises=mw.InvalidRequest, status=(400, 404), words=BETA, message="gemini.try_beta"),
    sdk.ErrorRule(raises=mw.Rejected, status=(400,), words=POLICY, message="gemini.content"),
    sdk.ErrorRule(raises=mw.SignInNeeded, status=(401, 403), message="gemini.no_right"),
    sdk.ErrorRule(raises=mw.NotAvailable, status=(404,), message="gemini.model_gone"),
    sdk.ErrorRule(raises=mw.InvalidRequest, status=(413,), message="gemini.too_large"),
    sdk.ErrorRule(raises=mw.OutOfCredits, status=(429,), words=SPENT, message="gemini.no_balance"),
    sdk.ErrorRule(raises=mw.OutOfCredits, status=(429,), words=("limit: 0",), message="gemini.paid_only"),
    sdk.ErrorRule(raises=mw.OutOfCredits, status=(429,), codes=("FreeTier",), message="gemini.paid_only"),
    sdk.ErrorRule(raises=mw.Busy, status=(429,), message="gemini.busy"),
    sdk.ErrorRule(raises=mw.Rejected, status=(200,), codes=BLOCKED, message="gemini.content", no_task=False),
    sdk.ErrorRule(raises=mw.Rejected, status=(200,), codes=("NO_IMAGE",), message="gemini.no_picture", no_task=False),
    sdk.ErrorRule(raises=mw.Rejected, status=(200,), codes=GAVE_UP, message="gemini.gave_up", no_task=False),
    sdk.ErrorRule(
        raises=mw.Rejected, status=(200,), codes=("budget_exceeded",), message="gemini.budget", no_task=False
    ),
    sdk.ErrorRule(raises=mw.InvalidRequest, status=(400,), codes=VALUES, message="gemini.bad_value"),
)


def service_error(data: Any) -> sdk.ServiceError | None:
    """Return the word that tells most, and Google's own text; None where the body is neither envelope."""
    found = data[0] if isinstance(data, list) and data else data
    error = found.get("error") if isinstance(found, dict) else None
    if not isinstance(error, dict):
        return None
    free = any(str(quota).endswith("FreeTier") for quota in sdk.every(error, "details[].violations[].quotaId"))
    reason = "FreeTier" if free else sdk.text(error, "details[].reason")
    known = reason if reason in ("API_KEY_INVALID", "FreeTier") else ""
    return sdk.ServiceError(known or sdk.text(error, ("status", "code")) or reason, sdk.text(error, "message"))


def facts(answer: mw.Answer, page: str) -> Mapping[str, object]:
    """Return what sentences name, and how long Google asks to be left alone."""
    said = sdk.body_of(answer)
    told = DELAY.match(sdk.text(said, ("error.details[].retryDelay", "[0].error.details[].retryDelay")))
    return {"link": page} | ({"retry_after": min(float(told[1]), LONGEST_WAIT_S)} if told else {})

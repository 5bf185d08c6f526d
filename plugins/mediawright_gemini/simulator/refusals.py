"""Google's two envelopes, and what each key means (§8, §14.1)."""

from typing import Any

from mediawright.sdk import simulator as kit

#: key → status, word, text, details
KEYS: dict[str, tuple[int, str, str, list[Any]]] = {
    "bad": (
        400,
        "INVALID_ARGUMENT",
        "API key not valid. Please pass a valid API key.",
        [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}],
    ),
    "noright": (403, "PERMISSION_DENIED", "The caller does not have permission", []),
    "unbilled": (400, "FAILED_PRECONDITION", "Please enable billing on your project.", []),
    "abroad": (400, "FAILED_PRECONDITION", "User location is not supported for the API use.", []),
}
#: the same for calls that spend
SPENDING: dict[str, tuple[int, str, str, list[Any]]] = {
    "poor": (429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted.", []),
    "free": (
        429,
        "RESOURCE_EXHAUSTED",
        "You exceeded your current quota, limit: 0",
        [{"violations": [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]}],
    ),
}


def error(status: int, word: str, text: str, details: list[Any] | None = None) -> Any:
    """Return the envelope of the front end: a number and a word."""
    body: dict[str, Any] = {"code": status, "status": word, "message": text}
    return kit.refusal(status, {"error": body | ({"details": details} if details else {})})


def own(status: int, code: str, text: str) -> Any:
    """Return the envelope of interactions: a word alone."""
    return kit.refusal(status, {"error": {"code": code, "message": text}})


def key_of(call: kit.Call) -> str:
    return call.header("x-goog-api-key")


def refused(call: kit.Call, *, spends: bool = False) -> Any:
    """Return the refusal of a key, None for a good one. A key in the address is a leak (G-R28)."""
    key = key_of(call)
    if call.query("key"):
        return kit.refusal(418, {"error": {"code": 418, "message": "a key was sent in an address"}})
    if not key:
        return error(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers.")
    found = KEYS.get(key) or (SPENDING.get(key) if spends else None)
    return error(*found) if found else None

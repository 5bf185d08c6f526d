"""Whose key is whose: each belongs to one region, two of them to accounts in trouble (§16.1)."""

from typing import Any

from mediawright.sdk import simulator as kit

#: keys that only their own region takes; any other is good everywhere but at the token plan
BOUND = {"sk-cn": "cn-beijing", "sk-intl": "ap-southeast-1", "sk-us": "us-east-1", "sk-sp-x": "token-plan"}
NUMBER = "0f4d1f0a-8f1a-9b5e-8f6f-2c1d3e4f5a6b"


def error(status: int, code: str, message: str) -> Any:
    return kit.refusal(status, {"code": code, "message": message, "request_id": NUMBER})


def key_of(call: kit.Call) -> str:
    return call.header("authorization").removeprefix("Bearer ")


def region_of(call: kit.Call) -> str:
    return str(call.fields.get("region", "cn-beijing"))


def refused(call: kit.Call, *, spends: bool = False) -> Any:
    """Return the refusal of a key, None for a good one. Arrears are told before anything else is looked at (D-R27)."""
    key, region = key_of(call), region_of(call)
    wrong = BOUND.get(key, "" if region != "token-plan" else "elsewhere") not in ("", region)
    if not call.header("authorization").startswith("Bearer ") or key.startswith(("bad", "sk-bad")) or wrong:
        return error(401, "InvalidApiKey", "Invalid API-key provided.")
    if spends and key == "sk-poor":
        return error(400, "Arrearage", "Access denied, please make sure your account is in good standing.")
    if spends and key == "sk-closed":
        return error(403, "AccessDenied.Unpurchased", "Access to model denied. Please make sure you have purchased it.")
    return None

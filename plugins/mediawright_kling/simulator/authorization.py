"""Who is asking: the checks of the Authorization header in the contract's order (docs/contracts/kling.md §2.9)."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from mediawright_kling.simulator.errors import NO_PARTS, RefusedError


def check_bearer(header: str | None, keys: Mapping[str, str], api_keys: frozenset[str], now_s: float) -> str:
    """The account's access key (or "api-key"). Raises RefusedError 1001, 1002, 1000, 1003, 1004, in this order."""
    if not header or not header.strip():
        raise RefusedError(1001)
    scheme, _, token = header.partition(" ")
    if scheme == "Bearer" and token in api_keys:
        return "api-key"
    parts = token.split(".")
    if scheme != "Bearer":
        raise RefusedError(1002, "Authorization is invalid")
    if len(parts) != 3:
        raise RefusedError(1002, NO_PARTS if len(parts) == 1 else NO_PARTS.replace("0", str(len(parts))))  # K-C10
    claims = _claims(parts[1])
    secret = keys.get(str(claims.get("iss")))
    if secret is None:
        raise RefusedError(1002)
    if not hmac.compare_digest(_signature(parts, secret), parts[2]):
        raise RefusedError(1000)
    if float(claims.get("nbf", 0)) > now_s:
        raise RefusedError(1003)
    if float(claims.get("exp", 0)) <= now_s:
        raise RefusedError(1004)
    return str(claims["iss"])


def _claims(part: str) -> dict[str, Any]:
    try:
        found = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, binascii.Error) as error:
        raise RefusedError(1002, "Authorization is invalid") from error
    if not isinstance(found, dict):
        raise RefusedError(1002, "Authorization is invalid")
    return found


def _signature(parts: list[str], secret: str) -> str:
    digest = hmac.new(secret.encode(), f"{parts[0]}.{parts[1]}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

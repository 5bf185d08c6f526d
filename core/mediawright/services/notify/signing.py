"""Sign a webhook as the Standard Webhooks specification says (version 1.0.0, symmetric signatures).

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import binascii
import hashlib
import hmac
import secrets

PREFIX = "whsec_"
#: bytes of a secret: at least, at most, and of a new one
LEAST, MOST, NEW = 24, 64, 32


def key_of(secret: str) -> bytes | None:
    """The key in a secret as it is written down ("whsec_" and base64); None where it is no such secret."""
    try:
        key = base64.b64decode(secret.strip().removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if LEAST <= len(key) <= MOST else None


def new_secret() -> str:
    """A secret that only chance knows."""
    return PREFIX + base64.b64encode(secrets.token_bytes(NEW)).decode()


def headers(key: bytes, notice_id: str, at: int, body: bytes) -> dict[str, str]:
    """The three headers of one attempt, `at` seconds since 1970. The id is the same for all attempts."""
    signed = b".".join((notice_id.encode(), str(at).encode(), body))
    signature = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return {"webhook-id": notice_id, "webhook-timestamp": str(at), "webhook-signature": f"v1,{signature}"}

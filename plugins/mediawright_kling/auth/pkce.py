"""Proof key for code exchange (RFC 7636), as the bind flow uses it (docs/contracts/kling.md §2.7). Pure."""

import base64
import hashlib

RANDOM_BYTES = 48


def verifier_of(random: bytes) -> str:
    """48 random bytes as 64 base64url characters."""
    return _text(random)


def challenge_of(verifier: str) -> str:
    """SHA-256 of the verifier as 43 base64url characters."""
    return _text(hashlib.sha256(verifier.encode()).digest())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

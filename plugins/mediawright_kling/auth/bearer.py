"""What stands behind `Authorization: Bearer`: a token as given, a static API key, or a JWT made per request
(docs/contracts/kling.md §2.1-2.3)."""

from collections.abc import Mapping

from mediawright_kling.auth import credential_sources

LIFE_S = 1800
BACKDATED_S = 5
HEADER = {"alg": "HS256", "typ": "JWT"}


def bearer(values: Mapping[str, str], now: float) -> str:
    """The bearer for one request at `now` (Unix seconds). KLING_TOKEN goes out as it is, an API key too."""
    if values.get(credential_sources.TOKEN):
        return strip_scheme(values[credential_sources.TOKEN])
    if values.get(credential_sources.API_KEY):
        return values[credential_sources.API_KEY].strip()
    return sign(values[credential_sources.ACCESS_KEY], values[credential_sources.SECRET_KEY], int(now))


def sign(access_key: str, secret_key: str, now: int) -> str:
    """HS256 over exactly iss, exp = now + 1800, nbf = now - 5; compact, header keys alg, typ (RFC 7515 §3.1).

    By the standard library: the JWT library loads cryptography for one HMAC, a tenth of a whole job's start, and its warning
    about the length of the provider's keys is silenced for a whole process or not at all. A test compares the two.
    """
    import hmac
    from base64 import urlsafe_b64encode
    from json import dumps

    def part(data: bytes) -> bytes:
        return urlsafe_b64encode(data).rstrip(b"=")

    claims = {"iss": access_key, "exp": now + LIFE_S, "nbf": now - BACKDATED_S}
    texts = (dumps(item, separators=(",", ":")).encode() for item in (HEADER, claims))
    signed = b".".join(map(part, texts))
    return b".".join((signed, part(hmac.digest(secret_key.encode(), signed, "sha256")))).decode()


def strip_scheme(token: str) -> str:
    """A leading "Bearer " in any case removed."""
    text = token.strip()
    return text[7:].strip() if text[:7].lower() == "bearer " else text


def resignable(values: Mapping[str, str]) -> bool:
    """True where a fresh signature can be made; a token or an API key stays what it is."""
    return not values.get(credential_sources.TOKEN) and not values.get(credential_sources.API_KEY)


def masked(key: str) -> str:
    """An access key for people (§2.8): first 4 + *** + last 3, a short one first 2 + ***."""
    return f"{key[:4]}***{key[-3:]}" if len(key) > 8 else f"{key[:2]}***"


def account_of(values: Mapping[str, str]) -> str:
    """Who this credential is, for people and for telling two accounts apart. Never a full key."""
    if values.get(credential_sources.ACCESS_KEY) and resignable(values):
        return masked(values[credential_sources.ACCESS_KEY])
    return "KLING_TOKEN" if values.get(credential_sources.TOKEN) else masked(values.get(credential_sources.API_KEY, ""))

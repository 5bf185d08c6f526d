"""What stands behind `Authorization: Bearer`: a token as given, a static API key, or a JWT made per request
(docs/contracts/kling.md §2.1-2.3)."""

from collections.abc import Mapping

from mediawright_kling.auth import credential_sources

LIFE_S = 1800
BACKDATED_S = 5


def bearer(values: Mapping[str, str], now: float) -> str:
    """The bearer for one request at `now` (Unix seconds). KLING_TOKEN goes out as it is, an API key too."""
    if values.get(credential_sources.TOKEN):
        return strip_scheme(values[credential_sources.TOKEN])
    if values.get(credential_sources.API_KEY):
        return values[credential_sources.API_KEY].strip()
    return sign(values[credential_sources.ACCESS_KEY], values[credential_sources.SECRET_KEY], int(now))


def sign(access_key: str, secret_key: str, now: int) -> str:
    """HS256 over exactly iss, exp = now + 1800, nbf = now - 5; compact, header keys alg, typ."""
    import warnings

    import jwt

    claims = {"iss": access_key, "exp": now + LIFE_S, "nbf": now - BACKDATED_S}
    with warnings.catch_warnings():
        # the provider chose the key and its length
        warnings.simplefilter("ignore", jwt.InsecureKeyLengthWarning)
        return jwt.encode(claims, secret_key, algorithm="HS256")


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

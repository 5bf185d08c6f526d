"""What the bind service says, in any of the spellings its readers know (docs/contracts/kling.md §2.7). Pure."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from mediawright.plugin import Message, Rejected, SignInNeeded, Unreachable, dataclass
from mediawright_kling.auth import credential_sources
from mediawright_kling.envelope import Envelope

NAME = "kling"
SESSION_KEYS = ("session_id", "sessionId", "bind_session_id", "id")
DEVICE_KEYS = ("deviceCode", "device_code")
LINK_KEYS = (
    "verificationUriComplete",
    "verification_uri_complete",
    "verificationUri",
    "verification_uri",
    "authorize_url",
    "authorization_url",
    "qr_url",
)
STATUS_KEYS = ("status", "state", "bind_status", "phase")
ACCESS_KEYS = ("accessKey", "access_key", "access_key_id", "accessKeyId", "ak")
SECRET_KEYS = ("secretKey", "secret_key", "secret_access_key", "secretAccessKey", "sk")
ISSUED = frozenset({"ISSUED", "ALREADY_EXCHANGED"})
DEFAULT_LIFE_S = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """An open bind: what the person opens, and until when. `device_code` is a secret."""

    session_id: str
    device_code: str
    link: str
    life_s: float
    interval: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One answer of the exchange: `keys` when issued, `wait_s` when still pending."""

    status: str
    keys: Mapping[str, str] | None = None
    wait_s: float = 0.0
    life_s: float | None = None


def body_of(envelope: Envelope, whole: Any) -> Mapping[str, Any]:
    """The useful part: `data`, or the top level where there is none. Raises Rejected on a refusal, Unreachable on noise."""
    if envelope.code is None and not isinstance(whole, Mapping):
        raise Unreachable(Message("kling.answer.not_the_api", {"message": envelope.message}, NAME), provider=NAME)
    if envelope.code is not None and not envelope.ok:
        raise Rejected(
            Message("kling.bind.refused", {"message": envelope.message}, NAME),
            provider=NAME,
            provider_code=str(envelope.code),
            provider_message=envelope.message,
        )
    return envelope.data if isinstance(envelope.data, Mapping) else whole


def session_of(data: Mapping[str, Any], base: str) -> Session:
    """The answer of init-sessions. Raises Unreachable where a needed part is missing."""
    link = _needed(data, LINK_KEYS, "MISSING_AUTHORIZE_URL")
    return Session(
        session_id=_needed(data, SESSION_KEYS, "MISSING_SESSION_ID"),
        device_code=_needed(data, DEVICE_KEYS, "MISSING_DEVICE_CODE"),
        link=absolute(link, base),
        life_s=_number(data.get("expiresIn") or data.get("expires_in")) or DEFAULT_LIFE_S,
        interval=_number(data.get("interval")) or 2.0,
    )


def absolute(link: str, base: str) -> str:
    """Absolute as it is; "/…" on the bind origin; anything else relative to the bind base."""
    return link if link.startswith(("http://", "https://")) else urljoin(f"{base}/", link)


def exchange_of(data: Mapping[str, Any]) -> Exchange:
    """The answer of the exchange. Raises SignInNeeded on a refusal or an unknown word, Unreachable on missing keys."""
    status = (_first(data, STATUS_KEYS) or "").upper()
    if status in ISSUED:
        return Exchange(status=status, keys=_keys(data))
    if status != "PENDING":
        key = "kling.bind.denied" if status in {"DENIED", "REJECTED"} else "kling.bind.ended"
        raise SignInNeeded(Message(key, {"status": status}, NAME), provider=NAME, provider_code=status or "BIND_STATUS")
    wait = _number(data.get("pollAfterSeconds"))
    if wait is None or wait <= 0:
        raise SignInNeeded(Message("kling.bind.timeout", domain=NAME), provider=NAME, provider_code="BIND_TIMEOUT")
    return Exchange(status=status, wait_s=wait, life_s=_number(data.get("expiresIn")))


def _keys(data: Mapping[str, Any]) -> dict[str, str]:
    inner = data.get("credential")
    holder = inner if isinstance(inner, Mapping) else data
    found = {
        credential_sources.ACCESS_KEY: _needed(holder, ACCESS_KEYS, "MISSING_CREDENTIAL"),
        credential_sources.SECRET_KEY: _needed(holder, SECRET_KEYS, "MISSING_CREDENTIAL"),
        credential_sources.CREDENTIAL_ID: _first(holder, ("credentialId", "credential_id")) or "",
        credential_sources.ACCOUNT_ID: _first(holder, ("accountId", "account_id")) or "",
    }
    return {name: value for name, value in found.items() if value}


def _needed(data: Mapping[str, Any], keys: tuple[str, ...], code: str) -> str:
    found = _first(data, keys)
    if not found:
        raise Unreachable(Message("kling.bind.unreadable", domain=NAME), provider=NAME, provider_code=code)
    return found


def _first(data: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    return next((str(data[key]) for key in keys if data.get(key)), None)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None

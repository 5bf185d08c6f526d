"""What the token endpoint's answers mean (§2.4). Pure.

How the live service says "not yet" is unknown, so everything that is not plainly an end is waiting; an unknown code is
waited out for a minute.
"""

from dataclasses import field
from enum import Enum
from typing import Any

from mediawright.plugin import Answer, dataclass, is_token

OVER_STATUS = frozenset({403, 404, 410})
OVER_CODES = frozenset({"401", "10007", "10010", "10001", "10048"})
OVER_ERRORS = frozenset({"access_denied", "expired_token"})
WAITING_WORDS = frozenset({"INITIATED", "PENDING"})


class Outcome(Enum):
    """What to do next."""

    DONE = "done"
    WAIT = "wait"
    SLOWER = "slower"
    STRANGE = "strange"  # a code nobody documented: waiting, but not for ever
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One answer, read. `account` holds the credential fields of a success: secret."""

    outcome: Outcome
    account: dict[str, str] = field(default_factory=dict, repr=False)


def verdict(answer: Answer, asked: str) -> Verdict:
    """Read one answer; `asked` is the identity id that was polled, used where the answer names none."""
    body = _object(answer)
    error = body.get("error")
    if answer.status in OVER_STATUS or error in OVER_ERRORS:
        return Verdict(Outcome.OVER)
    if answer.status == 429 or error == "slow_down":
        return Verdict(Outcome.SLOWER)
    if answer.status != 200 or "code" not in body:
        return Verdict(Outcome.WAIT)
    data = body.get("data") if isinstance(body.get("data"), dict) else {}
    return _coded(str(body["code"]), data or {}, asked)


def _coded(code: str, data: dict[str, Any], asked: str) -> Verdict:
    if data.get("status") in WAITING_WORDS:
        return Verdict(Outcome.WAIT)
    if code == "200":
        account = account_of(data, asked)
        return Verdict(Outcome.DONE, account) if account else Verdict(Outcome.WAIT)
    return Verdict(Outcome.OVER if code in OVER_CODES else Outcome.STRANGE)


def account_of(data: dict[str, Any], asked: str) -> dict[str, str]:
    """The credential of a success under its newer and older field names; empty where no key is in it."""
    keys = data.get("api_keys")
    old_key = keys[0] if isinstance(keys, list) and keys else ""
    key = _text(data.get("api_key")) or _text(old_key)
    if not is_token(key):
        return {}
    kept = {name: _text(data.get(name)) for name in ("email", "name", "team_id", "role", "charge_type")}
    kept["uid"] = _text(data.get("member_id")) or _text(data.get("uid"))
    kept |= {"api_key": key, "identity_id": _text(data.get("identity_id")) or asked}
    return {name: value for name, value in kept.items() if value}


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _object(answer: Answer) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def masked(key: str) -> str:
    """A key as it may be shown."""
    return "***" if len(key) <= 8 else f"{key[:4]}...{key[-4:]}"

"""Signing in, and what is left at a provider."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeGuard

from mediawright.types.dataclass import dataclass
from mediawright.types.message import Message
from mediawright.types.money import Amount


def is_token(value: object) -> TypeGuard[str]:
    """Whether a value of an answer can be a key or a bearer token: visible ASCII, no blank (RFC 6750 §2.1, RFC 9110 §5.5).

    Anything else cannot travel in a header; kept, it would stop every later call.
    """
    return isinstance(value, str) and value.isascii() and value.isprintable() and bool(value) and " " not in value


class AuthVerb(StrEnum):
    STATUS = "status"
    LOGIN = "login"  # shows a link and waits; resumes a pending login unless forced
    LOGOUT = "logout"
    SWITCH = "switch"
    IMPORT = "import"  # keys given by the person, in `values`
    RENEW = "renew"  # a login that expired in mid-wait; without a person where that is possible


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthAction:
    """What to do. `values` holds credential fields for IMPORT; they are secrets and are never echoed."""

    verb: AuthVerb
    force: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    lang: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthStatus:
    """Who is signed in. `account` is a name or masked id for people, `source` where the credential comes from."""

    signed_in: bool
    account: str | None = None
    source: str | None = None
    expires_at: datetime | None = None
    note: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthLink:
    """RFC 8628's device authorization response, for a person who sees only a chat. Seconds."""

    verification_uri: str
    verification_uri_complete: str | None = None
    user_code: str | None = None
    interval: float = 5.0
    expires_in: float = 600.0
    message: Message | None = None

    @property
    def link(self) -> str:
        return self.verification_uri_complete or self.verification_uri


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthWaiting:
    """Not yet. The core sleeps `wait_s` seconds and takes the next event; the plugin never sleeps."""

    wait_s: float
    message: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthDone:
    """The action is finished; `status` is the state now."""

    status: AuthStatus
    message: Message | None = None


AuthEvent = AuthLink | AuthWaiting | AuthDone


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A span of time and a filter for `quota` and `history`."""

    days: int | None = None
    start: datetime | None = None
    end: datetime | None = None
    pack: str | None = None
    kind: str | None = None
    page: int = 1
    per_page: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """One pot: a credit balance or a resource pack. `spendable` False: shown, not counted.

    `pays_for` ("video", "image") narrows what it can pay; None: everything in its unit.
    """

    left: Amount
    total: Amount | None = None
    used: Amount | None = None
    name: str | None = None
    pays_for: str | None = None
    status: str | None = None
    expires_at: datetime | None = None
    spendable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What is left and what was used. `raw` is the provider's own answer, for `--json`."""

    balances: tuple[Balance, ...] = ()
    raw: Any = None
    note: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryItem:
    """One piece of past work at the provider. `task` lets it be adopted as a job."""

    id: str
    kind: str
    state: str
    created_at: datetime | None = None
    url: str | None = None
    error: str | None = None
    prompt: str | None = None
    model: str | None = None
    task: Any = None

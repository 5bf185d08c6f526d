"""The simulated service's memory: accounts, sign-ins, tasks, uploads, and a record of everything that was asked."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import Any, Protocol

from mediawright.plugin import dataclass
from mediawright.sdk.simulator import SimulatedClock
from mediawright_chatart.simulator.options import Options


class Now(Protocol):
    """Whatever tells the time (a test's own clock too)."""

    def now(self) -> datetime: ...


@dataclass(slots=True)
class Account:
    """Somebody's account, reachable with a key and the identity id of a bound device."""

    key: str
    identity_id: str
    member_id: str
    name: str
    balance: int
    bound: bool = True


@dataclass(slots=True)
class Login:
    """A sign-in under way: INITIATED until the person answers."""

    identity_id: str
    created: datetime
    state: str = "INITIATED"
    account: Account | None = None


@dataclass(slots=True)
class Work:
    """A task. `kind` is "video" or "image"; `polls` counts the polls it has answered."""

    id: int | str
    kind: str
    account: str
    body: Mapping[str, Any]
    price: int
    created: datetime
    size: tuple[int, int] = (320, 180)
    seconds: int = 1
    polls: int = 0
    ended: int | None = None
    failure: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Upload:
    """Bytes that were put into the store, with the type they came with."""

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Policy:
    """A permission to upload, as it was handed out."""

    key_id: str
    secret: str
    token: str
    expires: datetime


class ServiceState:
    """All state of one simulator. Not shared between processes."""

    def __init__(self, options: Options, clock: Now | None = None) -> None:
        self.options = options
        self.clock: Any = clock or SimulatedClock(scale=options.time_scale, manual=options.clock == "manual")
        self.log: list[dict[str, Any]] = []
        self.reset()

    def reset(self) -> None:
        """Everything as at the beginning, but for the record of requests."""
        given = self.options
        first = Account(given.api_key, given.identity_id, "8841207", "Lin", given.balance)
        self.accounts: dict[str, Account] = {given.identity_id: first}
        self.logins: dict[str, Login] = {}
        self.tasks: dict[str, Work] = {}
        self.uploads: dict[str, Upload] = {}
        self.policies: dict[str, Policy] = {}
        self.next_id = 5120347
        self.id_style = "int"

    @property
    def now(self) -> datetime:
        now: datetime = self.clock.now()
        return now

    def account_of(self, authorization: str, identity_id: str) -> Account | None:
        """Both headers must belong together."""
        account = self.accounts.get(identity_id)
        fits = account is not None and account.bound and authorization == f"Bearer {account.key}"
        return account if fits else None

    def new_account(self, identity_id: str) -> Account:
        number = len(self.accounts) + 1
        key = f"sim-key-{number}-not-a-real-secret"
        self.accounts[identity_id] = Account(key, identity_id, f"88412{number:02d}", "Lin", self.options.balance)
        return self.accounts[identity_id]

    def new_task_id(self) -> int | str:
        number, self.next_id = self.next_id, self.next_id + 1
        if self.id_style == "text":
            return str(number)
        return number + 2**60 if self.id_style == "huge" else number

    def new_policy(self, *, expired: bool = False) -> Policy:
        """A new triple for every call, good for an hour."""
        number = len(self.policies) + 1
        life = timedelta(hours=-1 if expired else 1)
        made = Policy(f"STS.SIM{number}", f"sim-secret-{number}", f"sim-token-{number}", self.now + life)
        self.policies[made.key_id] = made
        return made

    def unfinished(self, account: Account) -> bool:
        return any(work.account == account.identity_id and work.ended is None for work in self.tasks.values())

    def accepted(self) -> dict[str, int]:
        """How often equal bodies were accepted: a number above one is a charge too many, unless it was wanted."""
        return dict(Counter(json.dumps(work.body, sort_keys=True) for work in self.tasks.values()))

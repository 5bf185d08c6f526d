"""Who is told of ended jobs: the tables `notify.NAME` of config.toml, checked when they are used."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from mediawright.http.address_policy import is_loopback
from mediawright.ledger.outbox import Wanted
from mediawright.types.message import Message
from mediawright.types.notices import Ending

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
#: what is told where nothing is chosen: a job that its own user cancelled is no news
USUAL = (Ending.DONE, Ending.FAILED, Ending.NEEDS_PERSON)
#: seconds that a program may take, and the most that can be granted
LIMIT_S, MOST_S = 30.0, 300.0
#: the OpenClaw command line in place of an address
BY_COMMAND = "cli"


class Kind(StrEnum):
    """How a target is told."""

    COMMAND = "command"
    WEBHOOK = "webhook"
    DESKTOP = "desktop"
    OPENCLAW = "openclaw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One target. `argv` of a command; `url` of a webhook, of OpenClaw's hooks, or "cli" for OpenClaw's own command.

    `on`, `providers`, `threads` choose the ends (no providers or threads: all). `agent` and `session` are OpenClaw's.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    kind: Kind
    on: tuple[Ending, ...] = USUAL
    providers: tuple[str, ...] = ()
    threads: tuple[str, ...] = ()
    argv: tuple[str, ...] = ()
    url: str = ""
    limit_s: Annotated[float, "seconds"] = LIMIT_S
    with_prompt: bool = False
    with_paths: bool = False
    plain_http: bool = False
    agent: str = ""
    session: str = ""

    @property
    def wanted(self) -> Wanted:
        return Wanted(endings=frozenset(self.on), providers=self.providers)

    @property
    def has_secret(self) -> bool:
        """Is it told with a secret that both sides know?"""
        return self.kind is Kind.WEBHOOK or (self.kind is Kind.OPENCLAW and self.url != BY_COMMAND)

    @property
    def shown(self) -> str:
        """Where it is, without what may be a secret: of an address the host, of a command the program."""
        if self.kind is Kind.COMMAND:
            return re.split(r"[\\/]", self.argv[0])[-1] if self.argv else ""
        if self.kind is Kind.OPENCLAW and self.url == BY_COMMAND:
            return "openclaw"
        return urlsplit(self.url).netloc.rpartition("@")[2]

    def to_table(self) -> dict[str, Any]:
        """The table of the file: what differs from the usual."""
        table: dict[str, Any] = {"kind": self.kind.value, "on": [ending.value for ending in self.on]}
        given = (("providers", self.providers), ("threads", self.threads), ("argv", self.argv))
        table |= {name: list(value) for name, value in given if value}
        table |= {name: value for name in ("url", "agent", "session") if (value := getattr(self, name))}
        table |= {name: True for name in ("with_prompt", "with_paths", "plain_http") if getattr(self, name)}
        return table if self.limit_s == LIMIT_S else {**table, "limit_s": self.limit_s}


@dataclass(frozen=True, slots=True)
class Targets:
    """The targets that can be used, and of the others what is wrong with them."""

    usable: Mapping[str, Target] = field(default_factory=dict)
    faults: Mapping[str, Message] = field(default_factory=dict)

    @property
    def wanted(self) -> dict[str, Wanted]:
        """What the outbox needs to know."""
        return {name: target.wanted for name, target in self.usable.items()}


def read_targets(tables: Mapping[str, Mapping[str, Any]]) -> Targets:
    """The targets of a config. Never raises: one that is wrong harms no other."""
    usable: dict[str, Target] = {}
    faults: dict[str, Message] = {}
    for name, table in tables.items():
        target = _read(table)
        fault = (
            Message("config.notify.fault.table", {"name": name})
            if target is None or not NAME.fullmatch(name)
            else wrong(target)
        )
        if fault is None and target is not None:
            usable[name] = target
        elif fault is not None:
            faults[name] = fault
    return Targets(usable, faults)


def _read(table: Mapping[str, Any]) -> Target | None:
    import pydantic

    try:
        return pydantic.TypeAdapter(Target).validate_python(dict(table))
    except pydantic.ValidationError:
        return None


def wrong(target: Target) -> Message | None:
    """What makes a target useless, in a sentence; None where nothing does."""
    if not target.on:
        return Message("config.notify.fault.on", {"allowed": tuple(ending.value for ending in Ending)})
    if not 0 < target.limit_s <= MOST_S:
        return Message("config.notify.fault.limit", {"most": int(MOST_S)})
    if target.kind is Kind.COMMAND:
        return None if target.argv and target.argv[0] else Message("config.notify.fault.argv")
    if target.kind is Kind.DESKTOP or (target.kind is Kind.OPENCLAW and target.url == BY_COMMAND):
        return None
    return _wrong_address(target.url, plain=target.plain_http)


def _wrong_address(url: str, *, plain: bool) -> Message | None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return Message("config.notify.fault.url")
    if not host or parts.scheme not in ("http", "https") or "@" in parts.netloc or not url.isascii():
        return Message("config.notify.fault.url")
    if parts.scheme == "http" and not (plain or is_loopback(host)):
        return Message("config.notify.fault.plain_http", {"host": host})
    return None


def endings_of(words: Iterable[str]) -> tuple[Ending, ...]:
    """The endings of these words, each once. Raises ValueError naming one that is none."""
    return tuple(dict.fromkeys(Ending(word) for word in words))

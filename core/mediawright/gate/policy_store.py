"""`policy.toml` in the config folder: checked when read, written whole or not at all.

A file that cannot be read allows nothing in advance; where it may have held budgets, nothing that costs goes out at all.
"""

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediawright.files.atomic import write_private
from mediawright.files.lock import locked
from mediawright.files.text import decode_text
from mediawright.gate.policy import Budget, Per, Policy, Rule
from mediawright.gate.zones import zone_of
from mediawright.types.errors import LocalFault
from mediawright.types.message import Message
from mediawright.types.money import Amount, Level

if TYPE_CHECKING:
    from pydantic import BaseModel

NAME = "policy.toml"
VERSION = 1
HEAD = (
    "# What may be spent without asking, and the limits that hold in any case. Change it with `mediawright policy`.\n"
)


def read(folder: Path) -> Policy:
    """The policy of a config folder. A broken file gives a policy without rules and a notice."""
    try:
        text = decode_text((folder / NAME).read_bytes())
    except FileNotFoundError:
        return Policy()
    except (OSError, UnicodeDecodeError):
        return _broken("")
    try:
        return parse(text)
    except ValueError:
        return _broken(text)


def edit(
    folder: Path,
    change: Callable[[Policy], Policy],
    *,
    level: Level = Level.AMOUNT,
    required: Level = Level.AMOUNT,
) -> Policy:
    """Read, change, write back; one process at a time. `folder` must exist.

    `level` is that of the user's approval of the change, `required` what `config require` asks for. Raises LocalFault for a
    broken file, ConfirmationNeeded where the change allows more and its approval is too weak.
    """
    from mediawright.gate.loosening import check_policy

    with locked(folder / f".{NAME}.lock"):
        before = read(folder)
        if before.notice is not None:
            raise LocalFault(before.notice, data={"file": str(folder / NAME)})
        after = change(before)
        check_policy(before, after, level, required)
        write_private(folder / NAME, compose(after).encode())
    return after


def _broken(text: str) -> Policy:
    # unreadable altogether counts as "may have held budgets"
    locked_out = not text or "budget" in text.casefold()
    key = "gate.policy_broken_budgets" if locked_out else "gate.policy_broken"
    return Policy(notice=Message(key), locked=locked_out)


def parse(text: str) -> Policy:
    """The policy in a TOML text. Raises ValueError for anything that is not exactly one."""
    import tomllib

    data = tomllib.loads(text)
    file: Any = _shape().model_validate(data)
    rules = tuple(
        Rule(id=r.id, at_most=Amount(r.at_most, r.unit), until=r.until, providers=tuple(r.providers))
        for r in file.allow
    )
    budgets = tuple(
        Budget(
            id=b.id,
            per=Per(b.per),
            limit=Amount(b.limit, b.unit),
            since=b.since,
            providers=tuple(b.providers),
            unknown=b.unknown_prices,
            zone=_zone(b.zone),
        )
        for b in file.budget
    )
    policy = Policy(rules=rules, budgets=budgets, second_person=file.second_person, tokens=file.tokens)
    if len({item.id for item in policy.list()}) != len(policy.list()):
        raise ValueError("two entries with one id")
    return policy


def _zone(name: str) -> str:
    """A zone that is one. Raises ValueError."""
    if name:
        zone_of(name)
    return name


def settled(folder: Path, zone: str) -> Policy:
    """The policy, with `zone` written beside every limit of an older version: from then on its day stays where it is.

    A folder that cannot be written gives the same policy; it is settled the next time.
    """
    found = read(folder)
    if found.notice is not None or all(budget.zone for budget in found.budgets):
        return found
    try:
        return edit(folder, lambda policy: policy.in_zone(zone))
    except LocalFault:
        return found.in_zone(zone)


def _shape() -> "type[BaseModel]":
    from typing import Annotated, Literal

    from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

    name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
    money = Annotated[Decimal, Field(gt=0, allow_inf_nan=False, max_digits=30)]

    class Entry(BaseModel):
        model_config = ConfigDict(extra="forbid")
        id: name
        unit: name
        providers: list[name] = []

    class Allow(Entry):
        at_most: money
        until: AwareDatetime

    class Limit(Entry):
        limit: money
        per: Literal["job", "day", "total"]
        since: AwareDatetime
        unknown_prices: bool = False
        zone: str = ""

    class File(BaseModel):
        model_config = ConfigDict(extra="forbid")
        version: Literal[1]
        allow: list[Allow] = []
        budget: list[Limit] = []
        second_person: bool = False
        tokens: bool = False

    return File


def compose(policy: Policy) -> str:
    """The TOML text of a policy; `parse` gives the same policy back."""
    marks = {"second_person": policy.second_person, "tokens": policy.tokens}
    parts = [HEAD, f"version = {VERSION}\n" + "".join(f"{name} = true\n" for name, on in marks.items() if on)]
    for rule in policy.rules:
        fields = {"id": rule.id, "at_most": rule.at_most.value, "unit": rule.at_most.unit}
        parts.append(_table("allow", fields | {"providers": rule.providers, "until": rule.until}))
    for budget in policy.budgets:
        fields = {"id": budget.id, "limit": budget.limit.value, "unit": budget.limit.unit, "per": budget.per.value}
        more = {"providers": budget.providers, "since": budget.since, "unknown_prices": budget.unknown}
        parts.append(_table("budget", fields | more | ({"zone": budget.zone} if budget.zone else {})))
    return "\n".join(parts)


def _table(name: str, fields: dict[str, Any]) -> str:
    return f"[[{name}]]\n" + "".join(f"{key} = {_value(value)}\n" for key, value in fields.items())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        # a TOML float is binary; the text is exact
        return json.dumps(f"{value:f}")
    return json.dumps(list(value) if isinstance(value, tuple) else value)

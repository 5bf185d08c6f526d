"""Trouble that is switched on: `POST /__sim/faults` with one fault or a list of them, the same for every simulator.

{"on": "POST /tasks*", "kind": "status", "status": 503, "json": {...}, "headers": {...}, "when": "before", "times": 1}
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import field
from fnmatch import fnmatchcase
from typing import Any

from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

#: what a client gets to see instead of the true answer
ANSWERS = frozenset({"status", "drop", "cut", "page", "garbage", "empty", "body", "delay"})
#: what becomes of the task that a create makes; read by the service itself
TASKS = frozenset({"task"})
WHEN = frozenset({"before", "after"})


@dataclass(slots=True, kw_only=True)
class Fault:
    """One fault. `on` is "METHOD path" with * wildcards; `times` how often it strikes, -1 for ever.

    * `kind` "status": the answer has `status` and the body `json`. "body": the true status with the body `json`. "drop":
      the connection ends before anything of an answer can be read. "cut": the true answer ends in its middle. "page": a
      gateway's HTML page with `status`. "garbage": a body that is no JSON. "empty": no body. "delay": `seconds` pass
      first. "task": what becomes of the task, in `json`.
    * `when` "before": the service never gets the call; "after": it did its work, and took its money.
    """

    on: str = "* *"
    kind: str = "status"
    when: str = "before"
    times: int = 1
    status: int = 500
    json: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    struck: int = 0

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Fault":
        """Read one from JSON. Raises ValueError for an unknown kind, moment or key."""
        known = set(cls.__dataclass_fields__) - {"struck"}
        if unknown := sorted(set(data) - known):
            raise ValueError(f"unknown key: {', '.join(unknown)}; known: {', '.join(sorted(known))}")
        fault = cls(**data)
        if fault.kind not in ANSWERS | TASKS:
            raise ValueError(f"unknown kind {fault.kind!r}; known: {', '.join(sorted(ANSWERS | TASKS))}")
        if fault.when not in WHEN:
            raise ValueError(f"unknown moment {fault.when!r}; known: after, before")
        return fault

    def fits(self, call: str) -> bool:
        return (self.times < 0 or self.struck < self.times) and fnmatchcase(call, self.on)

    def shown(self) -> dict[str, Any]:
        return {"on": self.on, "kind": self.kind, "when": self.when, "times": self.times, "struck": self.struck}


class FaultTable:
    """The faults in force; the first that fits strikes."""

    def __init__(self) -> None:
        self.all: list[Fault] = []

    def add(self, **fault: Any) -> Fault:
        made = Fault.of(fault)
        self.all.append(made)
        return made

    def take(self, call: str, when: str, kinds: frozenset[str] = ANSWERS) -> Fault | None:
        """Return the fault that strikes this call now, counted; `call` is "METHOD path"."""
        for fault in self.all:
            if fault.kind in kinds and fault.when == when and fault.fits(call):
                fault.struck += 1
                return fault
        return None

    def task(self, call: str) -> Mapping[str, Any]:
        """Return what is to become of the task that this create makes; empty for nothing special."""
        found = self.take(call, "before", TASKS)
        return found.json or {} if found is not None else {}


def named(
    names: str, made: Mapping[str, Callable[[str], list[dict[str, Any]]]], flags: Collection[str]
) -> tuple[list[dict[str, Any]], dict[str, float]]:
    """Read an option like "lost_answer,list_delay:20": faults by their names in the contract, each with a number or not.

    Returns the faults that `made` gives for a number as text ("" where there is none), and the named `flags` with their
    numbers (1 where there is none). Raises InvalidRequest for a name that is in neither, or a number that is none.
    """
    found: list[dict[str, Any]] = []
    switched: dict[str, float] = {}
    for item in filter(None, (part.strip() for part in names.split(","))):
        name, _, number = item.partition(":")
        try:
            if name in flags:
                switched[name] = float(number or 1)
            else:
                found += made[name](number)
        except (KeyError, ValueError) as error:
            values = {"option": "fault", "value": item[:40]}
            known = (*made, *sorted(flags))
            raise InvalidRequest(Problem("option", Message("simulate.option.value", values), allowed=known)) from error
    return found, switched

"""Switchable trouble: `POST /__sim/faults` (docs/reference/providers/kling.md#faults)."""

from collections.abc import Mapping
from dataclasses import field
from fnmatch import fnmatchcase
from typing import Any

from mediawright.plugin import dataclass
from mediawright_kling.simulator.named_faults import NAMED

#: before the request is looked at
BEFORE = frozenset({"timeout_before", "drop_before", "code", "malformed_before", "html_before"})
#: after it was accepted and, where it costs, booked
AFTER = frozenset({"timeout_after", "drop_after", "malformed", "html", "empty", "truncated", "code_after"})
#: what becomes of the task that a create makes, or of a poll of it
TASK = frozenset({"moderation", "fail", "unknown_status", "no_files", "no_task_id", "watermark_absent"})
#: what a list of tasks leaves out or tells wrongly
LISTS = frozenset({"task_vanishes", "legacy_in_tasks_off", "page_cursor_lost", "result_expired"})
BILLS = frozenset({"cash_billing", "billing_missing", "billing_two_entries"})
#: what the questions before a side task are answered
QUESTIONS = frozenset({"no_face", "three_faces", "face_too_short", "init_refused"})
CALLBACK = frozenset(
    {"callback_unsigned", "callback_wrong", "callback_old", "callback_two_signatures"}
    | {"callback_twice", "callback_reordered"}
)
CALLS = TASK | LISTS | BILLS | QUESTIONS
KINDS = BEFORE | AFTER | CALLS | CALLBACK


@dataclass(slots=True)
class Fault:
    """One fault: `on` is "METHOD path" with * wildcards, several with | between; `times` how often it strikes (-1: always).
    `keeps_data`: a code that comes after the call took effect still carries the answer's data, the task's id with it."""

    on: str
    kind: str
    times: int = 1
    code: int = 5000
    status: int | None = None
    message: str | None = None
    retry_after: float | None = None
    keeps_data: bool = False
    struck: int = field(default=0)

    @classmethod
    def all_of(cls, data: Mapping[str, Any]) -> "list[Fault]":
        """The faults behind a name of the contract, or the one of a kind; what is said beside the name stands. Raises
        ValueError."""
        rows = NAMED.get(str(data.get("kind", "")), ({},))
        return [cls.of({**data, **row, **{k: v for k, v in data.items() if k != "kind"}}) for row in rows]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Fault":
        """From JSON. Raises ValueError for an unknown kind or key."""
        kind = str(data.get("kind", ""))
        if kind not in KINDS:
            raise ValueError(f"unknown fault {kind!r}; known: {', '.join(sorted(KINDS | set(NAMED)))}")
        known = {"on", "kind", "times", "code", "status", "message", "retry_after", "keeps_data"}
        if set(data) - known:
            raise ValueError(f"unknown key: {', '.join(sorted(set(data) - known))}")
        return cls(**{"on": "* *", **data})

    def strikes(self, call: str) -> bool:
        return (self.times < 0 or self.struck < self.times) and any(fnmatchcase(call, on) for on in self.on.split("|"))


class Faults:
    """The list in force. The first that fits strikes."""

    def __init__(self) -> None:
        self.all: list[Fault] = []

    def take(self, call: str, kinds: frozenset[str]) -> Fault | None:
        """The fault that strikes this call now, counted."""
        found = next((fault for fault in self.all if fault.kind in kinds and fault.strikes(call)), None)
        if found:
            found.struck += 1
        return found

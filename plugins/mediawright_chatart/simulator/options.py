"""How a simulator is set up: text options from the command line as values."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from mediawright.plugin import dataclass

PENDING_MODES = ("http202", "longpoll", "code", "rfc8628")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Everything that can be chosen (docs/contracts/chatart.md §20). Seconds, credits.

    `polls` looks and `work_s` seconds pass before a task is finished; `time_scale` makes the simulated clock run faster;
    `clock` "manual" makes it stand still until it is moved by the control face. `faults` are names, comma separated.
    """

    strict: bool = True
    pending_mode: str = "http202"
    other_identity: bool = False
    link_only_plain: bool = False
    expires_in: int = 600
    interval: int = 2
    code_as_text: bool = False
    old_login_names: bool = False
    hold_s: float = 25.0
    api_key: str = "sim-key-not-a-real-secret"
    identity_id: str = "sim-identity"
    balance: int = 960
    low_credit_code: int = 10058
    refuse_by_status: bool = False
    polls: int = 1
    work_s: float = 0.0
    single_flight: bool = False
    legacy_body_ids: bool = False
    region: str = "oss-us-west-1"
    bucket: str = "files-chat-ai-figcube-com"
    time_scale: float = 1.0
    clock: str = "real"
    faults: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Options":
        """From text. Raises ValueError naming an unknown option or a value that cannot be."""
        known = {field.name: field.type for field in fields(cls)}
        unknown = sorted(set(given) - set(known))
        if unknown:
            raise ValueError(f"unknown option {unknown[0]}; known: {', '.join(sorted(known))}")
        made = cls(**{name: _read(name, known[name], text) for name, text in given.items()})
        if made.pending_mode not in PENDING_MODES:
            raise ValueError(f"pending_mode is one of {', '.join(PENDING_MODES)}")
        return made


def _read(name: str, kind: Any, text: str) -> Any:
    if kind in (bool, "bool"):
        if text.lower() not in ("true", "false", "on", "off", "1", "0"):
            raise ValueError(f"{name} is on or off")
        return text.lower() in ("true", "on", "1")
    if kind in (int, "int"):
        return int(text)
    return float(text) if kind in (float, "float") else text

"""How a simulator is set up: text options from the command line as values."""

from typing import Literal

from mediawright.plugin import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Everything that can be chosen (docs/contracts/chatart.md §20). Seconds, credits.

    `polls` looks and `work_s` seconds pass before a task is finished; `time_scale` makes the simulated clock run faster;
    `clock` "manual" makes it stand still until it is moved by the control API. `faults` are names, comma separated.
    """

    strict: bool = True
    pending_mode: Literal["http202", "longpoll", "code", "rfc8628"] = "http202"
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
    clock: Literal["real", "manual"] = "real"
    faults: str = ""

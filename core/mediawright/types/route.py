"""What the router answers: where a message goes, what was read in it, or the question to ask first."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from mediawright.types.dataclass import dataclass
from mediawright.types.message import Lang, Message

#: every intent the router knows and the command that carries it
COMMAND_OF: Mapping[str, str] = {
    "text_to_video": "video",
    "image_to_video": "video",
    "reference_to_video": "video",
    "edit_video": "video",
    "extend_video": "video",
    "lip_sync": "video",
    "animate_image": "video",
    "replace_character": "video",
    "talking_photo": "video",
    "motion_control": "video",
    "video_effect": "video",
    "video_to_audio": "video",
    "upscale_video": "video",
    "text_to_image": "image",
    "edit_image": "image",
    "image_series": "image",
    "try_on": "image",
    "outpaint": "image",
    "upscale_image": "image",
    "remove_background": "image",
    "text_to_speech": "audio",
    "text_to_music": "audio",
    "sound_effects": "audio",
    "transcribe": "audio",
    "clone_voice": "audio",
    "create_element": "element",
    "list_elements": "element",
    "list_preset_elements": "element",
    "delete_element": "element",
    "quota": "account",
    "history": "account",
    "login": "auth",
    "logout": "auth",
    "login_status": "auth",
    "switch_account": "auth",
    "chat_edit": "edit",
    "timeline": "edit",
    "upload": "edit",
    "export": "edit",
    "job_status": "jobs",
    "out_of_scope": "none",
}

#: intents that may cost money: never taken on a guess
BILLABLE = frozenset(
    name
    for name, command in COMMAND_OF.items()
    if command in ("video", "image", "audio") or name in ("create_element", "chat_edit")
)


@dataclass(frozen=True, slots=True)
class Word:
    """Something in the message that decided: `start`, `end` are character positions in the message as it was given."""

    text: str
    start: int
    end: int
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One ready-made answer to a question. Taking it means: this operation, with these params over the route's own."""

    key: str
    label: Message
    command: str | None = None
    operation: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Why nothing is done yet. `reason` is one of output_type, missing_input, operation, subject_or_image, model_version."""

    reason: str
    question: Message
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerUp:
    """The second best reading, and how much weight it had (0 to 1)."""

    command: str
    operation: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A request that nobody here can do: an honest sentence, and what can be done instead."""

    key: str
    message: Message
    instead: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where a message goes. With `ask` set, nothing may be started; `operation` may then be None.

    `provider` is the one the person named or implied, None when any will do. `attachments` counts inputs by kind, those
    linked in the text included; `sources` are these links and paths in order, as written. `confidence` is 0 to 1.
    """

    lang: Lang
    command: str | None
    operation: str | None
    provider: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    prompt: str = ""
    confidence: float = 0.0
    words: tuple[Word, ...] = ()
    rule: str = ""
    runner_up: RunnerUp | None = None
    ask: Ask | None = None
    gap: Gap | None = None
    attachments: Mapping[str, int] = field(default_factory=dict)
    sources: tuple[str, ...] = ()

    @property
    def billable(self) -> bool:
        """True when following this route without another question could cost money."""
        return self.ask is None and self.operation in BILLABLE

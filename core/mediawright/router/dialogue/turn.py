"""What one turn of a conversation comes to."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal

from mediawright.types.dataclass import dataclass
from mediawright.types.message import Lang
from mediawright.types.route import COMMAND_OF, Route

Act = Literal[
    "new",
    "revise",
    "confirm",
    "decline",
    "choose",
    "again",
    "use_result",
    "status",
    "deliver",
    "cancel",
    "price",
    "signed_in",
    "service",
    "policy",
    "chat",
    "out_of_scope",
    "ask",
]
Index = int | str | tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A second step on the first one's result."""

    operation: str
    params: Mapping[str, Any] = field(default_factory=dict)
    prompt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The act of one message with what it sets. `prompt` None: unchanged; `operation` None: the one the request has.

    `choice` and `result` are numbers from 1, several of them, "any" or "all". `route` is the single-message route where
    the act rests on one.
    """

    act: Act
    operation: str | None = None
    provider: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    drop: tuple[str, ...] = ()
    prompt: str | None = None
    choice: Index | None = None
    result: Index | None = None
    topic: str | None = None
    ask: str | None = None
    lang: Lang = "en"
    then: tuple[Step, ...] = ()
    files: tuple[str, ...] = ()
    command: str | None = None
    rule: str = ""
    route: Route | None = None


def record(turn: Turn) -> dict[str, Any]:
    """A turn as one flat JSON object."""
    return {
        "act": turn.act,
        "command": turn.command or command_of(turn.operation),
        "operation": _named(turn.operation),
        "provider": turn.provider,
        "params": dict(turn.params),
        "drop": list(turn.drop),
        "prompt": turn.prompt,
        "choice": _plain(turn.choice),
        "result": _plain(turn.result),
        "topic": turn.topic,
        "ask": turn.ask,
        "lang": turn.lang,
        "then": [
            {
                "act": "use_result",
                "command": command_of(step.operation),
                "operation": _named(step.operation),
                "params": dict(step.params),
                "prompt": step.prompt,
            }
            for step in turn.then
        ],
        "files": list(turn.files),
    }


def command_of(operation: str | None) -> str | None:
    """The command that carries an operation."""
    return "image" if operation == "upscale" else COMMAND_OF.get(operation or "")


def _named(operation: str | None) -> str | None:
    """An operation in the vocabulary of turns, where a larger picture and a larger clip are one: `tests/data/dialogues`."""
    return "upscale" if operation in ("upscale_image", "upscale_video") else operation


def _plain(index: Index | None) -> int | str | list[int] | None:
    return list(index) if isinstance(index, tuple) else index

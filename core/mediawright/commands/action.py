"""What may be done next, as one value: a command with its values, which every front end renders in its own form."""

import json
import shlex
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from mediawright.commands.arguments import flag_of, positional
from mediawright.types.dataclass import dataclass

if TYPE_CHECKING:
    from mediawright.types.message import Lang
    from mediawright.types.request import Request

PROGRAM = "mediawright"
#: a text, a switch or mark, or a repeated text
Value = str | bool | tuple[str, ...]


class RequestSource(Protocol):
    """What `to_request` asks of a studio."""

    def read(self, command: str, values: Mapping[str, Any]) -> "Request":
        """The request that a generating command's values spell. Raises InvalidRequest."""

    def provider_with(self, hook: str, named: str | None, *, lang: "Lang" = ...) -> str:
        """The provider to ask for something only some offer. Raises NotFound, NotAvailable."""


@dataclass(frozen=True, slots=True)
class Action:
    """A command with the values that were given to it, by the names of its flags and arguments.

    Nothing prints an action to read it again: the command line runs its values, a tool call and a request are made from
    them. `json` among the values says that the answer is for a program; it belongs to no tool call and no request.
    """

    command: tuple[str, ...]
    values: Mapping[str, Value]

    @classmethod
    def of(cls, *command: str, **values: Any) -> "Action":
        """The action without the values that are not given (None, no items). Numbers become texts, lists tuples; False
        stands for a switch turned off."""
        return cls(command, {name: made for name, value in values.items() if (made := _value(value)) is not None})

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Action":
        """The action whose `to_data` form this is."""
        return cls.of(*data["command"], **data["values"])

    def __hash__(self) -> int:
        return hash((self.command, frozenset(self.values.items())))

    def __str__(self) -> str:
        """The command line, quoted for a shell."""
        return shlex.join((PROGRAM, *self.to_argv()))

    def with_(self, **values: Any) -> "Action":
        """The same action with these values; None takes one away."""
        return Action.of(*self.command, **{**self.values, **values})

    def to_data(self) -> dict[str, Any]:
        """Plain JSON values, to be kept."""
        return {"command": list(self.command), "values": {name: _plain(value) for name, value in self.values.items()}}

    def to_argv(self) -> tuple[str, ...]:
        """The words after the program's name: the command, its arguments, then its flags, `--json` last."""
        names = positional(self.command)
        words = [word for name in names if name in self.values for word in _words(self.values[name])]
        if any(word.startswith("-") for word in words):
            words = ["--", *words]
        flags = [word for name in _json_last(self.values) if name not in names for word in self._flag(name)]
        return (*self.command, *flags, *words) if words[:1] == ["--"] else (*self.command, *words, *flags)

    def to_tool_call(self) -> tuple[str, dict[str, Any]] | None:
        """The name and arguments of the MCP tool that does the same; None where no tool does."""
        from mediawright.commands.tool_calls import tool_call_of

        return tool_call_of(self.command, self.values)

    def to_request(self, source: RequestSource, lang: "Lang") -> "Request | None":
        """The request of a generating command; None for any other command.

        Raises InvalidRequest; NotFound where several providers could be meant.
        """
        values = {name: _plain(value) for name, value in self.values.items()}
        match self.command:
            case ("video" | "image" as command,):
                return source.read(command, values)
            case ("audio", "make"):
                return source.read("audio", values)
            case ("element", "create"):
                return source.read("element", values)
            case ("edit", "say" | "export" as verb):
                return edit_request(source, verb, values, lang)
        return None

    def _flag(self, name: str) -> list[str]:
        flag, value = flag_of(name), self.values[name]
        if isinstance(value, bool):
            return [flag if value else f"--no-{flag[2:]}"]
        return [word for item in _words(value) for word in (flag, item)]


#: a following step: ours as an action, another program's as the line to type
Next = Action | str


def for_reader(steps: Iterable[Next]) -> tuple[Next, ...]:
    """The steps as a person at a terminal types them: without `--json`."""
    return tuple(step.with_(json=None) if isinstance(step, Action) else step for step in steps)


def _value(value: Any) -> Value | None:
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, (list, tuple)):
        if any(isinstance(item, Mapping) for item in value):
            return json.dumps(
                value, ensure_ascii=False
            )  # a list of shots is one JSON text, as the command line takes it
        return tuple(str(item) for item in value) or None
    return str(value)


def _plain(value: Value) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _words(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _json_last(values: Iterable[str]) -> list[str]:
    names = list(values)
    return sorted(names, key=lambda name: name == "json")


def edit_request(source: RequestSource, verb: str, values: Mapping[str, Any], lang: "Lang") -> "Request":
    """What is said into, or leaves, an edit session: `values` may hold the words as `text` or `prompt`."""
    from mediawright.types.operations import Operation

    operation = {"say": Operation.CHAT_EDIT, "export": Operation.EXPORT}[verb]
    provider = source.provider_with("converse", values.get("provider"), lang=lang)
    words = {name: value for name, value in values.items() if name != "text"}
    prompt = values.get("text") or values.get("prompt")
    return source.read("edit", words | {"prompt": prompt, "operation": operation.value, "provider": provider})

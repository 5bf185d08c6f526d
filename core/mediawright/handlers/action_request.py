"""From a parsed command line to the one request it asks for, whichever front end parsed it."""

from collections.abc import Mapping, Sequence
from typing import Any

from mediawright.services.studio import Studio
from mediawright.types.message import Lang
from mediawright.types.operations import Operation
from mediawright.types.request import Request

#: edit commands that are jobs → their operation
EDITS = {"say": Operation.CHAT_EDIT, "export": Operation.EXPORT}


def request_for(studio: Studio, path: Sequence[str], values: Mapping[str, Any], lang: Lang) -> Request | None:
    """The request of a generating command (`path`: its words, values by flag name); None for any other command.

    Raises InvalidRequest, NotFound where several providers could be meant.
    """
    match tuple(path):
        case ("video" | "image" as command,):
            return studio.read(command, values)
        case ("audio", "make"):
            return studio.read("audio", values)
        case ("element", "create"):
            return studio.read("element", values)
        case ("edit", "say" | "export" as verb):
            return edit_request(studio, EDITS[verb], values, lang)
    return None


def edit_request(studio: Studio, operation: Operation, values: Mapping[str, Any], lang: Lang) -> Request:
    """What is said into, or leaves, an edit session: `values` may hold the words as `text` or `prompt`."""
    provider = studio.provider_with("converse", values.get("provider"), lang=lang)
    words = {name: value for name, value in values.items() if name != "text"}
    prompt = values.get("text") or values.get("prompt")
    return studio.read("edit", words | {"prompt": prompt, "operation": operation.value, "provider": provider})

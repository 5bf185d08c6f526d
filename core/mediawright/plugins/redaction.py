"""A provider may repeat a key in its own words: what a plugin raises is cleaned before anybody reads, shows or stores it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from mediawright.types.errors import InvalidRequest, MediawrightError
from mediawright.types.foreign import harmless
from mediawright.types.message import Message

Redact = Callable[[str], str]


def conceal(error: MediawrightError, redact: Redact) -> None:
    """Hide known secrets in an error's sentence, in the provider's own words and in its problems."""
    error.message = cleaned(error.message, redact)
    if error.provider_message:
        error.provider_message = harmless(redact(error.provider_message))
    if isinstance(error, InvalidRequest):
        error.problems = tuple(replace(each, message=cleaned(each.message, redact)) for each in error.problems)


def cleaned(message: Message, redact: Redact) -> Message:
    """The same sentence; texts that fill it are cleaned, sentences within it too."""
    return replace(message, values=_values(message.values, redact)) if message.values else message


def _values(values: Mapping[str, object], redact: Redact) -> dict[str, object]:
    return {name: _value(value, redact) for name, value in values.items()}


def _value(value: object, redact: Redact) -> object:
    if isinstance(value, str):
        return harmless(redact(value))
    return cleaned(value, redact) if isinstance(value, Message) else value

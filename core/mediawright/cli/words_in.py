"""Words that come in by the command line or by the standard input: readable, and not none."""

import sys
from collections.abc import Sequence

from mediawright.files.text import decode_text, is_readable, shown
from mediawright.types.errors import Interrupted, InvalidRequest
from mediawright.types.message import Message, Problem

#: what stands for the standard input
STDIN = "-"
#: bytes of the longest wish that is read from it
LONGEST = 1 << 20


def check_arguments(arguments: Sequence[str]) -> None:
    """Raises InvalidRequest where an argument holds bytes that are no UTF-8: they could be neither stored nor sent."""
    for at, argument in enumerate(arguments):
        if not is_readable(argument):
            field = arguments[at - 1].removeprefix("--") if at and arguments[at - 1].startswith("--") else "text"
            raise InvalidRequest(Problem(field, Message("files.half_characters", {"text": shown(argument)[:80]})))


def words_of(text: str | None, field: str = "text") -> str:
    """A wish: as given, or read to its end where "-" stands for the standard input.

    Raises InvalidRequest for none, Interrupted where the reading was. Not for a running loop, which hears no interrupt while
    something is read.
    """
    words = _from_stdin(field) if text == STDIN else text or ""
    if not words.strip():
        raise InvalidRequest(Problem(field, Message("files.empty_wish")))
    return words


def _from_stdin(field: str) -> str:
    try:
        data = sys.stdin.buffer.read(LONGEST + 1) if sys.stdin is not None else b""
    except KeyboardInterrupt:
        raise Interrupted(Message("cli.stopped")) from None
    if len(data) > LONGEST:
        raise InvalidRequest(Problem(field, Message("files.stdin_too_long")))
    try:
        return decode_text(data).strip()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InvalidRequest(Problem(field, Message("files.not_text", {"file": STDIN, "line": line}))) from None

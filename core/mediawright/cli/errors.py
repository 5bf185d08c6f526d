"""What stops a command before its studio is open, told as every other failure: in the person's language."""

import itertools
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from mediawright.cli.env import DEBUG
from mediawright.types.errors import ExitCode, InvalidRequest, MediawrightError
from mediawright.types.message import Message

if TYPE_CHECKING:
    from mediawright.cli.console import Console


@contextmanager
def told(arguments: Sequence[str]) -> Iterator[None]:
    """Turn every failure that comes this far into an answer and an exit code."""
    try:
        yield
    except MediawrightError as error:
        raise SystemExit(int(_answer(error, arguments))) from None
    except Exception as error:
        # a bug of ours: told in one sentence, its traceback only for who asks for it
        if os.environ.get(DEBUG):
            raise
        fault = MediawrightError(Message("cli.unexpected"), data={"kind": type(error).__name__})
        raise SystemExit(int(_answer(fault, arguments))) from None


def _answer(error: MediawrightError, arguments: Sequence[str]) -> ExitCode:
    from mediawright.cli.console import LONGEST_THREAD, Console

    values: dict[str, Any] = {"json": "--json" in arguments, "lang": _known(_after("--lang", arguments))}
    values["thread"] = (_after("--thread", arguments) or "")[:LONGEST_THREAD]
    return answer(Console.of(values | {"prompt": _after("--prompt", arguments)}), error)


def answer(console: "Console", error: MediawrightError) -> ExitCode:
    """Show a failure that needs no studio to be told."""
    from mediawright.handlers.response import Response
    from mediawright.present.pages import failure

    problems = error.problems if isinstance(error, InvalidRequest) else ()
    page = failure.problems(problems, failure=error) if problems else failure.error(error)
    console.show(Response(page=page, status=error.code, exit=error.exit_code, failure=error))
    return error.exit_code


def _after(flag: str, arguments: Sequence[str]) -> str | None:
    """The word after a flag, for a command line that could not be parsed."""
    return next((b for a, b in itertools.pairwise(arguments) if a == flag), None)


def _known(lang: str | None) -> str | None:
    """A language we speak; the refusal of another one must still be told in some."""
    return lang if lang in ("en", "zh") else None

"""What stops a command before its studio is open, told as every other failure: in the person's language."""

import itertools
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from mediawright.cli.env import DEBUG
from mediawright.types.errors import ExitCode, InvalidRequest, MediawrightError
from mediawright.types.message import Message

if TYPE_CHECKING:
    from mediawright.cli.console import Console


@contextmanager
def told(values: Mapping[str, Any]) -> Iterator[None]:
    """Turn every failure that comes this far into an answer and an exit code, in the form and language of `values`."""
    try:
        yield
    except MediawrightError as error:
        raise SystemExit(int(_answer(error, values))) from None
    except Exception as error:
        # a bug of ours: told in one sentence, its traceback only for who asks for it
        if os.environ.get(DEBUG):
            raise
        fault = MediawrightError(Message("cli.unexpected"), data={"kind": type(error).__name__})
        raise SystemExit(int(_answer(fault, values))) from None


def told_in(arguments: Sequence[str]) -> dict[str, Any]:
    """How a command line that may not be readable wants its failure told."""
    values = {name: _after(f"--{name}", arguments) for name in ("lang", "thread", "prompt")}
    return {**values, "json": "--json" in arguments}


def _answer(error: MediawrightError, values: Mapping[str, Any]) -> ExitCode:
    from mediawright.cli.console import Console
    from mediawright.cli.env import LONGEST_THREAD

    sure = {"lang": _known(values.get("lang")), "thread": str(values.get("thread") or "")[:LONGEST_THREAD]}
    return answer(Console.of({**sure, "json": values.get("json"), "prompt": values.get("prompt")}), error)


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

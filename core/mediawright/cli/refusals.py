"""What the argument parser refuses, told as every other refusal: in the person's language, with exit code 2."""

import itertools
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from mediawright.types.errors import ExitCode, InvalidRequest, MediawrightError
from mediawright.types.message import Message, Problem

if TYPE_CHECKING:
    from mediawright.cli.face import Face

#: shows the traceback of a bug
DEBUG = "MEDIAWRIGHT_DEBUG"
#: typer does not name the root of its parser's errors; every version's BadParameter descends from it
PARSER_ERROR: type[Exception] = typer.BadParameter.__mro__[2]


@contextmanager
def told(arguments: Sequence[str]) -> Iterator[None]:
    """Turn the parser's own exceptions into answers and exit codes."""
    try:
        yield
    except typer.Exit as leaving:
        raise SystemExit(leaving.exit_code) from None
    except typer.Abort:
        raise SystemExit(int(ExitCode.INTERRUPTED)) from None
    except PARSER_ERROR as error:
        raise SystemExit(int(_refuse(error, arguments))) from None
    except MediawrightError as error:
        raise SystemExit(int(_answer(error, arguments))) from None
    except Exception as error:
        # a bug of ours: told in one sentence, its traceback only for who asks for it
        if os.environ.get(DEBUG):
            raise
        fault = MediawrightError(Message("cli.unexpected"), data={"kind": type(error).__name__})
        raise SystemExit(int(_answer(fault, arguments))) from None


def _refuse(error: Any, arguments: Sequence[str]) -> ExitCode:
    return _answer(InvalidRequest(problem_of(error)), arguments)


def problem_of(error: Any) -> Problem:
    """A parser's exception as a problem of ours."""
    option = getattr(error, "option_name", None)
    known = tuple(getattr(error, "possibilities", None) or ())
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return Problem(str(option), Message("cli.no_such_option", {"option": option}), allowed=known)
    if kind == "BadOptionUsage":
        return Problem(str(option), Message("cli.option_needs_value", {"option": option}))
    if kind == "MissingParameter":
        parameter = getattr(error, "param", None)
        name = getattr(parameter, "name", None) or str(getattr(error, "param_hint", "?"))
        return Problem(name, Message("cli.missing", {"name": name}))
    return Problem("command", Message("cli.usage", {"reason": str(error.format_message())}))


def _answer(error: MediawrightError, arguments: Sequence[str]) -> ExitCode:
    from mediawright.cli.face import Face

    values: dict[str, Any] = {"json": "--json" in arguments, "lang": _known(_after("--lang", arguments))}
    return answer(Face.of(values | {"prompt": _after("--prompt", arguments)}), error)


def answer(face: "Face", error: MediawrightError) -> ExitCode:
    """Show a failure that needs no studio to be told."""
    from mediawright.present import pages
    from mediawright.studio.answers import Reply

    problems = error.problems if isinstance(error, InvalidRequest) else ()
    page = pages.problems(problems, failure=error) if problems else pages.error(error)
    face.show(Reply(page=page, status=error.code, exit=error.exit_code, failure=error))
    return error.exit_code


def _after(flag: str, arguments: Sequence[str]) -> str | None:
    """The word after a flag, for a command line that could not be parsed."""
    return next((b for a, b in itertools.pairwise(arguments) if a == flag), None)


def _known(lang: str | None) -> str | None:
    """A language we speak; the refusal of another one must still be told in some."""
    return lang if lang in ("en", "zh") else None
